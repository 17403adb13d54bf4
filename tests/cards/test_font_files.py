"""The committed fonts are what `make fonts` makes, and hold every character that assets write."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

import assets
from cards.font import missing_glyphs
from tests.tools.make_fonts import WEIGHTS, build, gb2312, source, written_characters

RECORDED = {
    "NotoSansSC-Regular.ttf": "4e264ea0a4824e0095d40aa838d5885572dc2c67f33a3b537c04a20838293497",
    "NotoSansSC-Bold.ttf": "cbddd55054dfee188924dc4a63e354beb8dfc7d938eb617f13a3df456e30f7e4",
    "OFL.txt": "1c05c68c34f9708415aada51f17e1b0092d2cea709bf4a94cd38114f9e73d7d9",
}


@pytest.mark.parametrize("name", RECORDED)
def test_a_font_file_is_the_recorded_one(name: str) -> None:
    assert sha256(assets.read_bytes("fonts", name)).hexdigest() == RECORDED[name]


def test_nothing_else_lies_among_the_fonts() -> None:
    assert {path.name for path in assets.path("fonts").iterdir()} == set(RECORDED)


def test_each_weight_has_a_name_and_a_weight_of_its_own() -> None:
    fonts = {name: TTFont(BytesIO(assets.read_bytes("fonts", name))) for name in WEIGHTS}
    names = {font["name"].getDebugName(6) for font in fonts.values()}
    assert names == {"NotoSansSC-Regular", "NotoSansSC-Bold"}
    assert {font["OS/2"].usWeightClass for font in fonts.values()} == set(WEIGHTS.values())


def test_the_fonts_are_static_and_unhinted() -> None:
    for name in WEIGHTS:
        tables = set(TTFont(BytesIO(assets.read_bytes("fonts", name))).keys())
        assert not tables & {"fvar", "gvar", "fpgm", "prep", "cvt ", "GSUB", "GPOS"}


def test_every_character_of_gb_2312_is_there() -> None:
    assert len(gb2312()) == 7445
    assert missing_glyphs("".join(gb2312())) == set()


def test_every_character_that_assets_write_is_there() -> None:
    assert missing_glyphs("".join(written_characters())) == set()


@pytest.mark.slow
@pytest.mark.parametrize("name", WEIGHTS)
def test_building_a_font_again_gives_the_same_bytes(name: str) -> None:
    assert build(name) == assets.read_bytes("fonts", name)


@pytest.mark.slow
def test_the_licence_is_that_of_the_package() -> None:
    assert source("OFL.txt") == assets.read_bytes("fonts", "OFL.txt")
