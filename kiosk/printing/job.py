"""Draw an order: faces one after another, into whatever file was asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import islice, repeat
from typing import BinaryIO

from cards import design, qr
from cards.marks import Face
from cards.measure import Mm
from cards.raster import page_picture, write_png
from cards.svg import write_svg
from kiosk.batches.content import content_of
from kiosk.batches.order import USUALLY, Card, Copy, Format, Imprint, Making, Order
from kiosk.batches.refusals import refusals
from kiosk.batches.specimen import kind_of
from kiosk.domain.code import grouped
from kiosk.domain.problem import Problem
from kiosk.printing.archive import Archive
from kiosk.printing.file_names import Names
from kiosk.printing.files import Made, Piece, pieces
from kiosk.printing.imposition import Makeup
from kiosk.printing.ticket import ticket_name, write_ticket

Progress = Callable[[int, int], None]


def cards(order: Order, imprint: Imprint) -> Iterator[Card]:
    """Every card of an order, drawn. Raises Problem."""
    with refusals(order.design):
        plan = design.load(order.design)
    studio = _Studio(plan, imprint, version=_version(order, plan), bleed=design.USUAL_BLEED)
    for copy in order.copies:
        yield studio.card(copy)


def faces(order: Order, imprint: Imprint) -> Iterator[Face]:
    """Every side of every card of an order, in the order of printing. Raises Problem."""
    for card in cards(order, imprint):
        yield from card.faces


def is_archive(order: Order, form: Format) -> bool:
    """Whether an order's file is a zip: asked for, or pictures of more than one side."""
    with refusals(order.design):
        sides = len(order.copies) * len(design.load(order.design).plan.faces)
    return form is Format.ZIP or (form is not Format.PDF and sides > 1)


def render(
    order: Order,
    imprint: Imprint,
    *,
    format: Format,  # noqa: A002 - the word of the command line
    target: BinaryIO,
    making: Making = USUALLY,
    progress: Progress = lambda _done, _total: None,
) -> None:
    """Write an order to `target`; `progress` is told cards done and cards in all.

    The same order gives the same bytes. Raises Problem.
    """
    job = Job(order, imprint, making, progress=progress)
    if format is Format.PDF:
        job.write(Piece.of_all("", order), target)
    elif format is Format.ZIP:
        job.zip(target)
    else:
        job.draw(target, format)


def pictures(order: Order, imprint: Imprint, dpi: int) -> tuple[bytes, ...]:
    """Every side of every card of an order as PNG. Raises Problem."""
    drawn = []
    with refusals(order.design):
        for face in faces(order, imprint):
            target = BytesIO()
            write_png(face, target, dpi=dpi)
            drawn.append(target.getvalue())
    return tuple(drawn)


def previews(order: Order, imprint: Imprint, making: Making, dpi: int) -> tuple[bytes, ...]:
    """The first page of each side as PNG, as the profile lays it out. Raises Problem."""
    job = Job(order, imprint, making)
    with refusals(order.design):
        return job.previews(dpi)


class _Studio:
    """Draws cards, keeping the artwork that copies share."""

    def __init__(self, plan: design.Design, imprint: Imprint, *, version: int, bleed: Mm) -> None:
        self.plan = plan
        self.imprint = imprint
        self.version = version
        self.bleed = bleed
        self._kept: dict[tuple[str, ...], tuple[design.Artwork, ...]] = {}

    def card(self, copy: Copy) -> Card:
        with refusals(self.plan.id, copy.service):
            own = _own(copy)
            sides = tuple(artwork.face(own) for artwork in self._artwork(copy))
        return Card(copy, sides)

    def _artwork(self, copy: Copy) -> tuple[design.Artwork, ...]:
        kind = kind_of(copy)
        if kind not in self._kept:
            content = content_of(self.plan, copy, self.imprint)
            self._kept[kind] = design.compose(
                self.plan, content, version=self.version, bleed=self.bleed
            )
        return self._kept[kind]


class Job:
    """The files of one order. Raises Problem."""

    def __init__(
        self,
        order: Order,
        imprint: Imprint,
        making: Making,
        *,
        progress: Progress = lambda _done, _total: None,
    ) -> None:
        if not order.copies:
            raise Problem("placements-missing")
        with refusals(order.design):
            self.design = design.load(order.design)
        self.order = order
        self.imprint = imprint
        self.making = making
        self.makeup = Makeup.of(order.design, making, batch=imprint.batch)
        self.names = Names(order, self.design)
        self._progress = progress
        self._done = 0
        version = _version(order, self.design)
        self._studio = _Studio(self.design, imprint, version=version, bleed=self.makeup.bleed)

    def pieces(self) -> Iterator[Piece]:
        """The files of a zip or a folder, without the ticket."""
        apart = len(self.design.plan.faces) if self.makeup.profile.sides == "apart" else 0
        places = self.makeup.grid.places if self.makeup.grid else 1
        return pieces(self.order, self.names, sides=apart, places=places)

    def write(self, piece: Piece, target: BinaryIO) -> int:
        """Write the PDF of a piece; the number of its pages."""
        title = piece.name.removesuffix(".pdf")
        if piece.is_whole:
            title = f"{self.design.plan.title} {self.imprint.batch}"
        return self.makeup.write(self._sides(piece), target, title=title)

    def skip(self, piece: Piece) -> None:
        """Count the cards of a piece that is there already."""
        for _ in piece.copies:
            self._tell(piece)

    def ticket(self, made: Sequence[Made]) -> bytes:
        """The job ticket of the files that were made."""
        first = self._studio.card(self.order.copies[0])
        return write_ticket(self.order, self.imprint, self.makeup, first=first, made=made)

    def zip(self, target: BinaryIO) -> None:
        """Write every piece and the ticket into a zip."""
        made = []
        with Archive(target) as archive:
            for piece in self.pieces():
                drawn = BytesIO()
                pages = self.write(piece, drawn)
                data = drawn.getvalue()
                made.append(Made(piece, pages, len(data), hashlib.sha256(data).hexdigest()))
                archive.add(piece.name, data)
            archive.add(ticket_name(), self.ticket(made))

    def draw(self, target: BinaryIO, kind: Format) -> None:
        """Draw every side as a picture, in a zip where there is more than one."""
        self.makeup.check(kind)
        drawn = self._pictures(kind)
        if not is_archive(self.order, kind):
            ((_, data),) = drawn
            target.write(data)
            return
        with Archive(target) as archive:
            for name, data in drawn:
                archive.add(name, data)

    def previews(self, dpi: int) -> tuple[bytes, ...]:
        """The first page of each side as PNG."""
        piece = Piece.of_all("", self.order)
        pages = islice(self.makeup.pages(self._sides(piece)), len(self.design.plan.faces))
        drawn = []
        for page in pages:
            target = BytesIO()
            picture = page_picture(page, dpi=dpi, inks=self.makeup.profile.inks)
            picture.save(target, "PNG", optimize=True)
            drawn.append(target.getvalue())
        return tuple(drawn)

    def _sides(self, piece: Piece) -> Iterator[tuple[Face, ...]]:
        """The cards of a piece; on sheets each as often as it is wanted, or as fill one."""
        grid = self.makeup.grid
        for copy in piece.copies:
            faces = self._studio.card(copy).faces
            shown = faces if piece.side is None else (faces[piece.side],)
            times = copy.count if piece.is_whole else grid.places if grid else 1
            yield from repeat(shown, 1 if grid is None or self.order.numbered else times)
            self._tell(piece)

    def _tell(self, piece: Piece) -> None:
        self._done += 1
        sides = 1 if piece.side is None else len(self.design.plan.faces)
        self._progress(self._done, len(self.order.copies) * sides)

    def _pictures(self, kind: Format) -> Iterator[tuple[str, bytes]]:
        whole = Piece.of_all("", self.order)
        for copy in self.order.copies:
            for number, face in enumerate(self._studio.card(copy).faces):
                name = self.names.side(self.names.card(copy), number)
                yield f"{name}.{kind.value}", self._picture(face, kind, title=name)
            self._tell(whole)

    def _picture(self, face: Face, kind: Format, *, title: str) -> bytes:
        target = BytesIO()
        if kind is Format.SVG:
            write_svg(face, target, title=title)
        else:
            with refusals(self.design.id):
                write_png(face, target, dpi=self.making.dpi)
        return target.getvalue()


def _own(copy: Copy) -> design.Copy:
    """A copy as its faces need it."""
    by_slot = {
        leading.service.slot: design.Copy(leading.url, grouped(leading.code))
        for leading in copy.each
        if leading.service and leading.service.slot
    }
    return design.Copy(copy.url, grouped(copy.code), by_slot)


def _version(order: Order, plan: design.Design) -> int:
    """One size of symbol for the whole order."""
    with refusals(order.design):
        urls = (leading.url for copy in order.kinds for leading in copy.symbols)
        return qr.version_for(urls, level=qr.Level(plan.plan.level))
