"""What a card says, ready to print: words and figures, without sizes or places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Side:
    """One box of a fork. `here` marks the one that this card serves."""

    over: str
    title: str
    do: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Fork:
    """Two papers that ask for opposite acts."""

    label: tuple[str, ...]
    sides: tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of days with its unit, or none; beside it the rule."""

    label: tuple[str, ...]
    rule: tuple[str, ...]
    figure: str | None = None
    unit: str | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Cases and answers, at least one; below them the local desk where the card names it."""

    label: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    desk: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Sentences, each on a new line."""

    label: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """What it costs, and a remark."""

    label: tuple[str, ...]
    amount: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One later step: a figure with its unit or a word, and what happens."""

    text: str
    figure: str | None = None
    unit: str | None = None
    head: str | None = None


@dataclass(frozen=True, slots=True)
class Stops:
    """What happens afterwards, in order."""

    label: tuple[str, ...]
    stops: tuple[Stop, ...]


Station: TypeAlias = Fork | Figure | Table | Paragraphs | Amount | Stops


@dataclass(frozen=True, slots=True)
class Lead:
    """A paper and the numbers of the services it leads to; `do` and `english` may be absent."""

    over: str
    title: str
    numbers: str
    do: str = ""
    english: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an index: a case and the numbers of the services it leads to."""

    text: str
    numbers: str


@dataclass(frozen=True, slots=True)
class Term:
    """A time as a sentence around its figure: 自受理起 15个工作日内 出具. `before` may be all."""

    before: str
    figure: str | None = None
    unit: str | None = None
    after: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One service among the others of a card: what it is called, is for, takes and costs.

    Each of the `texts` begins a line.
    """

    id: str
    number: str
    name: str
    english: str
    texts: tuple[str, ...]
    term: Term
    cost: str


@dataclass(frozen=True, slots=True)
class Content:
    """All that one card says besides its symbol and code.

    `words` fill the places named in a design's texts; what is absent there is left out of the
    face. `index` holds entries by group, `items` services by slot. `is_draft` prints
    样稿 · 非正式发布, `specimen` puts 样张 across the face.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    stations: Mapping[str, Station] = field(default_factory=dict)
    leads: tuple[Lead, ...] = ()
    index: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    items: Mapping[int, Item] = field(default_factory=dict)
    is_draft: bool = False
    specimen: bool = False
