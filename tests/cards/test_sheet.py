"""Faces on pages: one a page with its marks, or as many as fit with their backs behind them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cards.cropping import Marking, folds
from cards.marks import Face, Fold, Group, Line, Text
from cards.measure import Area
from cards.sheet import SHEETS, Grid, Layout, Page, SheetTooSmall, Turn, arrange, impose, single

MARKING = Marking(gap=1, length=5, shortest=2, width=0.1)
OFFICE = Layout(sheet=SHEETS["a4"], margin=5, gutter=0, marking=MARKING)
CARD = (90.0, 54.0)


def face(name: str = "front", size: tuple[float, float] = CARD, bleed: float = 0) -> Face:
    return Face(name, *size, bleed, ())


def lines(page: Page) -> list[Line]:
    groups = [item for item in page.items if isinstance(item, Group)]
    return [mark for group in groups for mark in group.marks if isinstance(mark, Line)]


def captions(page: Page) -> list[str]:
    return [item.text for item in page.items if isinstance(item, Text)]


def test_each_face_has_a_page_as_large_as_its_bleed() -> None:
    faces = [face(bleed=3), face("back")]
    first, second = single(faces)
    assert (first.width, first.height, first.placed[0].face) == (96, 60, faces[0])
    assert first.trim == Area(3, 3, 90, 54)
    assert first.bleed == Area(0, 0, 96, 60)
    assert second.trim == second.bleed == Area(0, 0, 90, 54)
    assert first.items == second.items == ()


def test_marks_stand_in_line_with_the_cuts_and_outside_of_the_bleed() -> None:
    (page,) = single([face(bleed=3)], marking=MARKING, caption=str_of)
    assert (page.width, page.height) == (110, 74)
    assert page.trim == Area(10, 10, 90, 54)
    assert page.bleed == Area(7, 7, 96, 60)
    found = lines(page)
    assert len(found) == 8
    assert {line.x1 for line in found if line.x1 == line.x2} == {10, 100}
    assert {line.y1 for line in found if line.y1 == line.y2} == {10, 64}
    assert not [line for line in found if line.bounds.meets(page.bleed)]
    assert captions(page) == ["front 1"]
    (caption,) = [item for item in page.items if isinstance(item, Text)]
    assert not caption.bounds.meets(page.bleed)
    assert not [line for line in found if line.bounds.meets(caption.bounds)]


def test_pages_that_are_marked_alike_share_their_marks() -> None:
    pages = list(single([face(bleed=3)] * 3, marking=MARKING))
    assert len({id(page.items[0]) for page in pages}) == 1


def test_folds_are_dashed_outside_of_the_card() -> None:
    leaflet = Face("inside", 297, 210, 3, (), (Fold(100, True), Fold(70, False)))
    (page,) = single([leaflet], marking=MARKING)
    upright = [line for line in lines(page) if line.x1 == line.x2 == 110]
    level = [line for line in lines(page) if line.y1 == line.y2 == 80]
    assert (len(upright), len(level)) == (6, 6)
    assert not [line for line in upright + level if line.bounds.meets(page.bleed)]


@pytest.mark.parametrize(
    ("size", "sheet", "gutter", "places"),
    [
        (CARD, "a4", 0, (2, 5, 0)),
        (CARD, "a4", 4, (3, 3, 90)),
        (CARD, "a3", 0, (3, 7, 0)),
        ((54, 90), "a4", 0, (2, 5, 90)),
        ((85.6, 53.98), "a4", 0, (2, 5, 0)),
        ((60, 60), "a4", 0, (3, 4, 0)),
        ((148, 210), "a4", 0, (1, 1, 0)),
        ((148, 210), "a3", 0, (1, 2, 90)),
        ((297, 210), "a3", 0, (1, 1, 90)),
    ],
)
def test_as_many_cards_lie_on_a_sheet_as_fit_either_way(
    size: tuple[float, float], sheet: str, gutter: float, places: tuple[int, int, int]
) -> None:
    grid = arrange(*size, replace(OFFICE, sheet=SHEETS[sheet], gutter=gutter), bleed=0)
    assert (grid.columns, grid.rows, grid.degrees) == places


@pytest.mark.parametrize("sheet", ["a4", "a3"])
@pytest.mark.parametrize("gutter", [0, 3, 6])
@pytest.mark.parametrize("size", [CARD, (60, 60), (54, 90), (148, 210)])
def test_cards_are_in_the_middle_apart_and_clear_of_what_printers_leave_white(
    size: tuple[float, float], gutter: float, sheet: str
) -> None:
    grid = arrange(*size, replace(OFFICE, sheet=SHEETS[sheet], gutter=gutter), bleed=3)
    paper = grid.layout.sheet
    trims = [grid.trim(place) for place in range(grid.places)]
    assert grid.bleed == min(3, gutter / 2)
    bleeds = [trim.grown(grid.bleed) for trim in trims]
    assert not [
        (one, other) for one in bleeds for other in bleeds if one is not other and one.meets(other)
    ]
    assert min(t.x for t in trims) == pytest.approx(paper.width - max(t.right for t in trims))
    assert min(t.y for t in trims) == pytest.approx(paper.height - max(t.bottom for t in trims))
    (page,) = impose([(face(size=size, bleed=grid.bleed),)], grid, turn=Turn.LONG)
    printable = Area(5, 5, paper.width - 10, paper.height - 10)
    for line in lines(page):
        assert min(line.x1, line.y1, line.x2, line.y2) >= 5 - 1e-6
        assert max(line.x1, line.x2) <= printable.right + 1e-6
        assert max(line.y1, line.y2) <= printable.bottom + 1e-6
        assert not [bleed for bleed in bleeds if bleed.meets(line.bounds)]


def test_every_edge_that_is_cut_has_a_mark_at_both_ends() -> None:
    grid = arrange(*CARD, replace(OFFICE, gutter=4), bleed=2)
    (page,) = impose([(face(bleed=grid.bleed),)], grid, turn=Turn.LONG)
    trims = [grid.trim(place) for place in range(grid.places)]
    upright = sorted(line.x1 for line in lines(page) if line.x1 == line.x2)
    edges = {x for trim in trims for x in (trim.x, trim.right)}
    assert upright == pytest.approx(sorted(2 * list(edges)))


def test_the_line_in_the_margin_numbers_fronts_and_leaves_backs_alike() -> None:
    grid = arrange(*CARD, OFFICE, bleed=0)
    cards = [(face("front"), face("back"))] * 11
    pages = list(impose(cards, grid, turn=Turn.LONG, caption=str_of))
    assert [captions(page) for page in pages] == [["front 1"], ["back 0"], ["front 2"], ["back 0"]]
    assert [len(page.placed) for page in pages] == [10, 10, 1, 1]
    (caption,) = [item for item in pages[0].items if isinstance(item, Text)]
    assert caption.bounds.bottom <= 292
    assert not [line for line in lines(pages[0]) if line.bounds.meets(caption.bounds)]


def test_a_last_sheet_keeps_its_only_back_behind_its_only_front() -> None:
    grid = arrange(*CARD, OFFICE, bleed=0)
    front, back = impose([(face("front"), face("back"))], grid, turn=Turn.LONG)
    assert front.placed[0].trim == Area(15, 13.5, 90, 54)
    assert back.placed[0].trim == Area(105, 13.5, 90, 54)
    _, back = impose([(face("front"), face("back"))], grid, turn=Turn.SHORT)
    assert back.placed[0].trim == Area(15, 229.5, 90, 54)
    assert back.placed[0].degrees == 180


def test_a_card_as_large_as_the_sheet_is_laid_on_it_whole() -> None:
    grid = arrange(297, 210, OFFICE, bleed=3)
    assert (grid.places, grid.degrees, grid.bleed, grid.is_whole_sheet) == (1, 90, 0, True)
    (page,) = impose([(face(size=(297, 210)),)], grid, turn=Turn.LONG, caption=str_of)
    assert page.placed[0].trim == Area(0, 0, 210, 297)
    assert page.items == ()


def str_of(shown: Face, number: int) -> str:
    return f"{shown.name} {number}"


def test_folds_are_marked_beside_the_outermost_cards_of_a_sheet() -> None:
    folded = Face("front", 60, 100, 0, (), (Fold(40, False),))
    upright = arrange(60, 100, replace(OFFICE, gutter=6), bleed=0)
    assert (upright.columns, upright.rows, upright.degrees) == (3, 2, 0)
    (page,) = impose([(folded,)], upright, turn=Turn.LONG)
    level = [line for line in lines(page) if line.y1 == line.y2 and _is_dash(line)]
    places = {round(line.y1, 3) for line in level}
    assert places == {round(upright.trim(n).y + 40, 3) for n in (0, 3)}


def _is_dash(line: Line) -> bool:
    return abs(line.x2 - line.x1) + abs(line.y2 - line.y1) < MARKING.shortest


@pytest.mark.parametrize(
    ("degrees", "upright", "at"),
    [
        (0, True, ("x", 30)),
        (0, False, ("y", 20)),
        (90, True, ("y", 60)),
        (90, False, ("x", 20)),
        (180, True, ("x", 60)),
        (180, False, ("y", 34)),
        (270, True, ("y", 30)),
        (270, False, ("x", 34)),
    ],
)
def test_a_fold_turns_with_its_card(degrees: int, upright: bool, at: tuple[str, float]) -> None:
    folded = Face("front", 90, 54, 0, (), (Fold(30 if upright else 20, upright),))
    wide, high = (90, 54) if degrees % 180 == 0 else (54, 90)
    trim = Area(100, 200, wide, high)
    marks = folds(folded, [trim], MARKING, degrees=degrees, lengths=(5, 5))
    found = [mark for mark in marks if isinstance(mark, Line)]
    axis, place = at
    start = trim.x if axis == "x" else trim.y
    ends = {(line.x1, line.x2) if axis == "x" else (line.y1, line.y2) for line in found}
    assert ends == {(start + place, start + place)}


def test_a_card_that_fits_on_no_sheet_is_refused() -> None:
    with pytest.raises(SheetTooSmall) as refused:
        arrange(297, 420, OFFICE, bleed=0)
    assert (refused.value.sheet, refused.value.width, refused.value.height) == ("a4", 297, 420)


def _grid(layout: Layout) -> Grid:
    return arrange(*CARD, layout, bleed=0)


def test_marks_are_left_out_where_a_layout_has_none() -> None:
    grid = _grid(replace(OFFICE, marking=None))
    (page,) = impose([(face(),)], grid, turn=Turn.LONG)
    assert list(grid.mark_lengths) == [0, 0]
    assert page.items == ()
