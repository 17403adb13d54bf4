"""日志: who did what and when, in words, newest first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from markupsafe import Markup
from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.acts import Office
from kiosk.domain.digits import read_digits
from kiosk.domain.period import Zone
from kiosk.store import log
from kiosk.store.driver import Row
from kiosk.web.admin import log_words
from kiosk.web.admin.page import admin_page, language_of
from kiosk.web.admin.session import Staff
from kiosk.web.pages.texts import Texts, texts
from kiosk.web.requests import state_of

PAGE = 50
# What can be asked for, and how the acts of it begin.
KINDS: Mapping[str, tuple[str, ...]] = {
    "people": ("account.",),
    "catalogue": ("catalogue.",),
    "batches": ("batch.", "stock.", "clerk."),
    "downloads": ("report.", "cards."),
    "keys": ("key.", "token.", "badge."),
    "devices": ("device.",),
    "scans": ("scan.",),
    "backups": ("backup.",),
    "clock": ("clock.",),
}
_DIGITS_MOST = 18


@dataclass(frozen=True, slots=True)
class Line:
    """One line in words; `at` is the moment as a machine reads it."""

    time: str
    at: str
    actor: Markup
    deed: Markup


@dataclass(frozen=True, slots=True)
class Day:
    """The lines of one day."""

    title: Markup
    lines: tuple[Line, ...]


async def show(request: Request, staff: Staff) -> ASGIApp:
    """A page of the log; ``?kind=`` one kind of acts, ``?before=`` older lines."""
    office, asked = state_of(request).office, request.query_params
    kind = asked.get("kind", "")
    prefixes = KINDS.get(kind, ())
    rows = await office.driver.read(
        lambda reader: log.last(
            reader, limit=PAGE + 1, before=_number(asked.get("before", "")), prefixes=prefixes
        )
    )
    said = texts(language_of(request))
    shown = rows[:PAGE]
    return admin_page(
        request,
        staff,
        "log",
        days=[
            _day(of_day, day, office, said)
            for day, of_day in groupby(shown, key=lambda row: office.zone.today(row["at"]))
        ],
        zone=office.zone.name,
        kinds=list(KINDS),
        kind=kind if prefixes else "",
        is_first="before" not in asked,
        older=shown[-1]["number"] if len(rows) > PAGE else None,
    )


def _day(rows: Iterable[Row], day: date, office: Office, said: Texts) -> Day:
    weekday = said.phrases("log.weekdays")[day.weekday()]
    title = said("log.day", year=day.year, month=day.month, day=day.day, weekday=weekday)
    return Day(title, tuple(_line(row, office.zone, said) for row in rows))


def _line(row: Row, zone: Zone, said: Texts) -> Line:
    moment = zone.clock(row["at"])
    return Line(
        time=f"{moment:%H:%M:%S}",
        at=moment.isoformat(timespec="seconds"),
        actor=log_words.actor(row["actor"], said),
        deed=log_words.deed(row["act"], row["subject"], json.loads(row["detail"]), said),
    )


def _number(text: str) -> int:
    found = read_digits(text, most=_DIGITS_MOST)
    return 1 << 62 if found is None else found
