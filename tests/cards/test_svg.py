"""SVG that looks the same everywhere and may stand in a page with a strict policy."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree

import pytest

from cards.design import compose, load
from cards.marks import Colour, Face, Group, Rect, Text
from cards.measure import Area
from cards.svg import symbol_path, write_svg
from tests.cards.contents import COPY, PENALTY, specimen
from tests.cards.goldens import CASES, faces

NS = "{http://www.w3.org/2000/svg}"


def _svg(face: Face, title: str = "明白卡") -> ElementTree.Element:
    target = BytesIO()
    write_svg(face, target, title=title)
    return ElementTree.fromstring(target.getvalue())  # noqa: S314 - written by ourselves


@pytest.mark.parametrize("case", CASES)
def test_it_is_as_large_as_the_card_and_whole_in_itself(case: str) -> None:
    for face in faces(case):
        root = _svg(face)
        assert root.attrib["width"] == f"{face.width:g}mm"
        assert root.attrib["viewBox"] == f"0 0 {face.width:g} {face.height:g}"
        names = {element.tag.removeprefix(NS) for element in root.iter()}
        assert names <= {"svg", "title", "defs", "path", "rect", "line", "circle", "g", "use"}
        attributes = {name for element in root.iter() for name in element.attrib}
        assert not attributes & {"style", "class", "onload"}


@pytest.mark.parametrize("case", CASES)
def test_every_glyph_that_is_used_is_stored_once(case: str) -> None:
    for face in faces(case):
        root = _svg(face)
        stored = [path.attrib["id"] for path in root.iter(f"{NS}path") if "id" in path.attrib]
        used = {use.attrib["href"].removeprefix("#") for use in root.iter(f"{NS}use")}
        assert len(stored) == len(set(stored))
        assert used == set(stored)


def test_a_symbol_is_one_path_of_crisp_squares() -> None:
    (face,) = faces("a5-process.penalty")
    (symbol,) = face.symbols()
    crisp = [path for path in _svg(face).iter(f"{NS}path") if "shape-rendering" in path.attrib]
    assert [path.attrib["d"] for path in crisp] == [symbol_path(symbol)]
    assert symbol_path(symbol).startswith("M0 0h7v1h-7z")


def test_the_title_is_what_was_asked_for_even_with_signs() -> None:
    title = _svg(Face("front", 1, 1, 0, ()), title="A & <B>").find(f"{NS}title")
    assert title is not None
    assert title.text == "A & <B>"


def test_a_specimens_word_is_turned_and_faint() -> None:
    (artwork,) = compose(load("a5-process"), specimen(PENALTY), version=4)
    faint = [g for g in _svg(artwork.face(COPY)).iter(f"{NS}g") if "fill-opacity" in g.attrib]
    assert [g.attrib["fill-opacity"] for g in faint] == ["0.08"]
    assert "rotate(-30)" in faint[0].attrib["transform"]


def test_spaces_take_room_but_draw_nothing() -> None:
    ink = Colour("ink", (0, 0, 0, 100), "#141414")
    below = Group((Rect(Area(0, 0, 1, 1), ink),))
    face = Face(
        "front", 9, 9, 0, (below, Text(0, 5, "A A", bold=False, size=9, width=5, colour=ink))
    )
    places = [use.attrib["x"] for use in _svg(face).iter(f"{NS}use")]
    assert places == ["0", "832"]
