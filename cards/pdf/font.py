"""A font in a PDF: glyphs are numbered as they are used, and only those are embedded.

The text operators take glyph numbers (Identity-H), so pages can be written before it is known
which characters the last one needs. ReportLab cuts the font file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import islice
from typing import Final

from reportlab.pdfbase.ttfonts import TTFontFile

from cards.font import advance, font_bytes, font_name
from cards.pdf.file import ObjectFile

_LISTED: Final = 100  # of a character map, at most so many in one list (Adobe technical note 5014)
_SYMBOLIC: Final = 4


class EmbeddedFont:
    """One weight in one file."""

    def __init__(self, *, bold: bool) -> None:
        self.bold = bold
        self._numbers: dict[str, int] = {}
        self._glyphs = {0: 0}  # what the font lacks

    @property
    def is_used(self) -> bool:
        """Whether any text is set in it."""
        return bool(self._numbers)

    def encoded(self, text: str) -> str:
        """The text as glyph numbers in hexadecimal digits."""
        return "".join(f"{self._number(letter):04X}" for letter in text)

    def embed(self, file: ObjectFile) -> int:
        """Write the font with the glyphs that were used; the number of its object."""
        face, letters = _file(self.bold), tuple(self._numbers)
        name = f"{_tag(letters)}+{font_name(bold=self.bold)}"
        program = face.makeSubset([ord(letter) for letter in letters])
        data = file.add_stream(program, f"/Length1 {len(program)}")
        box = " ".join(f"{round(edge)}" for edge in face.bbox)
        descriptor = file.add(
            f"<</Type/FontDescriptor/FontName/{name}/Flags {_SYMBOLIC}/FontBBox[{box}]"
            f"/ItalicAngle 0/Ascent {round(face.ascent)}/Descent {round(face.descent)}"
            f"/CapHeight {round(face.capHeight)}/StemV {round(face.stemV)}/FontFile2 {data} 0 R>>"
        )
        inner = file.add(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDToGIDMap/Identity"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {descriptor} 0 R/DW 1000/W[1[{self._widths()}]]>>"
        )
        characters = file.add_stream(_character_map(self._numbers).encode("ascii"))
        return file.add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
            f"/DescendantFonts[{inner} 0 R]/ToUnicode {characters} 0 R>>"
        )

    def _number(self, letter: str) -> int:
        """As the cut font will number the glyph: in the order of first use, from 1."""
        number = self._numbers.get(letter)
        if number is None:
            glyph = _file(self.bold).charToGlyph.get(ord(letter), 0)
            number = self._glyphs.setdefault(glyph, len(self._glyphs))
            self._numbers[letter] = number
        return number

    def _widths(self) -> str:
        by_number = {number: letter for letter, number in self._numbers.items()}
        wide = (advance(by_number[n], bold=self.bold) for n in range(1, len(self._glyphs)))
        return " ".join(f"{round(1000 * ems, 2):g}" for ems in wide)


@cache
def _file(bold: bool) -> TTFontFile:
    return TTFontFile(BytesIO(font_bytes(bold=bold)))


def _tag(letters: tuple[str, ...]) -> str:
    """Six letters that tell this subset from others (9.6.4)."""
    digest = hashlib.sha256("".join(letters).encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _character_map(numbers: dict[str, int]) -> str:
    """Which character each glyph is, for searching and copying (9.10.3)."""
    lists = "".join(_lists(numbers))
    return (
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
        "1 begincodespacerange<0000><FFFF>endcodespacerange\n"
        f"{lists}endcmap CMapName currentdict/CMap defineresource pop end end\n"
    )


def _lists(numbers: dict[str, int]) -> Iterator[str]:
    pairs = iter({number: letter for letter, number in numbers.items()}.items())
    while some := list(islice(pairs, _LISTED)):
        lines = "".join(
            f"<{number:04X}><{letter.encode('utf-16-be').hex().upper()}>\n"
            for number, letter in some
        )
        yield f"{len(some)} beginbfchar\n{lines}endbfchar\n"
