"""Output profiles are checked whole, and each keeps what its name promises to a printer."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

import assets
from cards.design import compose, load
from cards.marks import Face, Inks
from cards.pdf import write_pdf
from cards.profile import (
    NoSheets,
    Profile,
    ProfileFault,
    UnknownProfile,
    load_profile,
    parse_profile,
    profiles,
)
from cards.sheet import SheetTooSmall, Turn, impose, single
from tests.cards.contents import CATALOGUE, COPY
from tests.cards.test_pdf import Operation, operations

OFFICE = assets.read_bytes("profiles", "office.toml").decode()


def faults(text: str) -> list[str]:
    with pytest.raises(ProfileFault) as refused:
        parse_profile(text, name="office")
    assert refused.value.profile == "office"
    return [str(fault) for fault in refused.value.faults]


def line(start: str) -> int:
    lines = OFFICE.splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


def test_the_kept_profiles_are_read_in_the_order_of_lists() -> None:
    names = [profile.id for profile in profiles()]
    assert names == ["plain", "press", "gang", "office", "screen"]
    for profile in profiles():
        assert min(map(len, (profile.title, profile.means, profile.en, profile.means_en))) > 3


def test_all_faults_are_told_at_once_with_their_lines() -> None:
    text = OFFICE.replace('"grey"', '"gold"').replace("gutter = 0", "guter = 0")
    told = faults(text)
    assert told[0].startswith(f"{line('inks')}: inks: ")
    assert any(one.startswith(f"{line('gutter')}: sheet.guter: ") for one in told)
    assert any("sheet.gutter: Field required" in one for one in told)


def test_a_name_that_is_not_the_files_and_broken_toml_are_faults() -> None:
    assert faults(OFFICE.replace('"office"', '"bureau"', 1)) == [
        f"{line('id')}: id is 'bureau'; the file is named 'office'"
    ]
    assert faults("id = ")[0].startswith("1: ")


def test_an_unknown_profile_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UnknownProfile) as refused:
        load_profile("newspaper")
    assert "office" in refused.value.known


def test_sheets_are_for_those_who_cut_themselves() -> None:
    for name in ("plain", "gang", "screen"):
        with pytest.raises(NoSheets):
            load_profile(name).grid((90, 54), "a4")
    with pytest.raises(SheetTooSmall):
        load_profile("office").grid((297, 420), "a4")
    assert load_profile("office").usual_sheet == "a4"
    assert load_profile("press").usual_sheet is load_profile("screen").usual_sheet is None
    grid = load_profile("press").grid((90, 54), "a3")
    assert (grid.bleed, grid.layout.gutter, grid.places) == (3, 6, 16)
    assert load_profile("press").grid((90, 54), "a3", gutter=0).bleed == 0


def card(profile: Profile, *, bleed: float | None = None) -> tuple[Face, ...]:
    bleed = profile.bleed if bleed is None else bleed
    artworks = compose(load("card-90x54-catalogue"), CATALOGUE, version=4, bleed=bleed)
    return tuple(artwork.face(COPY) for artwork in artworks)


def pdf(profile: Profile) -> pikepdf.Pdf:
    target = BytesIO()
    if profile.usual_sheet:
        grid = profile.grid((90, 54), profile.usual_sheet)
        pages = impose([card(profile, bleed=grid.bleed)] * 10, grid, turn=Turn.LONG)
    else:
        pages = single(card(profile), marking=profile.marking)
    write_pdf(pages, target, title=profile.id, inks=profile.inks)
    return pikepdf.open(target)


def inks(opened: pikepdf.Pdf) -> set[Operation]:
    names = {"k", "K", "g", "G", "rg", "RG", "cs", "CS", "sc", "SC", "scn", "SCN"}
    found = (one for page in opened.pages for one in operations(page))
    return {(operator, tuple(numbers)) for operator, numbers in found if operator in names}


@pytest.mark.parametrize("name", ["plain", "press", "gang"])
def test_for_a_print_shop_every_colour_is_in_the_four_inks(name: str) -> None:
    with pdf(load_profile(name)) as opened:
        found = inks(opened)
        assert {operator for operator, _ in found} == {"k", "K"}
        assert max(sum(amounts) for _, amounts in found) <= 2.5


def test_for_an_office_there_is_no_ink_but_black() -> None:
    with pdf(load_profile("office")) as opened:
        found = inks(opened)
        assert {operator for operator, _ in found} == {"g", "G"}
        blue = 0.25  # three quarters of black, as PRINT.md has it
        assert {amounts[0] for _, amounts in found} == {0, 1, blue, 0.9, 0.6}


def test_for_a_screen_colours_are_those_of_screens() -> None:
    with pdf(load_profile("screen")) as opened:
        assert {operator for operator, _ in inks(opened)} == {"rg", "RG"}


@pytest.mark.parametrize(
    ("name", "page", "bleed", "trim"),
    [
        ("plain", (96, 60), (0, 0, 96, 60), (3, 3, 93, 57)),
        ("press", (110, 74), (7, 7, 103, 67), (10, 10, 100, 64)),
        ("gang", (92, 56), (0, 0, 92, 56), (1, 1, 91, 55)),
        ("screen", (90, 54), (0, 0, 90, 54), (0, 0, 90, 54)),
        ("office", (210, 297), (0, 0, 210, 297), (0, 0, 210, 297)),
    ],
)
def test_every_page_says_where_it_is_cut(
    name: str,
    page: tuple[float, float],
    bleed: tuple[float, ...],
    trim: tuple[float, ...],
) -> None:
    with pdf(load_profile(name)) as opened:
        assert len(opened.pages) == 2
        assert opened.check_pdf_syntax() == []
        for one in opened.pages:
            assert edges(one.mediabox) == pytest.approx((0, 0, *page), abs=0.01)
            assert edges(one.bleedbox) == pytest.approx(bleed, abs=0.01)
            assert edges(one.trimbox) == pytest.approx(trim, abs=0.01)


def edges(box: pikepdf.Object) -> tuple[float, ...]:
    return tuple(float(edge) / 72 * 25.4 for edge in box.as_list())


def test_an_unknown_ink_is_no_ink() -> None:
    assert {profile.inks for profile in profiles()} == set(Inks)
