"""Cookies of strangers: read in one pass, and only those that are ours."""

from __future__ import annotations

import ast
import json
import string
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kiosk
from kiosk.web.http.cookies import LONGEST, cookie_of
from tests.attack.growth import LINEAR, growth
from tests.serving import Served
from tests.web.admin.visitor import Visitor, signed_in

NAME = "__Host-mbk_session"
WORST: dict[str, Callable[[int], str]] = {
    "escapes": lambda n: f'{NAME}="' + "\\" * n + '"',
    "blanks": lambda n: ";" + " " * n,
    "semicolons": lambda n: ";" * n,
    "names": lambda n: f"{NAME}" * (n // len(NAME)),
    "blanks and names": lambda n: f"; {NAME}" * (n // 22),
    "one long value": lambda n: f"{NAME}=" + "a" * n,
}


@pytest.mark.parametrize("kind", WORST)
def test_a_header_twice_as_long_costs_twice_as_much(kind: str) -> None:
    def read(header: bytes) -> None:
        cookie_of((header,), NAME)

    small, large = (WORST[kind](n).encode() for n in (64_000, 128_000))
    assert growth(read, small, large) < LINEAR


def test_the_ways_to_write_a_cookie() -> None:
    for header in ("a=1; t=x.y-z; b=2", "t=x.y-z", "a=1;t=x.y-z", "a=1;  \tt=x.y-z \t;b"):
        assert cookie_of((header.encode(),), "t") == "x.y-z"
    for header in ("", "a=1", "at=x", "t", "T=x", "a=;t =x", "a=t=x", '"t=x"'):
        assert cookie_of((header.encode(),), "t") is None
    assert cookie_of((b"a=1", b"t=2; t=3"), "t") == "2"


def test_what_is_none_of_ours_is_none() -> None:
    assert cookie_of((b"t=" + b"a" * LONGEST,), "t") == "a" * LONGEST
    assert cookie_of((b"t=" + b"a" * (LONGEST + 1),), "t") is None
    assert cookie_of(("t=ä".encode(),), "t") is None


OURS = st.text(string.ascii_letters + string.digits + "_-.", min_size=1, max_size=80)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(OURS, OURS, min_size=1, max_size=6))
def test_what_the_library_writes_is_read_back(written: dict[str, str]) -> None:
    jar: SimpleCookie = SimpleCookie(written)
    header = jar.output(header="", attrs=[], sep=";").strip().encode()
    for name, value in written.items():
        assert cookie_of((header,), name) == value


def _uses(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in ("cookies", "SimpleCookie"):
            yield f"{file}:{node.lineno} .{node.attr}"
        if isinstance(node, ast.ImportFrom) and node.module in ("http", "http.cookies"):
            names = [alias.name for alias in node.names]
            if node.module == "http.cookies" or "cookies" in names:
                yield f"{file}:{node.lineno} from {node.module}"
        if isinstance(node, ast.Import) and any(a.name == "http.cookies" for a in node.names):
            yield f"{file}:{node.lineno} import http.cookies"


def test_nothing_of_ours_reads_cookies_otherwise(tmp_path: Path) -> None:
    files = sorted(Path(kiosk.__path__[0]).rglob("*.py"))
    assert len(files) > 100
    assert [use for file in files for use in _uses(file)] == []
    for number, text in enumerate(
        ("request.cookies.get('a')", "import http.cookies", "from http import cookies")
    ):
        bad = tmp_path / f"bad{number}.py"
        bad.write_text(text)
        assert list(_uses(bad)), text


async def test_a_cookie_of_another_site_on_our_name_hides_no_session(served: Served) -> None:
    """A path of a large site has its other programs' cookies beside ours, up to a whole head."""
    visitor = await signed_in(served)
    others = "; ".join(f"other{n}={json.dumps('x' * 900)}" for n in range(14))
    assert len(others) > 12_000
    session = visitor.cookies[NAME]
    crowded = Visitor(served)
    answer = await crowded.get("/admin/log", cookie=f"{others}; {NAME}={session}")
    assert answer.status_code == 200
