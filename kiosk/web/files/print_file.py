"""Print files over HTTP, for people at the desk and for programs: what is asked for, the answer."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from cards.profile import USUAL
from cards.sheet import Turn
from kiosk.batches import (
    Format,
    Imprint,
    Issue,
    Making,
    Order,
    imprint_of,
    offer,
    order_of,
    read_issue,
    reasons,
)
from kiosk.domain.problem import Problem
from kiosk.printing import is_archive, order_name
from kiosk.store.driver import Reader
from kiosk.web.files.readiness import standing_of
from kiosk.web.http.attachment import streamed
from kiosk.web.state import State

TYPES: Mapping[Format, str] = {
    Format.PDF: "application/pdf",
    Format.ZIP: "application/zip",
    Format.PNG: "image/png",
    Format.SVG: "image/svg+xml",
}

_RANGE = re.compile(r"\s*(\d{1,9})\s*[-–—]\s*(\d{1,9})\s*")
_GUTTER_MOST = 50.0


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for: how files are made, of which cards, and as what."""

    making: Making
    format: Format
    span: tuple[int, int] | None

    @property
    def noted(self) -> dict[str, str]:
        """What the log tells of it."""
        return {"format": self.format.value, "profile": self.making.profile}

    @classmethod
    def read(cls, asked: Mapping[str, str], *, usual: Format) -> Wish:
        """From a query: profile, sheet, turn, gutter, range, format; raises Problem."""
        making = Making(
            profile=asked.get("profile") or USUAL,
            sheet=asked.get("sheet") or None,
            turn=_turn(asked.get("turn") or Turn.LONG),
            gutter=_gutter(asked.get("gutter", "")),
        )
        return cls(making, _format(asked.get("format") or usual), _span(asked.get("range", "")))


@dataclass(frozen=True, slots=True)
class Ordered:
    """What is to be drawn, and the names of its file: one for people, one for old programs.

    `total` is how many cards the whole batch has. Pictures of several sides come in a zip.
    """

    order: Order
    imprint: Imprint
    total: int
    kind: Format
    stem: str
    plain_stem: str

    @property
    def name(self) -> str:
        """The file's name."""
        return f"{self.stem}.{self.kind}"


async def issue_of(state: State, batch: str) -> tuple[Issue, bool]:
    """A batch, and whether pre-flight passed it as it would be printed now; raises Problem."""

    async def work(reader: Reader) -> tuple[Issue, bool]:
        issue = await read_issue(reader, batch)
        return issue, (await standing_of(state, reader, issue)).is_passed

    return await state.office.driver.read(work)


async def ordered(state: State, batch: str, wish: Wish) -> Ordered:
    """The cards of a batch that are asked for; raises Problem."""
    issue, is_readable = await issue_of(state, batch)
    catalogue, office = state.snapshot.catalogue, state.office
    operator = office.settings.site_operator
    imprint = imprint_of(issue, catalogue, office=operator, is_readable=is_readable)

    def look() -> Ordered:
        whole = order_of(issue, catalogue, office.signer.keys)
        order = whole.part(*wish.span) if wish.span else whole
        kind = Format.ZIP if is_archive(order, wish.format) else wish.format
        is_specimen = bool(reasons(order, imprint))
        name = order_name(order, imprint, title=offer(order.design).title, is_specimen=is_specimen)
        plain = f"{imprint.batch}_{order.design}{'_specimen' if is_specimen else ''}"
        stems = (_with_wish(one, wish) for one in (name, plain))
        return Ordered(order, imprint, len(whole.copies), kind, *stems)

    # A batch may have a million codes: looking through them must not keep scans waiting.
    return await asyncio.to_thread(look)


async def print_file(state: State, batch: str, wish: Wish) -> Response:
    """The file as a download under a name that a print shop understands; raises Problem."""
    asked = await ordered(state, batch, wish)
    file = await state.press.file(asked.order, asked.imprint, wish.format, wish.making)
    plain = f"{asked.plain_stem}.{asked.kind}"
    return streamed(file, asked.name, plain, media_type=TYPES[asked.kind])


def _with_wish(name: str, wish: Wish) -> str:
    """The name of an order's file with what sets this file apart from others of the order."""
    making = wish.making
    profile = "" if making.profile == USUAL else making.profile
    span = f"{wish.span[0]}-{wish.span[1]}" if wish.span else ""
    parts = (name, profile, (making.sheet or "").upper(), span)
    return "_".join(part for part in parts if part)


def _turn(text: str) -> Turn:
    try:
        return Turn(text)
    except ValueError as error:
        raise Problem("turn-unknown", turn=text) from error


def _format(text: str) -> Format:
    for kind in TYPES:
        if kind == text:
            return kind
    raise Problem("format-unknown", format=text, known="、".join(TYPES))


def _gutter(text: str) -> float | None:
    if not text.strip():
        return None
    try:
        gutter = float(text)
    except ValueError as error:
        raise Problem("gutter-faulty", text=text, most=_GUTTER_MOST) from error
    if not 0 <= gutter <= _GUTTER_MOST:
        raise Problem("gutter-faulty", text=text, most=_GUTTER_MOST)
    return gutter


def _span(text: str) -> tuple[int, int] | None:
    if not text.strip():
        return None
    found = _RANGE.fullmatch(text)
    if found is None:
        raise Problem("cards-range-faulty", text=text)
    return int(found[1]), int(found[2])
