"""The job ticket: what a print shop has to know that no file says by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cards.marks import Face, Fold, Inks
from cards.measure import Mm
from kiosk.batches.order import Card, Copy, Imprint, Order
from kiosk.batches.specimen import reasons
from kiosk.printing.file_names import place_name
from kiosk.printing.files import Made
from kiosk.printing.imposition import Makeup
from kiosk.printing.press_words import say, turn_words, words

_INKS = "CMYK"


def ticket_name() -> str:
    """The name of its file."""
    return str(words()["file"])


def write_ticket(
    order: Order, imprint: Imprint, makeup: Makeup, *, first: Card, made: Sequence[Made]
) -> bytes:
    """The ticket as text that every program opens, for the files that were made of an order.

    `first` is its first card. The same files give the same bytes.
    """
    ticket = _Ticket(order, imprint, makeup, first.faces)
    is_apart = any(one.piece.side is not None for one in made)
    lines = [*ticket.head(is_apart=is_apart), "", words()["files"], *ticket.files(made)]
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")


def _line(key: str, text: str) -> str:
    return f"{words()['labels'][key]}　{text}"


class _Ticket:
    """One ticket in the making."""

    def __init__(
        self, order: Order, imprint: Imprint, makeup: Makeup, faces: tuple[Face, ...]
    ) -> None:
        self.order = order
        self.imprint = imprint
        self.makeup = makeup
        self.faces = faces
        self.titles = [makeup.titles[face.name] for face in faces]

    def head(self, *, is_apart: bool) -> Iterator[str]:
        makeup, face, profile = self.makeup, self.faces[0], self.makeup.profile
        yield words()["title"]
        yield ""
        yield _line("batch", say("batch", batch=self.imprint.batch))
        yield _line("design", say("design", title=makeup.design_title, id=self.order.design))
        yield _line("profile", say("profile", title=profile.title, id=profile.id))
        if why := reasons(self.order, self.imprint):
            yield _line("specimen", say("specimen"))
            yield from (f"　　　　　· {reason}" for reason in why)
        size = say("size", width=_mm(face.width), height=_mm(face.height))
        yield _line("size", size)
        yield _line("page", self._page())
        yield _line("order", say("order_apart") if is_apart else self._order())
        yield _line("sides", self._sides())
        yield _line("folds", self._folds())
        yield _line("colours", self._colours())
        if profile.inks is Inks.CMYK:
            yield _line("paper", say("paper"))
        if makeup.grid:
            yield _line(
                "printer",
                say("printer", turn=turn_words(makeup.turn if len(self.faces) > 1 else None)),
            )
        numbered = say("symbol_numbered") if self.order.numbered else ""
        yield _line("symbol", numbered + say("symbol"))
        yield _line("fonts", say("fonts"))
        yield _line("count", self._count())

    def files(self, made: Iterable[Made]) -> Iterator[str]:
        for number, one in enumerate(made, start=1):
            yield ""
            yield f"{number}　{one.piece.name}"
            yield f"　　{self._how_often(one)}"
            yield f"　　{say('digest', digest=one.digest)}"
            yield from (f"　　{line}" for line in self._inside(one))

    def _page(self) -> str:
        makeup, face = self.makeup, self.faces[0]
        bleed = say("bleed", bleed=_mm(makeup.bleed)) if makeup.bleed else say("no_bleed")
        marks = say(self._marks())
        grid = makeup.grid
        if grid is None:
            (page,) = makeup.pages([(face,)])
            size = {"width": _mm(page.width), "height": _mm(page.height)}
            return say("page_single", **size, bleed=bleed, marks=marks)
        sheet = grid.layout.sheet
        if grid.is_whole_sheet:
            return say("page_whole", sheet=sheet.name.upper())
        return say(
            "page_sheet",
            sheet=sheet.name.upper(),
            width=_mm(sheet.width),
            height=_mm(sheet.height),
            places=grid.places,
            columns=grid.columns,
            rows=grid.rows,
            gutter=_mm(grid.layout.gutter),
            bleed=bleed,
            marks=marks,
        )

    def _marks(self) -> str:
        """The key of the words on marks."""
        if not self.makeup.profile.marking:
            return "no_marks"
        return "marks_folds" if any(face.folds for face in self.faces) else "marks"

    def _order(self) -> str:
        if len(self.faces) == 1:
            return say("order_one_sheet" if self.makeup.grid else "order_one")
        if self.makeup.grid:
            return say("order_sheet", front=self.titles[0], back=self.titles[1])
        return say("order_single", sides=_list(self.titles))

    def _sides(self) -> str:
        if len(self.faces) == 1:
            return say("one_side")
        return say("two_sides", sides=_list(self.titles))

    def _folds(self) -> str:
        told = [
            say(
                "folds",
                side=title,
                count=len(face.folds),
                places=_list([_fold(fold) for fold in face.folds]),
            )
            for title, face in zip(self.titles, self.faces, strict=True)
            if face.folds
        ]
        if not told:
            return say("no_folds")
        return _joined([*told, *filter(None, [self.makeup.folding])])

    def _colours(self) -> str:
        inks = self.makeup.profile.inks
        if inks is not Inks.CMYK:
            return say(f"colours_{inks}")
        told = []
        for title, face in zip(self.titles, self.faces, strict=True):
            used = _used(face)
            told.append(say("colours_cmyk", side=title, n=len(used), inks=used))
        return _joined([*told, say("black")])

    def _count(self) -> str:
        order = self.order
        count = len(order.copies)
        if order.numbered:
            last = order.first + count - 1
            return say("count_numbered", cards=count, first=order.first, last=last)
        return say("count", kinds=count, cards=sum(copy.count for copy in order.copies))

    def _how_often(self, made: Made) -> str:
        pages, grid = say("pages", pages=made.pages), self.makeup.grid
        copies = made.piece.copies
        if grid is None:
            if self.order.numbered or len(copies) > 1:
                return pages
            return _joined([pages, say("each", n=copies[0].count)])
        sheets = -(-made.pages // len(self.faces))
        pages = f"{pages}（{say('sheets', sheets=sheets)}）"
        if self.order.numbered or made.piece.is_whole:
            return _joined([pages, say("once")])
        count = copies[0].count
        return _joined([pages, say("sheets_each", n=-(-count // grid.places), cards=count)])

    def _inside(self, made: Made) -> Iterator[str]:
        """Of a file with many cards, which pages show what, and how often each is printed."""
        copies = made.piece.copies
        if self.order.numbered:
            yield say("range", first=made.piece.first, last=made.piece.last)
            return
        if not made.piece.is_whole or self.makeup.grid:
            return
        page = 1
        for copy in copies:
            last = page + len(self.faces) - 1
            key = "page_of" if last == page else "pages_of"
            yield say(key, first=page, last=last, what=_what(copy), n=copy.count)
            page = last + 1


def _what(copy: Copy) -> str:
    service = f"{copy.service.id} {copy.service.name.zh}　" if copy.service else ""
    return f"{service}{place_name(copy)}"


def _fold(fold: Fold) -> str:
    return say("fold_upright" if fold.is_upright else "fold_level", at=_mm(fold.at))


def _used(face: Face) -> str:
    """The process inks that a face is printed with, as letters."""
    used = {n for mark in face.marks() for n, part in enumerate(mark.colour.cmyk) if part}
    return "".join(_INKS[n] for n in sorted(used))


def _joined(sentences: Sequence[str]) -> str:
    return str(words()["between"]).join(sentences)


def _list(parts: Sequence[str]) -> str:
    return str(words()["list"]).join(parts)


def _mm(length: Mm) -> str:
    return f"{round(length, 2):g}"
