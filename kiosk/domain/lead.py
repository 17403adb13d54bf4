"""The first screen of a workflow page: what a worried person sees before scrolling."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.fact import Fact, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Record):
    """One sheet of the fork: the paper's title, what it means, what to do.

    `service` leads to another service; absent, the sheet is this page's own.
    """

    title: str
    means: str
    do: str
    service: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork(Fact):
    """Two papers that look alike and ask for opposite acts, earlier one first."""

    papers: tuple[Paper, Paper]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Fact):
    """The last day, or, where the reader has none, the time the office has, or a sentence.

    With `limit` the page shows `before`, the figure, `after` (一般自知道之日起 · 60 日 · 内提出).
    `urgent` is true only where the reader loses something on that day: it alone is red.
    Without a limit, `text` says so (法律没有规定申请期限).
    """

    limit: str | None = None
    before: str | None = None
    after: str | None = None
    text: str | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Fact):
    """Where to go. `local` may hold ``{district}`` (平阴县) and ``{level}`` (县 or 区).

    It is used for the districts and counties; functional areas and the unplaced page show `text`.
    """

    label: str
    text: str
    local: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead(Record):
    """Question and answer in phrases that must not be broken, then first action and the facts."""

    question: tuple[str, ...]
    action: str
    fork: Fork | None = None
    deadline: Deadline
    place: Place
    bring: str
    cost: str
