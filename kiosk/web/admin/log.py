"""日志: who did what and when, in words, newest first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.domain.period import Zone
from kiosk.store import log
from kiosk.store.driver import Row
from kiosk.web.admin.page import admin_page, language_of
from kiosk.web.admin.session import Staff
from kiosk.web.requests import state_of
from kiosk.web.texts import Texts, texts

PAGE = 50
# What can be asked for, and how the acts of it begin.
KINDS: Mapping[str, tuple[str, ...]] = {
    "people": ("account.",),
    "catalogue": ("catalogue.",),
    "batches": ("batch.",),
    "downloads": ("report.", "cards."),
    "keys": ("key.", "token."),
}
_DIGITS_MOST = 18


@dataclass(frozen=True, slots=True)
class Line:
    """One line in words; `at` is also told as a machine reads it."""

    day: str
    time: str
    at: str
    actor: Markup
    deed: Markup


async def show(request: Request, staff: Staff) -> ASGIApp:
    """A page of the log; ``?kind=`` one kind of acts, ``?before=`` older lines."""
    office, asked = state_of(request).office, request.query_params
    kind = asked.get("kind", "")
    prefixes = KINDS.get(kind, ())
    rows = await office.driver.read(
        lambda reader: log.last(
            reader, limit=PAGE + 1, before=_number(asked.get("before")), prefixes=prefixes
        )
    )
    said = texts(language_of(request))
    shown = rows[:PAGE]
    return admin_page(
        request,
        staff,
        "log",
        lines=[_line(row, office.zone, said) for row in shown],
        zone=office.zone.name,
        kinds=list(KINDS),
        kind=kind if prefixes else "",
        is_first="before" not in asked,
        older=shown[-1]["number"] if len(rows) > PAGE else None,
    )


def _line(row: Row, zone: Zone, said: Texts) -> Line:
    moment = zone.clock(row["at"])
    return Line(
        day=f"{moment:%Y-%m-%d}",
        time=f"{moment:%H:%M:%S}",
        at=moment.isoformat(timespec="seconds"),
        actor=_actor(row["actor"], said),
        deed=deed(row["act"], row["subject"], json.loads(row["detail"]), said),
    )


def deed(act: str, subject: str, detail: Mapping[str, object], said: Texts) -> Markup:
    """What was done, in a sentence; an act without words of its own is told by its name."""
    key = f"act.{act.replace('.', '_').replace('-', '_')}"
    if detail.get("is_known") is False:
        key = f"{key}_unknown"
    if key not in said:
        return Markup("{} {}").format(act, subject)
    places = {name: _place(value, said) for name, value in detail.items() if value is not None}
    try:
        return said(key, subject=subject, **places)
    except KeyError:
        return Markup("{} {}").format(said(f"{key}_plain"), subject)


def _place(value: object, said: Texts) -> object:
    """A detail as it is written: a state of a batch by its word, a number with its thousands."""
    if isinstance(value, str) and f"state.{value}" in said:
        return said(f"state.{value}")
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value


def _actor(actor: str, said: Texts) -> Markup:
    kind, _, name = actor.partition(":")
    key = f"actor.{kind or 'nobody'}"
    return said(key, name=name) if key in said else escape(actor)


def _number(text: str | None) -> int:
    if text and text.isascii() and text.isdigit() and len(text) <= _DIGITS_MOST:
        return int(text)
    return 1 << 62
