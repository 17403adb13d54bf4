"""What every design keeps: distances, whole dots, folds, symbols in one ink, no text on another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest

import assets
from cards.design import compose, design_ids, load
from cards.marks import Face, Rect, Text
from cards.measure import Area, millimetres
from cards.raster import picture
from tests.cards.contents import CATALOGUE, COPY, COPY_OF_ALL, PENALTY, specimen
from tests.cards.design.drawing import drawn, texts, words
from tests.cards.goldens import OF_A_SERVICE
from tests.cards.readers import read_zxing

DESIGNS = design_ids()
LEAFLET = "leaflet-a4-fold3"


@cache
def _faces(design: str, *, version: int = 4, bleed: float = 3) -> tuple[Face, ...]:
    """All sides, as a specimen; kept, because many tests look at them."""
    of_a_service = design in (*OF_A_SERVICE, "a5-process")
    content = specimen(PENALTY if of_a_service else CATALOGUE)
    copy = COPY_OF_ALL if design == LEAFLET else COPY
    made = compose(load(design), content, version=version, bleed=bleed)
    return tuple(artwork.face(copy) for artwork in made)


def _ink(text: Text) -> Area:
    """What hanzi of a line cover, without what only its bounds reserve."""
    em = millimetres(text.size)
    if text.degrees:
        return Area(text.x - text.width, text.baseline - 0.08 * em, text.width, 0.86 * em)
    return Area(text.x, text.baseline - 0.78 * em, text.width, 0.86 * em)


@pytest.mark.parametrize("design", DESIGNS)
def test_no_style_is_kept_that_nothing_is_set_in(design: str) -> None:
    text = assets.read_bytes("designs", f"{design}.toml").decode()
    assert [style for style in load(design).plan.styles if f'= "{style}"' not in text] == []


@pytest.mark.parametrize("design", DESIGNS)
def test_a_specimen_is_light_on_blue_and_dark_on_paper(design: str) -> None:
    for face in _faces(design):
        planes = [mark for mark in face.marks() if isinstance(mark, Rect)]
        blue = [plane.area for plane in planes if plane.colour.name == "blue"]
        for mark in texts(face):
            if "样张" in mark.text:
                is_on_blue = any(area.holds(mark.bounds) for area in blue)
                assert mark.colour.name == ("paper" if is_on_blue else "ink")


@pytest.mark.parametrize("design", DESIGNS)
def test_every_symbol_opens_its_address_on_the_finished_picture(design: str) -> None:
    wanted = {one.address for one in COPY_OF_ALL.by_slot.values()}
    read = set()
    for face in _faces(design):
        dots = 72 if face.width > 290 and design != LEAFLET else 200
        read |= set(read_zxing(picture(face, dpi=dots)))
    assert read == (wanted if design == LEAFLET else {COPY.address})


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("version", [4, 5, 6])
def test_symbols_are_of_whole_dots_in_black_ink_alone_and_apart(design: str, version: int) -> None:
    for face in _faces(design, version=version):
        for symbol in face.symbols():
            dots = symbol.module * 300 / 25.4
            assert dots == pytest.approx(round(dots))
            assert symbol.module >= 6 * 25.4 / 300 - 1e-9
            assert symbol.colour.cmyk == (0, 0, 0, 100)
        for one, other in combinations(face.symbols(), 2):
            assert one.bounds.distance(other.bounds) >= 25


@pytest.mark.parametrize("design", DESIGNS)
def test_only_colour_that_runs_over_the_cut_comes_near_it(design: str) -> None:
    safe = load(design).plan.paper.safe
    assert safe >= 3
    for face in _faces(design):
        inner = Area(0, 0, face.width, face.height).grown(-safe)
        for mark in face.marks():
            if isinstance(mark, Rect) and not Area(0, 0, face.width, face.height).holds(mark.area):
                continue
            assert inner.holds(mark.bounds), (design, mark)
            for fold in face.folds:
                span = (mark.bounds.x, mark.bounds.right)
                if not fold.is_upright:
                    span = (mark.bounds.y, mark.bounds.bottom)
                beside = span[1] <= fold.at - safe + 1e-6 or span[0] >= fold.at + safe - 1e-6
                assert beside or isinstance(mark, Rect), (design, fold, mark)


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("bleed", [0, 1, 3])
def test_colour_runs_over_the_cut_as_far_as_is_asked(design: str, bleed: float) -> None:
    for face in _faces(design, bleed=bleed):
        edges = [
            edge
            for mark in face.marks()
            if isinstance(mark, Rect)
            for edge in (
                *(mark.area.x, mark.area.y),
                *(face.width - mark.area.right, face.height - mark.area.bottom),
            )
        ]
        assert face.bleed == bleed
        assert min(edges, default=-bleed) >= -bleed
        assert not bleed or not [edge for edge in edges if -bleed < edge <= 0]


@pytest.mark.parametrize("design", DESIGNS)
def test_the_code_and_the_address_in_words_date_batch_and_draft_are_on_every_card(
    design: str,
) -> None:
    said = "".join(words(face) for face in _faces(design))
    copy = COPY_OF_ALL.by_slot[1] if design == LEAFLET else COPY
    for told in (copy.code, "mbk.jinan.gov.cn", "2026-11-23", "S-01", "样稿·非正式发布", "样张"):
        assert told in said, told


@pytest.mark.parametrize("design", DESIGNS)
def test_a_specimen_is_marked_thinly(design: str) -> None:
    marks = [text for face in _faces(design) for text in texts(face) if "样张" in text.text]
    assert len(marks) >= len(load(design).plan.faces)
    assert all(mark.opacity <= 0.25 for mark in marks)


def _crossing(face: Face) -> Iterator[tuple[str, str]]:
    lines = [text for text in texts(face) if text.opacity == 1]
    for one, other in combinations(lines, 2):
        if abs(one.baseline - other.baseline) > 0.05 and _ink(one).meets(_ink(other)):
            yield one.text, other.text


@pytest.mark.parametrize("design", DESIGNS)
def test_no_text_stands_on_another(design: str) -> None:
    for face in _faces(design):
        assert not list(_crossing(face))


def test_a_text_on_another_would_be_found() -> None:
    (face,) = _faces("sticker-60")
    moved = Text(20, 50.2, "样", bold=False, size=8, width=3, colour=texts(face)[0].colour)
    spoilt = Face(face.name, face.width, face.height, face.bleed, (*face.items, moved))
    assert list(_crossing(spoilt))


def test_a_leaflet_has_its_codes_beside_their_services() -> None:
    faces = _faces(LEAFLET)
    assert [len(face.symbols()) for face in faces] == [10, 3]
    for face in faces:
        codes = [text for text in texts(face) if text.text.startswith("7K3M-")]
        numbers = [text for text in texts(face) if text.text.isdigit() and text.size == 11]
        for code in codes:
            near = [n for n in numbers if 0 < code.baseline - n.baseline < 25 and n.x < code.x]
            number = max(near, key=lambda text: text.x)
            assert code.text.endswith(number.text)


def test_a_service_that_left_the_card_leaves_its_row_of_the_leaflet_empty() -> None:
    left = {slot: item for slot, item in CATALOGUE.items.items() if slot != 7}
    copy = replace(COPY_OF_ALL, by_slot={s: c for s, c in COPY_OF_ALL.by_slot.items() if s != 7})
    inside = compose(load(LEAFLET), replace(CATALOGUE, items=left), version=4)[0].face(copy)
    assert len(inside.symbols()) == 9
    assert "7K3M-Q2XA-9P07" not in words(inside)


def test_a_tent_says_the_same_on_both_faces_one_of_them_upside_down() -> None:
    (face,) = _faces("tent")
    front, behind = face.symbols()[1], face.symbols()[0]
    assert behind.matrix.rows == tuple(row[::-1] for row in reversed(front.matrix.rows))
    # Turned about the ridge, the one lies on the other.
    assert behind.bounds.bottom == pytest.approx(2 * 165 - front.bounds.y)
    assert behind.bounds.right == pytest.approx(100 - front.bounds.x)
    upright = [t.text for t in texts(face) if t.degrees == 0 and 165 < t.baseline < 315]
    turned = [t.text for t in texts(face) if t.degrees == 180]
    assert sorted(upright) == sorted(turned)
    assert [fold.at for fold in face.folds] == [15, 165, 315]
    assert not [fold for fold in face.folds if fold.is_upright]


def test_folds_of_a_leaflet_meet_on_both_sides() -> None:
    inside, outside = _faces(LEAFLET)
    assert [fold.at for fold in inside.folds] == [100, 200]
    assert sorted(297 - fold.at for fold in outside.folds) == [100, 200]


@pytest.mark.parametrize("name", [name for name in DESIGNS if name.endswith("-zh-en")])
def test_a_bilingual_edition_says_the_chinese_too_and_never_smaller(name: str) -> None:
    chinese = drawn_all(name.removesuffix("-zh-en"))
    both = drawn_all(name)
    latin = [t for t in both if t.text[0].isascii() and t.text.islower()]
    assert len("".join(t.text for t in both)) > len("".join(t.text for t in chinese)) / 2
    hanzi = [t for t in both if not t.text[0].isascii()]
    assert max(t.size for t in hanzi) > max((t.size for t in latin), default=0)


def drawn_all(design: str) -> list[Text]:
    """Every run of type of a design."""
    content = PENALTY if design in OF_A_SERVICE else CATALOGUE
    sides = range(len(load(design).plan.faces))
    return [text for number in sides for text in texts(drawn(content, design, number))]
