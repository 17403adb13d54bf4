"""Designs are checked whole: every fault, with its line."""

from __future__ import annotations

import pytest

import assets
from cards.design import DesignFault, UnknownDesign, design_ids, house_words, load, parse
from tests.cards.goldens import OF_A_SERVICE, OF_CATALOGUE

CARD = assets.read_bytes("designs", "card-90x54-catalogue.toml").decode()


def _faults(text: str, name: str = "card-90x54-catalogue") -> list[str]:
    with pytest.raises(DesignFault) as refused:
        parse(text, name=name)
    assert refused.value.design == name
    return [str(fault) for fault in refused.value.faults]


def _line(start: str, text: str = CARD) -> int:
    lines = text.splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


def test_the_kept_designs_are_read_without_a_fault() -> None:
    assert set(design_ids()) == {
        *("a5-process", "leaflet-a4-fold3", *OF_CATALOGUE, *OF_A_SERVICE),
    }
    assert {load(design).id for design in design_ids()} == set(design_ids())


def test_an_unknown_design_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UnknownDesign) as refused:
        load("poster-a0")
    assert refused.value.design == "poster-a0"
    assert "a5-process" in refused.value.known


def test_the_houses_own_file_is_no_design() -> None:
    with pytest.raises(UnknownDesign):
        load("house")


def test_all_faults_of_a_file_are_told_at_once_in_the_order_of_lines() -> None:
    text = (
        CARD.replace("size = 22,", "size = -22,")
        .replace('colour = "tint"', 'colour = "mauve"')
        .replace('style = "motto"', 'style = "slogan"', 1)
        .replace("{batch}", "{batsh}")
        .replace("heading_h = 4", "heading_height = 4")
    )
    faults = _faults(text)
    lines = [int(fault.split(":")[0]) for fault in faults]
    assert lines == sorted(lines)
    wanted = [
        (_line("title = { bold"), "styles.title.size: Input should be greater than 0"),
        (_line('spans = [{ text = "企业'), "unknown style 'slogan'"),
        (_line('colour = "tint"'), "unknown colour 'mauve'"),
        (_line("heading_h"), "heading_height: "),
        (_line('  { text = "批次'), "unknown word 'batsh'"),
    ]
    for line, sentence in wanted:
        assert any(f.startswith(f"{line}: ") and sentence in f for f in faults), sentence
    assert any("heading_h: Field required" in fault for fault in faults)


def test_a_box_of_an_unknown_kind_is_refused() -> None:
    (fault,) = _faults(CARD.replace('kind = "emblem"', 'kind = "logo"', 1))
    first = _line("[[faces.boxes]]")
    second = first + 1 + CARD.splitlines()[first:].index("[[faces.boxes]]")
    assert fault.startswith(f"{second}: ")
    assert "'logo'" in fault


def test_broken_toml_is_told_with_its_line() -> None:
    (fault,) = _faults(CARD.replace("[styles]", "[styles", 1))
    assert fault.startswith(f"{_line('[styles]')}: ")


def test_toml_that_ends_too_soon_is_told_at_its_end() -> None:
    (fault,) = _faults('id = "a')
    assert fault.startswith("1: ")


def test_a_file_without_styles_names_them_as_unknown() -> None:
    faults = _faults(CARD.replace("[styles]", "[stiles]"))
    assert any("styles: Field required" in fault for fault in faults)
    assert any("unknown style 'title'" in fault for fault in faults)


def test_the_id_is_the_files_name() -> None:
    faults = _faults(CARD, name="card-id1-service")
    assert faults == [
        f"{_line('id =')}: id is 'card-90x54-catalogue'; the file is named 'card-id1-service'"
    ]


@pytest.mark.parametrize(
    ("written", "instead", "fault"),
    [
        ("smallest = 6 }", "smallest = 8 }", "office: smallest is above size"),
        ("w = 52", "w = 91", "front: field: reaches over the paper's edge"),
        ("x = 80.2", "x = 86", "back: emblem: reaches over the paper's edge"),
        ("w = 32", "w = 36", "front: code: reaches over the paper's edge"),
        ("y = 5.2", "y = 32", "front: symbol: reaches over the paper's edge"),
        ('name = "motto-2"', 'name = "motto"', "front: a second box is named 'motto'"),
        (
            "x = 5\nw = 50\n",
            "x = 5\nw = 50\nlines = 2\n",
            "back: foot: several spans stand on one line",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(written: str, instead: str, fault: str) -> None:
    assert any(fault in told for told in _faults(CARD.replace(written, instead, 1)))


LEAFLET = assets.read_bytes("designs", "leaflet-a4-fold3.toml").decode()
TENT = assets.read_bytes("designs", "tent.toml").decode()


@pytest.mark.parametrize(
    ("text", "written", "instead", "fault"),
    [
        (LEAFLET, 'face = "inside", x = 100', 'face = "inner", x = 100', "there is no face"),
        (LEAFLET, "x = 100 }", "x = 100, y = 5 }", "a fold has either x or y"),
        (LEAFLET, "x = 100 }", "x = 297 }", "the fold lies outside the paper"),
        (LEAFLET, 'shows = "all"', 'shows = "catalogue"', "only a design that shows all"),
        (TENT, 'of = "side"', 'of = "front"', "behind: there is no panel 'front'"),
        (TENT, "x = 0\ny = 15\n", "x = 0\ny = 230\n", "behind: reaches over the paper's edge"),
        (TENT, "w = 100\nh = 44", "w = 101\nh = 44", "side: field: reaches over the paper's edge"),
        (TENT, 'name = "title-2"', 'name = "title"', "side: a second box is named 'title'"),
    ],
)
def test_folds_panels_and_slots_are_checked_too(
    text: str, written: str, instead: str, fault: str
) -> None:
    assert written in text
    name = text.split('id = "', 1)[1].split('"', 1)[0]
    assert any(fault in told for told in _faults(text.replace(written, instead, 1), name))


def test_a_fault_as_a_whole_reads_like_a_compilers() -> None:
    with pytest.raises(DesignFault, match=r"^card-90x54-catalogue:3: id is 'x'"):
        parse(CARD.replace('id = "card-90x54-catalogue"', 'id = "x"'), name="card-90x54-catalogue")


def test_no_ink_is_heavier_than_paper_bears() -> None:
    design = load("a5-process")
    assert max(sum(colour.cmyk) for colour in design.colours.values()) <= 222
    assert design.colours["ink"].cmyk == (0, 0, 0, 100)


def test_white_type_is_large_enough_to_survive_the_press() -> None:
    for design in map(load, design_ids()):
        for name, style in design.plan.styles.items():
            if style.colour == "paper":
                smallest = style.smallest or style.size
                assert smallest >= (9 if style.bold else 12), (design.id, name)


def test_the_house_keeps_the_words_all_cards_share() -> None:
    assert house_words()["working_day"] == "个工作日"
