"""Cut the two print fonts from the variable Noto Sans SC: static, subset, without hinting.

Run by ``make fonts``. The same package and the same assets give the same bytes, so the committed
fonts can be proved (tests/cards/test_font_files.py).
"""

from __future__ import annotations

import sys
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ASSETS: Final = Path(__file__).parents[2] / "assets"
FONTS: Final = ASSETS / "fonts"
WEIGHTS: Final = {"NotoSansSC-Regular.ttf": 400, "NotoSansSC-Bold.ttf": 700}
TEXTS: Final = ("*.toml", "*.html", "*.txt", "*.webmanifest")

_PACKAGE = "justmytype_intl_cjk"
_SOURCE = ("fonts", "ofl", "notosanssc")
# Latin with its accents, punctuation, currency, letterlike signs, number forms, arrows,
# mathematical signs, enclosed numbers, box and geometric shapes, ticks, CJK and full-width signs.
_BLOCKS = (
    (0x0020, 0x007E),
    (0x00A0, 0x017F),
    (0x2010, 0x205E),
    (0x20A0, 0x20BF),
    (0x2100, 0x218F),
    (0x2190, 0x22FF),
    (0x2460, 0x24FF),
    (0x2500, 0x25FF),
    (0x2600, 0x27BF),
    (0x3000, 0x303F),
    (0x3200, 0x33FF),
    (0xFF00, 0xFFEF),
)


# Nothing here sets text vertically, shapes it or varies it.
_UNUSED_TABLES = ("BASE", "GPOS", "GSUB", "STAT", "gasp", "vhea", "vmtx")


def wanted_characters(assets: Path = ASSETS) -> set[int]:
    """Code points the fonts should hold: GB 2312, the signs above, and whatever assets write."""
    points = {ord(character) for character in gb2312() | written_characters(assets)}
    for first, last in _BLOCKS:
        points.update(range(first, last + 1))
    return points


def gb2312() -> set[str]:
    """The 7,445 characters of GB 2312."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return set("".join(pair.decode("gb2312", "ignore") for pair in pairs))


def written_characters(assets: Path = ASSETS) -> set[str]:
    """Every printing character in the texts under `assets`."""
    paths = sorted(path for pattern in TEXTS for path in assets.rglob(pattern))
    letters = {letter for path in paths for letter in path.read_text(encoding="utf-8")}
    return {letter for letter in letters if not letter.isspace()}


def build(name: str) -> bytes:
    """The bytes of one static font file; `name` is a key of `WEIGHTS`."""
    font = TTFont(BytesIO(source("NotoSansSC[wght].ttf")), recalcTimestamp=False)
    # Without new names both weights keep one PostScript name, and ReportLab then sets the second
    # font with the glyphs of the first.
    font = instantiateVariableFont(font, {"wght": WEIGHTS[name]}, updateFontNames=True)
    subsetter = Subsetter(_options())
    subsetter.populate(unicodes=wanted_characters())
    subsetter.subset(font)
    target = BytesIO()
    font.save(target)
    return target.getvalue()


def source(name: str) -> bytes:
    """One file of the pinned font package."""
    return files(_PACKAGE).joinpath(*_SOURCE, name).read_bytes()


def _options() -> Options:
    return Options(
        hinting=False,
        layout_features=[],
        notdef_outline=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17],
        name_languages=[0x409],
        drop_tables=[*Options().drop_tables, *_UNUSED_TABLES],
        recalc_timestamp=False,
    )


def main() -> None:
    """Write both fonts and the licence."""
    for name in WEIGHTS:
        FONTS.joinpath(name).write_bytes(build(name))
        sys.stderr.write(f"{name}: {FONTS.joinpath(name).stat().st_size:,} bytes\n")
    FONTS.joinpath("OFL.txt").write_bytes(source("OFL.txt"))


if __name__ == "__main__":
    main()
