"""Draw an order: faces one after another, into whatever file was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cards import design, qr
from cards.marks import Face
from cards.pdf import write_pdf
from cards.raster import write_png
from cards.sheet import single
from cards.svg import write_svg
from kiosk.domain.code import grouped
from kiosk.domain.problem import Problem
from kiosk.printing.naming import Names
from kiosk.printing.order import Card, Copy, Format, Imprint, Order
from kiosk.printing.refusing import refusals
from kiosk.printing.specimen import reasons_of
from kiosk.printing.wording import catalogue_content, service_content

Progress = Callable[[int, int], None]
SCREEN_DPI = 300

# Zip entries carry a date; a fixed one keeps the same order the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def cards(order: Order, imprint: Imprint) -> Iterator[Card]:
    """Every card of an order, drawn. Raises Problem."""
    with refusals(order.design):
        plan = design.load(order.design)
    desk = _Desk(plan, imprint, version=_version(order, plan))
    for copy in order.copies:
        yield desk.card(copy)


def faces(order: Order, imprint: Imprint) -> Iterator[Face]:
    """Every side of every card of an order, in the order of printing. Raises Problem."""
    for card in cards(order, imprint):
        yield from card.faces


def plan_of(name: str) -> design.Design:
    """A design by its name. Raises Problem."""
    with refusals(name):
        return design.load(name)


def content_of(plan: design.Design, copy: Copy, imprint: Imprint) -> design.Content:
    """All that a card says besides its symbol and code; 样张 where it is one. Raises Problem."""
    specimen = any(reasons_of(copy, imprint))
    if plan.plan.shows == "catalogue":
        return catalogue_content(imprint, specimen=specimen)
    if copy.service is None:
        raise Problem("services-missing", design=plan.id)
    return service_content(copy.service, copy, imprint, specimen=specimen)


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
    dpi: int = SCREEN_DPI,
    progress: Progress = lambda _done, _total: None,
) -> None:
    """Write an order to `target`; `progress` is told cards done and cards in all.

    The same order gives the same bytes. `dpi` is that of PNG. Raises Problem.
    """
    if not order.copies:
        raise Problem("placements-missing")
    with refusals(order.design):
        plan = design.load(order.design)
    press = _Press(order, imprint, plan, dpi=dpi, progress=progress)
    if format is Format.PDF:
        press.pdf(target)
    elif is_archive(order, format):
        press.zip(target, format)
    else:
        ((_, data),) = press.files(format)
        target.write(data)


def pictures(order: Order, imprint: Imprint, dpi: int) -> tuple[bytes, ...]:
    """Every side of every card of an order as PNG. Raises Problem."""
    drawn = []
    with refusals(order.design):
        for face in faces(order, imprint):
            target = BytesIO()
            write_png(face, target, dpi=dpi)
            drawn.append(target.getvalue())
    return tuple(drawn)


class _Desk:
    """Draws cards, keeping the artwork that copies share."""

    def __init__(self, plan: design.Design, imprint: Imprint, *, version: int) -> None:
        self.plan = plan
        self.imprint = imprint
        self.version = version
        self._kept: dict[tuple[str, str, bool], tuple[design.Artwork, ...]] = {}

    def card(self, copy: Copy) -> Card:
        with refusals(self.plan.id, copy.service):
            own = design.Copy(copy.url, grouped(copy.code))
            sides = tuple(artwork.face(own) for artwork in self._artwork(copy))
        return Card(copy, sides)

    def _artwork(self, copy: Copy) -> tuple[design.Artwork, ...]:
        specimen = any(reasons_of(copy, self.imprint))
        name = copy.service.id if copy.service else ""
        key = (name, copy.district_name if name else "", specimen)
        if key not in self._kept:
            content = content_of(self.plan, copy, self.imprint)
            self._kept[key] = design.compose(self.plan, content, version=self.version)
        return self._kept[key]


class _Press:
    """Writes the files of one order."""

    def __init__(
        self, order: Order, imprint: Imprint, plan: design.Design, *, dpi: int, progress: Progress
    ) -> None:
        self.order = order
        self.imprint = imprint
        self.plan = plan
        self.dpi = dpi
        self.progress = progress
        self.names = Names(order, plan)

    def pdf(self, target: BinaryIO) -> None:
        pages = single(face for card in self._cards() for face in card.faces)
        write_pdf(pages, target, title=self._title())

    def zip(self, target: BinaryIO, kind: Format) -> None:
        with ZipFile(target, "w", ZIP_DEFLATED) as archive:
            for name, data in self.files(kind):
                entry = ZipInfo(name, _EPOCH)
                entry.compress_type = ZIP_DEFLATED
                archive.writestr(entry, data)

    def files(self, kind: Format) -> Iterator[tuple[str, bytes]]:
        """Name and content of every file: one a side, or for ZIP one a card."""
        for card in self._cards():
            if kind is Format.ZIP:
                yield f"{self.names.card(card.copy)}.pdf", self._card_pdf(card)
                continue
            for number, face in enumerate(card.faces):
                name = self.names.face(card, number)
                yield f"{name}.{kind.value}", self._picture(face, kind, title=name)

    def _cards(self) -> Iterator[Card]:
        total = len(self.order.copies)
        for done, card in enumerate(cards(self.order, self.imprint), start=1):
            yield card
            self.progress(done, total)

    def _card_pdf(self, card: Card) -> bytes:
        target = BytesIO()
        write_pdf(single(card.faces), target, title=self.names.card(card.copy))
        return target.getvalue()

    def _picture(self, face: Face, kind: Format, *, title: str) -> bytes:
        target = BytesIO()
        if kind is Format.SVG:
            write_svg(face, target, title=title)
        else:
            with refusals(self.plan.id):
                write_png(face, target, dpi=self.dpi)
        return target.getvalue()

    def _title(self) -> str:
        return f"{self.plan.plan.title} {self.imprint.batch}"


def _version(order: Order, plan: design.Design) -> int:
    """One size of symbol for the whole order."""
    with refusals(order.design):
        urls = (copy.url for copy in order.copies)
        return qr.version_for(urls, level=qr.Level(plan.plan.level))
