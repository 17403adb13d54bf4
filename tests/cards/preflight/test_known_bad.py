"""What no phone would read for long is refused, and told why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest

from cards.marks import Face, Fold
from cards.pdf import write_pdf
from cards.preflight import FaceReport, examine_face, examine_file
from cards.qr import encode
from cards.raster import write_png
from cards.sheet import single
from tests.cards.preflight.faces import (
    ADDRESS,
    DOT,
    LOWER,
    PALE,
    RICH,
    crowded,
    eight_millimetres,
    face,
    few,
    with_logo,
)

# What is quick and stands for the rest; verdicts on good cards need all faults.
BATTERY = few("distance", shots=1)


def lower() -> Face:
    """A long lower-case address on the place of a usual symbol."""
    return face(LOWER, dots=22.35 / encode(LOWER).size / DOT)


BAD: list[tuple[Callable[[], Face], str, dict[str, str]]] = [
    (lambda: with_logo(face()), ADDRESS, {"overlap": "有东西压在二维码上", "drawn": "调制"}),
    (lambda: crowded(face()), ADDRESS, {"quiet": "只有0.2个模块宽，要有4个"}),
    (lower, LOWER, {"address-form": "（45个，用规定写法只要33个）", "part-dots": "不是整数点"}),
    (
        eight_millimetres,
        ADDRESS,
        {"dots": "只有2.3点", "module": "0.20毫米，至少要0.42毫米", "printed": "模拟评级是0.0"},
    ),
    (lambda: face(colour=PALE), ADDRESS, {"not-black": "现在是K40", "drawn": "对比度"}),
    (lambda: face(colour=RICH), ADDRESS, {"ink": "共300%", "not-black": "C90 M80 Y70 K60"}),
    (lambda: face(margin=2), ADDRESS, {"edge": "只有2.0毫米，至少要3毫米"}),
    (lambda: face(ADDRESS[:-1] + "0"), ADDRESS, {"stray": "没有这个地址"}),
]
NAMES = ("logo", "quiet", "lower", "8mm", "pale", "rich", "edge", "stray")


def reasons(report: FaceReport) -> dict[str, str]:
    """Every finding of a face and of its symbols, by code."""
    symbols = (one for symbol in report.symbols for one in symbol.findings)
    return {one.code: one.zh for one in (*report.findings, *symbols)}


@pytest.mark.parametrize(("made", "address", "expected"), BAD, ids=NAMES)
def test_a_bad_face_is_refused_with_its_reasons(
    made: Callable[[], Face], address: str, expected: dict[str, str]
) -> None:
    report = examine_face(made(), [address], BATTERY, name="bad")
    told = reasons(report)
    assert not report.is_passed
    assert {code: told.get(code, "–") for code in expected} == {
        code: told[code] for code, words in expected.items() if words in told.get(code, "")
    }


def test_a_good_face_has_nothing_against_it() -> None:
    report = examine_face(face(), [ADDRESS], BATTERY, name="good")
    assert reasons(report) == {}
    assert report.symbols[0].grade == 4


def test_a_symbol_on_a_fold_is_refused() -> None:
    folded = replace(face(), folds=(Fold(20, is_upright=True),))
    report = examine_face(folded, [ADDRESS], BATTERY, name="leaflet")
    assert "离折线只有0.0毫米" in reasons(report)["fold"]
    beside = replace(face(), folds=(Fold(4.9, is_upright=True), Fold(4.9, is_upright=False)))
    assert examine_face(beside, [ADDRESS], BATTERY, name="leaflet").is_passed


FILES = [
    (lambda: with_logo(face()), {"drawn"}),
    (lambda: crowded(face()), {"quiet"}),
    (lower, {"address-form"}),
    (lambda: face(dots=4, colour=PALE), {"module", "drawn"}),
]


@pytest.mark.parametrize("kind", ["pdf", "png"])
@pytest.mark.parametrize(("made", "expected"), FILES, ids=("logo", "quiet", "lower", "small"))
def test_the_same_is_refused_in_a_file(
    made: Callable[[], Face], expected: set[str], kind: str
) -> None:
    target = BytesIO()
    if kind == "pdf":
        write_pdf(single([made()]), target, title="bad")
    else:
        write_png(made(), target, dpi=300)
    (report,) = examine_file(target.getvalue(), BATTERY, name="bad")
    assert expected <= set(reasons(report))
