"""Pages become a PDF: subset fonts, symbols as one path each, nothing rastered, nothing kept.

The same pages give the same bytes: nothing in the file is of a clock or of chance. Groups of
marks become forms that the pages share. ReportLab's canvas was here before: it keeps every page
until the last, and formats each number anew.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from math import cos, radians, sin
from typing import BinaryIO, Final

from cards.marks import Face, Group, Inks
from cards.measure import Area, points
from cards.pdf.brush import Brush, Palette
from cards.pdf.file import ObjectFile, number, text_string
from cards.sheet import Page, Placed, Turn

PROGRAM = "Quancheng Mingbai Card"

_DATE: Final = "(D:20000101000000+00'00')"
_RECENT: Final = 4
_BRANCH: Final = 128  # pages under one node of the tree
_DUPLEX: Final = {Turn.LONG: "DuplexFlipLongEdge", Turn.SHORT: "DuplexFlipShortEdge"}


def write_pdf(
    pages: Iterable[Page],
    target: BinaryIO,
    *,
    title: str,
    inks: Inks = Inks.CMYK,
    turn: Turn | None = None,
) -> None:
    """Write the pages with MediaBox, BleedBox and TrimBox; there must be at least one.

    With `turn` the file asks to be printed on both sides, turned so.
    """
    document = _Document(target, inks)
    for page in pages:
        document.add(page)
    document.close(title, turn)


class _Document:
    """One file in the making."""

    def __init__(self, target: BinaryIO, inks: Inks) -> None:
        self._file = ObjectFile(target)
        self._palette = Palette(inks)
        self._resources = self._file.reserve()
        self._tree = _Tree(self._file)
        self._forms: dict[Group, tuple[str, int]] = {}
        self._boxes: dict[str, int] = {}
        self._recent: deque[tuple[bytes, int]] = deque(maxlen=_RECENT)

    def add(self, page: Page) -> None:
        whole = Face("page", page.width, page.height, 0, page.items)
        written = [self._drawn(whole), *(self._placed(placed, page) for placed in page.placed)]
        content = self._stream(" ".join(written).encode("ascii"))
        media, bleed, trim = (
            self._box(area, page)
            for area in (Area(0, 0, page.width, page.height), page.bleed, page.trim)
        )
        boxes = f"/MediaBox {media} 0 R/BleedBox {bleed} 0 R/TrimBox {trim} 0 R"
        self._tree.add(f"{boxes}/Resources {self._resources} 0 R/Contents {content} 0 R")

    def close(self, title: str, turn: Turn | None) -> None:
        file, pages = self._file, self._tree.close()
        file.add(self._shared(), number=self._resources)
        wishes = f"/Duplex/{_DUPLEX[turn]}" if turn else ""
        root = file.add(
            f"<</Type/Catalog/Pages {pages} 0 R/Lang(zh-CN)"
            f"/ViewerPreferences<</PrintScaling/None/DisplayDocTitle true{wishes}>>>>"
        )
        name = text_string(title)
        info = file.add(
            f"<</Title{name}/Subject{name}/Author({PROGRAM})/Creator({PROGRAM})"
            f"/Producer({PROGRAM})/CreationDate{_DATE}/ModDate{_DATE}/Trapped/False>>"
        )
        file.close(root=root, info=info)

    def _placed(self, placed: Placed, page: Page) -> str:
        return f"q {_matrix(placed, page)} cm {self._drawn(placed.face)} Q"

    def _drawn(self, face: Face) -> str:
        """The marks of a face, whose lower left trim corner is the origin."""
        brush = Brush(self._palette, face.height)
        for item in face.items:
            if isinstance(item, Group):
                brush.written.append(f"/{self._form(item, face)} Do")
            else:
                brush.draw(item)
        return " ".join(brush.written)

    def _form(self, group: Group, face: Face) -> str:
        """A group is stored once, in the coordinates of its face with its bleed."""
        if group not in self._forms:
            brush = Brush(self._palette, face.height)
            for mark in group.marks:
                brush.draw(mark)
            name, bleed = f"X{len(self._forms) + 1}", points(face.bleed)
            right, top = points(face.width) + bleed, points(face.height) + bleed
            box = " ".join(number(edge) for edge in (-bleed, -bleed, right, top))
            entries = f"/Type/XObject/Subtype/Form/BBox[{box}]/Resources {self._resources} 0 R"
            stream = " ".join(brush.written).encode("ascii")
            self._forms[group] = (name, self._file.add_stream(stream, entries))
        return self._forms[group][0]

    def _box(self, area: Area, page: Page) -> int:
        """The object of a box; pages that have the same share it."""
        edges = (area.x, page.height - area.bottom, area.right, page.height - area.y)
        box = " ".join(number(points(edge)) for edge in edges)
        if box not in self._boxes:
            self._boxes[box] = self._file.add(f"[{box}]")
        return self._boxes[box]

    def _stream(self, content: bytes) -> int:
        """A page's stream; pages that are alike and near each other share it, as many backs do."""
        for known, place in self._recent:
            if known == content:
                return place
        self._recent.append((content, self._file.add_stream(content)))
        return self._recent[-1][1]

    def _shared(self) -> str:
        fonts = "".join(
            f"/F{int(bold)} {font.embed(self._file)} 0 R"
            for bold, font in self._palette.fonts.items()
            if font.is_used
        )
        forms = "".join(f"/{name} {place} 0 R" for name, place in self._forms.values())
        faint = "".join(
            f"/{name}<</ca {number(value)}>>" for value, name in self._palette.opacities.items()
        )
        kinds = (("Font", fonts), ("XObject", forms), ("ExtGState", faint))
        return f"<<{''.join(f'/{kind}<<{held}>>' for kind, held in kinds if held)}>>"


class _Tree:
    """The tree of pages in two levels: readers are slow where a node has thousands of children."""

    def __init__(self, file: ObjectFile) -> None:
        self._file = file
        self._root = file.reserve()
        self._branches: list[int] = []
        self._leaves: list[int] = []
        self._branch = 0
        self._count = 0

    def add(self, entries: str) -> None:
        if not self._leaves:
            self._branch = self._file.reserve()
        self._leaves.append(self._file.add(f"<</Type/Page/Parent {self._branch} 0 R{entries}>>"))
        self._count += 1
        if len(self._leaves) == _BRANCH:
            self._end_branch()

    def close(self) -> int:
        if self._leaves:
            self._end_branch()
        self._file.add(
            f"<</Type/Pages/Count {self._count}/Kids[{_references(self._branches)}]>>",
            number=self._root,
        )
        return self._root

    def _end_branch(self) -> None:
        self._file.add(
            f"<</Type/Pages/Parent {self._root} 0 R/Count {len(self._leaves)}"
            f"/Kids[{_references(self._leaves)}]>>",
            number=self._branch,
        )
        self._branches.append(self._branch)
        self._leaves = []


def _references(numbers: Iterable[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)


def _matrix(placed: Placed, page: Page) -> str:
    """From a face's lower left trim corner to the page's."""
    trim, angle = placed.trim, radians(placed.degrees)
    # Turned by 90 the corner comes to lie at the lower right, by 180 at the upper right, ...
    x = trim.right if placed.degrees in (90, 180) else trim.x
    y = trim.y if placed.degrees in (180, 270) else trim.bottom
    across, up = round(cos(angle)), round(sin(angle))
    return f"{across} {up} {-up} {across} {number(points(x))} {number(points(page.height - y))}"
