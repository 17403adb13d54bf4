"""Cards at work: pages of clerks, and of cards that were printed before something changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kiosk.domain.clerk import kinds_for
from kiosk.domain.placement import Batch, BatchState, Placement, PlacementKind
from kiosk.domain.printed import Change, ChangeKind
from kiosk.domain.stock import Entry, EntryKind, Placed, Stock
from kiosk.web.pages.public import Page, Pages, Updated
from kiosk.web.pages.texts import Language
from kiosk.web.public.clerk import Noted
from tests.make import catalogue

TOKEN = "5RJ41QVSD0ZF7ZJNKPRZ798Z"
CLERK = ("clerk", "clerk-done", "clerk-mend", "clerk-wrong", "clerk-recalled")
_AT = datetime(2026, 11, 24, 12, 0)  # noqa: DTZ001 - a wall clock
_ENTRIES = (
    Entry(1, 0, EntryKind.RECEIVED, 200, "account:a"),
    Entry(2, 1, EntryKind.SCREEN, 0, "clerk:P0001"),
    Entry(3, 2, EntryKind.LEFT, 150, "clerk:P0001"),
)


def updated(service: str) -> Updated:
    """All that a card of a service prints, each as if it said something else now."""
    card = catalogue().by_id[service].service.card
    parts = (card.first, card.figure, card.table, card.bring, card.cost, card.after)
    return Updated(
        "B0001",
        tuple(
            Change(ChangeKind.WORDS, "", "".join(part.label), ("60日内，" * 8,), ("30日内，" * 8,))
            for part in parts
        ),
    )


def asked(service: str, batch: str | None) -> Updated | None:
    """What a page tells that an address asks for with a batch."""
    return updated(service) if batch else None


def clerk(pages: Pages, language: Language, name: str) -> Page:
    """The page of a clerk in one of its states."""
    state = BatchState.RECALLED if name == "clerk-recalled" else BatchState.IN_USE
    batch = Batch("B0001", "a5-process", state, False, "", 0, "a", "电话印错了", "B0002")
    place = Placement("P0001", "370102", "历下区政务服务中心一楼大厅", PlacementKind.KIOSK)
    placed = Placed(batch, place, Stock.of(200, _ENTRIES), _ENTRIES)
    noted = [Noted(entry, _AT) for entry in reversed(_ENTRIES)]
    is_wrong = name == "clerk-wrong"
    told: dict[str, Any] = {
        "placed": placed,
        "kinds": kinds_for(state, place.kind),
        "noted": noted,
        "done": noted[0] if name == "clerk-done" else None,
        "last": _ENTRIES[-1],
        "is_mending": name == "clerk-mend",
        "key": "k",
        "problem": "请填 1 到 1,000,000 的整数，只写数字。" if is_wrong else None,
        "typed": {"kind": "received", "n": "许多"} if is_wrong else {},
    }
    return pages.clerk(language, token=TOKEN, status=422 if is_wrong else 200, told=told)
