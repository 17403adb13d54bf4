"""Forms: read no further than their route takes, counted before they are split, kept as told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import quote_plus, urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import Route

from kiosk.acts.account import IDLE_MS
from kiosk.web import forms
from kiosk.web.forms import read_carried, write_carried
from kiosk.web.http.form_body import TooManyError, UnreadableError, split
from kiosk.web.routes import application
from tests.attack.asked import CHUNK, app_of, ask
from tests.attack.growth import LINEAR, growth
from tests.make import Clock
from tests.serving import Served
from tests.web.admin.visitor import PASSWORD, field, signed_in

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=xx"
MB = 1024 * 1024


def part(name: str, value: str, *, file: str = "") -> str:
    told = f'; filename="{file}"' if file else ""
    return f'--xx\r\nContent-Disposition: form-data; name="{name}"{told}\r\n\r\n{value}\r\n'


WORST: dict[str, tuple[str, Callable[[int], str]]] = {
    "separators": (URLENCODED, lambda n: "&" * n),
    "equals": (URLENCODED, lambda n: "=" * n),
    "escapes": (URLENCODED, lambda n: "a=" + "%41" * (n // 3)),
    "escapes between letters": (URLENCODED, lambda n: "a=" + "%41a" * (n // 4)),
    "half escapes": (URLENCODED, lambda n: "a=" + "%4" * (n // 2)),
    "pluses": (URLENCODED, lambda n: "a=" + "+" * n),
    "fields": (URLENCODED, lambda n: "a=1&" * (n // 4)),
    "boundaries": (MULTIPART, lambda n: "--xx\r\n" * (n // 6)),
    "parts": (MULTIPART, lambda n: part("a", "1") * (n // 53) + "--xx--"),
    "a head without end": (MULTIPART, lambda n: "--xx\r\n" + "a: b\r\n" * (n // 6)),
    "a name without end": (
        MULTIPART,
        lambda n: f'--xx\r\nContent-Disposition: form-data; name="{"; name=" * (n // 7)}',
    ),
    "line ends": (MULTIPART, lambda n: part("a", "\r\n" * (n // 2)) + "--xx--"),
    "half boundaries": (MULTIPART, lambda n: part("a", "\r\n--x" * (n // 5)) + "--xx--"),
}


@pytest.mark.parametrize("kind", WORST)
def test_a_form_twice_as_long_costs_no_more_than_twice(kind: str) -> None:
    content_type, make = WORST[kind]

    def attempt(body: bytes) -> None:
        with suppress(TooManyError, UnreadableError):
            split(body, content_type, fields=10**9, is_whole=True)

    small, large = (make(n).encode() for n in (60_000, 120_000))
    assert growth(attempt, small, large) < LINEAR


@pytest.mark.parametrize("kind", ["separators", "fields", "boundaries", "parts"])
def test_a_form_of_too_many_fields_costs_only_their_counting(kind: str) -> None:
    """A hundred times the least that is refused costs less than splitting what is taken."""
    content_type, make = WORST[kind]

    def attempt(body: bytes) -> None:
        with suppress(TooManyError, UnreadableError):
            split(body, content_type, fields=600, is_whole=True)

    taken = ("&".join(f"a{n}=%41" for n in range(600))).encode()
    refused = make(60_000).encode()
    with pytest.raises(TooManyError):
        split(refused, content_type, fields=600)

    def either(body: bytes) -> None:
        split(body, URLENCODED, fields=600) if body is taken else attempt(body)

    assert growth(either, taken, refused) < 1


EXAMPLES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NAMES = st.text(st.characters(categories=["L", "N", "P"], exclude_characters='%"\\'), max_size=20)


@EXAMPLES
@given(st.lists(st.tuples(NAMES, st.text(max_size=60)), max_size=12))
def test_forms_are_read_as_they_were_written(pairs: list[tuple[str, str]]) -> None:
    body = urlencode(pairs).encode()
    assert [(one.name, one.text) for one in split(body, URLENCODED, fields=12)] == pairs
    request = httpx.Request(
        "POST", "http://x/", files=[(name, (None, value)) for name, value in pairs] or None
    )
    request.read()
    kind = request.headers.get("content-type", URLENCODED)
    read = split(request.content, kind, fields=12)
    assert [(one.name, one.text) for one in read] == pairs


def test_what_is_no_escape_stands_as_it_is() -> None:
    (one,) = split(b"a%=%4+%zz%25%e5%8E%9f%", URLENCODED, fields=1)
    assert (one.name, one.text) == ("a%", "%4 %zz%原%")


def test_a_file_keeps_its_name_and_every_byte() -> None:
    content = bytes(range(256)) * 50 + b"\r\n--xy\r\n--x"
    request = httpx.Request(
        "POST", "http://x/", data={"a": "1"}, files={"file": ('投放"点".csv', content)}
    )
    request.read()
    _, file = split(request.content, request.headers["content-type"], fields=2)
    assert (file.name, file.file, file.value) == ("file", '投放"点".csv', content)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (URLENCODED, b"a=%ff"),
        (URLENCODED, b"a=\xff"),
        (URLENCODED, b"a" * 300 + b"=1"),
        ("multipart/form-data", b"--xx--"),
        ("multipart/form-data; boundary=" + "x" * 71, b"--xx--"),
        (MULTIPART, b""),
        (MULTIPART, part("a", "1").encode()),  # no end
        (MULTIPART, b"--xx\r\n\r\n1\r\n--xx--"),
        (MULTIPART, b'--xx\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n1\r\n--xx--'),
        (MULTIPART, b'--xxy\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--xx--'),
    ],
)
def test_what_is_no_form_is_said_to_be_none(kind: str, body: bytes) -> None:
    with pytest.raises(UnreadableError):
        [one.text for one in split(body, kind, fields=9)]


DOORS = {
    "/admin/sign-in": forms.DOOR,
    "/admin/sign-in/kept": forms.DOOR_KEPT,
    "/admin/begin": forms.DOOR,
    "/C/0123456789ABCDEF01234567": forms.CLERK,
    "/en/C/0123456789ABCDEF01234567": forms.CLERK,
    "/c/0123456789ABCDEF01234567": forms.CLERK,
}


@pytest.mark.parametrize("path", DOORS)
async def test_a_form_that_is_too_long_is_refused_unread(served: Served, path: str) -> None:
    app, takes = app_of(served), DOORS[path]
    headers = [
        (b"origin", served.state.office.settings.public_url.encode()),
        (b"content-type", URLENCODED.encode()),
    ]
    body = b"&" * (4 * MB)
    told = await ask(app, "POST", path, headers=headers, body=body)
    assert (told.status, told.taken) == (413, 0)
    untold = await ask(app, "POST", path, headers=headers, body=body, is_told=False)
    assert untold.status == 413
    assert untold.taken <= takes.most + CHUNK
    foreign = await ask(app, "POST", path, headers=[*headers[1:]], body=body)
    assert (foreign.status, foreign.taken) == (403, 0)


async def test_no_address_reads_a_megabyte_of_a_stranger(served: Served) -> None:
    """Every address that takes a POST, whether there is a session in a cookie or not."""
    app = app_of(served)
    headers = [
        (b"origin", served.state.office.settings.public_url.encode()),
        (b"content-type", URLENCODED.encode()),
        (b"cookie", b"__Secure-mbk_session=x"),
        (b"authorization", b"Bearer x"),
    ]
    router = application(served.state)._router  # type: ignore[attr-defined]
    paths = {
        route.path.replace("{batch}", "B0001").replace("{placement}", "P0001")
        for route in router.routes
        if isinstance(route, Route) and "POST" in (route.methods or ())
    }
    assert len(paths) > 15
    for path in paths:
        sent = await ask(app, "POST", path, headers=headers, body=b"&" * MB, is_told=False)
        assert 300 <= sent.status < 500, path
        most = MB if path == "/api/v1/kiosk/events" else forms.STRANGER.most
        assert sent.taken <= most + CHUNK, path


async def test_a_long_upload_after_the_session_keeps_what_was_typed_before_it(
    served: Served, clock: Clock
) -> None:
    visitor = await signed_in(served)
    clock.at += IDLE_MS
    rows = {"key": "k", "design": "a5-process", "service": "QC10"}
    row = {"district": "370124", "name": "平阴县政务服务中心", "kind": "window", "copies": "20"}
    file = {"file": ("名单.csv", "平阴县,x,窗口,1\n".encode() * 40_000, "text/csv")}
    asked = await visitor.post("/admin/batches/new", rows | row, files=file)
    assert asked.status_code == 403
    assert "填写的文字留着，太大的文件或名单没有留下" in asked.text
    assert "文件不能留下，登录后要重新选择：名单.csv" in asked.text
    assert dict(read_carried(field(asked.text, "carried"))) == rows | row
    again = {name: field(asked.text, name) for name in ("next", "carried")}
    fields = again | {"name": "zhangsan", "password": PASSWORD}
    resumed = await visitor.post("/admin/sign-in/kept", fields)
    assert resumed.status_code == 200
    assert field(resumed.text, "copies") == "20"


async def test_a_hundred_typed_rows_survive_a_session(served: Served, clock: Clock) -> None:
    visitor = await signed_in(served)
    clock.at += IDLE_MS
    cells = ("district", "name", "kind", "copies")
    row = ("370124", "长" * 60, "window", "20")
    pairs = [("key", "k"), *zip(cells, row, strict=True)] + [*zip(cells, row, strict=True)] * 99
    # As browsers write it: multipart, each field with its own head.
    sent = [(name, (None, value)) for name, value in pairs]
    asked = await served.client.post(
        "/admin/batches/new",
        files=sent,
        headers={"origin": served.state.office.settings.public_url},
    )
    assert "但都留着" in asked.text
    carried = field(asked.text, "carried")
    assert read_carried(carried) == pairs
    fields = {"name": "zhangsan", "password": PASSWORD, "next": "/admin/batches/new"}
    # The form is sent as multipart, since it is so by its enctype.
    resumed = await served.client.post(
        "/admin/sign-in/kept",
        files=[(name, (None, value)) for name, value in (fields | {"carried": carried}).items()],
        headers={"origin": served.state.office.settings.public_url},
    )
    assert resumed.status_code == 200
    assert resumed.text.count("长" * 60) >= 100
    assert visitor.cookies


CARRIED = (
    "[" * 4_000,
    "[" * 9_000 + "]" * 9_000,
    '[["a","b"],["a",' + "[" * 500 + "]" * 500 + "]]",
    "{" * 4_000,
    '[{"a":1,"a":2}]',
    "[NaN]",
    '[["a","\\ud800"]]',
    "9" * 5_000,
    '"' * 4_000,
    "\\" * 4_000,
    "null",
)


async def test_what_nobody_carried_here_is_nothing(served: Served) -> None:
    visitor = await signed_in(served)
    fields = {"name": "zhangsan", "password": PASSWORD, "next": "/admin/log"}
    for carried in CARRIED:
        assert read_carried(carried) == [], carried[:12]
        answer = await visitor.post("/admin/sign-in/kept", fields | {"carried": carried})
        assert (answer.status_code, answer.headers["location"]) == (303, "/admin/log")


@EXAMPLES
@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=80)), max_size=8))
def test_what_is_carried_comes_back_as_it_was(fields: list[tuple[str, str]]) -> None:
    text = write_carried(fields)
    assert text is not None
    assert text.isprintable()
    assert read_carried(text) == fields


def test_every_form_of_the_doors_fits_what_people_may_type() -> None:
    """The longest that is told beside its field, as browsers write Chinese."""
    typed = {"next": "/admin/" + "x" * 990, "name": "长" * 32, "password": "长" * 256}
    assert len(urlencode(typed)) < forms.DOOR.most
    began = {"key": "x" * 22, "token": "x" * 43, "name": "长" * 32, "password": "长" * 256}
    assert len(urlencode(began | {"again": "长" * 256})) < forms.DOOR.most
    assert len(quote_plus("长" * 400)) < forms.DESK.most
