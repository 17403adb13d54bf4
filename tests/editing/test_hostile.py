"""Files that want to tire, fool or break the reader: they are refused, and soon."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import assets
from kiosk import editing
from kiosk.editing.document import MOST_VALUES, read_document
from kiosk.editing.fault import Fault
from tests.editing.make import SERVICE, STATUTE, catalogue, report

MODEL = Path(str(assets.path("catalogue"))) / "services" / "QC10.toml"
SIZE = 256 * 1024 - 100
SOON_S = 10.0  # of the processor; a reader that is tired takes minutes


@pytest.mark.parametrize(
    "text",
    [
        "[" * SIZE,
        "a = " + "[" * (SIZE // 2) + "]" * (SIZE // 2),
        "a = " + "{a=" * (SIZE // 3),
        "a" + ".a" * (SIZE // 2 - 10) + " = 1",
        "[" + "a." * (SIZE // 2 - 10) + "a]",
        "slot = " + "9" * SIZE,
        "a=1\n" * (SIZE // 4),
        "[[steps]]\n" * (SIZE // 10),
        '[[notes]]\nverify="x"\n' * (SIZE // 21),
        '"' * SIZE,
        "\0" * SIZE,
        SERVICE.replace("投诉不停止60日。", "1年" * 40_000),
        SERVICE.replace('["fhf-2020#1"]', "[" + '"#",' * 30_000 + "]"),
        SERVICE.replace(
            "[[notes]]",
            '[[steps.limits]]\nunit="month"\nvalue=1\nkind="promised"\nverify="office"\n' * 3000
            + "[[notes]]",
        ),
    ],
    ids=lambda text: f"{text[:12]!r} {len(text)}",
)
def test_a_file_made_to_tire_the_reader_is_refused_soon(text: str, tmp_path: Path) -> None:
    path = tmp_path / "QC01.toml"
    path.write_text(text)
    begun = time.process_time()
    assert report(path).count > 0
    assert time.process_time() - begun < SOON_S


FULL = {
    "keys": "".join(f"k{n}=1\n" for n in range(26_000)),
    "tables": "".join(f"[t{n}]\n" for n in range(26_000)),
    "elements": "[[t]]\n" * 40_000,
    "numbers": "a = [" + "1," * 120_000 + "]",
    "texts": "a = [" + '"",' * 80_000 + "]",
    "inline tables": "a = [" + "{b=1}," * 40_000 + "]",
    "dotted keys": "".join(f"a.b.c{n}=1\n" for n in range(20_000)),
}


@pytest.mark.parametrize("kind", FULL)
def test_a_file_that_is_too_full_is_refused_before_it_is_parsed(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One made of 26,000 keys cost 1.8 s and 66 MB."""

    def parse(_: str) -> None:
        raise AssertionError(kind)

    monkeypatch.setattr("kiosk.editing.document.lay_out", parse)
    (fault,) = faults_of(FULL[kind])
    assert fault.code == "too-full"
    assert 0 < fault.line <= MOST_VALUES + 1


def test_the_fullest_file_of_the_catalogue_is_far_from_the_bound() -> None:
    texts = [file.read_text() for file in MODEL.parents[1].rglob("*.toml")]
    assert max(sum(map(text.count, "=[{,")) for text in texts) < MOST_VALUES / 3


def faults_of(text: str) -> tuple[Fault, ...]:
    read = read_document("x.toml", text)
    assert isinstance(read, tuple)
    return read


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


PIECES = st.sampled_from(
    [
        *"[]{}.,=#\"'\\\n\r\0é𠮷",
        *(
            '"""',
            "[[steps]]\n",
            "[card]\n",
            "\n= 1\n",
            "verify = 1",
            "limits = 3",
            "-1",
            "1.5",
            "nan",
        ),
        *("true", "2026-02-30", "2026-01-01T00:00:00", "07:30", "QC99", "office", "none", "60日"),
    ]
)


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    """The model file with bits cut out, put in, moved and doubled."""
    text = MODEL.read_text("utf-8")
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 60)))
        put = draw(st.one_of(PIECES, st.text(max_size=8), st.just(text[start:end] * 2)))
        text = text[:start] + put + text[end:]
    content = text.encode("utf-8", "replace")
    if draw(st.booleans()):
        at = draw(st.integers(0, len(content)))
        content = content[:at] + draw(st.binary(max_size=4)) + content[at:]
    return content


@st.composite
def line_mutations(draw: st.DrawFn) -> bytes:
    """The model file with whole lines dropped, doubled and swapped, so that it mostly parses."""
    lines = MODEL.read_text("utf-8").splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 5))):
        at, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        match draw(st.sampled_from(["drop", "double", "swap", "value"])):
            case "drop":
                del lines[at]
            case "double":
                lines.insert(other, lines[at])
            case "swap":
                lines[at], lines[other] = lines[other], lines[at]
            case "value":
                key, mark, _ = lines[at].partition("=")
                values = ['"x"\n', "7\n", "true\n", "[]\n", "{}\n", '["x"]\n', "2026-01-01\n"]
                lines[at] = f"{key}= {draw(st.sampled_from(values))}" if mark else lines[at]
    return "".join(lines).encode()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(mutations(), line_mutations()))
def test_no_change_of_a_service_raises_anything_but_faults(folder: Path, content: bytes) -> None:
    path = folder / "QC10.toml"
    path.write_bytes(content)
    lines = content.count(b"\n") + 1
    found = report(path)
    assert all(1 <= fault.line <= lines for fault in found.faults)
    assert all(fault.text("zh") and fault.text("en") for fault in found.faults)
    if not found.faults:
        assert [service.id for service in found.draft.services] == ["QC10"]


@pytest.fixture(scope="module")
def draft(folder: Path) -> editing.Draft:
    return editing.read(catalogue(folder / "catalogue"))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=STATUTE + "\t\n第条款之", max_size=300), st.integers(0, len(STATUTE)))
def test_no_law_text_raises_anything_but_faults(
    folder: Path, draft: editing.Draft, text: str, at: int
) -> None:
    laws = folder / "laws"
    laws.mkdir(exist_ok=True)
    (laws / "a.txt").write_text(STATUTE[:at] + text + STATUTE[at + len(text) :])
    found = editing.compare(draft, laws)
    assert all(fault.text("zh") and fault.text("en") for fault in found.faults)
