"""The short forms of a service that cards print (CONTENT: model faces)."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.fact import Fact, Record, TextFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Side(Record):
    """One box of the fork. `here` marks the box that this card serves (drawn solid)."""

    over: str
    title: str
    do: str
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class First(Fact):
    """Station 1: what to look at first."""

    label: tuple[str, ...]
    sides: tuple[Side, Side]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Fact):
    """Station 2: the last day (`urgent`), or the time an office has, or no figure at all.

    `limit` points to a limit of the service; `after` follows its unit (内). `rule` is up to three
    lines beside the figure, or instead of it where there is no limit.
    """

    label: tuple[str, ...]
    limit: str | None = None
    after: str | None = None
    rule: tuple[str, ...]
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Record):
    """One line of the table of station 3: the case, and the answer in bold."""

    when: str
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Fact):
    """Station 3: to whom, by case. The local desk is added below where `desk` is true."""

    label: tuple[str, ...]
    rows: tuple[Row, ...]
    desk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines(Fact):
    """Station 4: what to bring, one to four lines; a line may begin with a **bold** part."""

    label: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount(Fact):
    """Station 5: what it costs; `text` follows the amount."""

    label: tuple[str, ...]
    amount: str
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(Record):
    """One stop of the small path: a limit's figure or a word, and up to three lines."""

    limit: str | None = None
    head: str | None = None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class After(Fact):
    """Station 6: what happens then."""

    label: tuple[str, ...]
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTexts(Record):
    """All words a card prints for one service.

    `band` names the service in the head (at most 14 hanzi), `item` on the catalogue card's back
    (at most 5; services with the same item share one line there).
    """

    band: str
    item: str
    title: str
    sub: str
    first: First
    figure: Figure
    table: Table
    bring: Lines
    cost: Amount
    after: After
    note: TextFact
