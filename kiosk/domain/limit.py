"""Time limits: records, never bare numbers, because a 日 means another thing in each law."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.fact import Fact, Record, TextFact


class Unit(StrEnum):
    """What is counted; the last four carry no figure."""

    WORKING_DAY = "working_day"
    NATURAL_DAY = "natural_day"
    MONTH = "month"
    YEAR = "year"
    IMMEDIATE = "immediate"  # 即时
    BY_RULES = "by_rules"  # 依规则: the institution's own rules say
    BY_AGREEMENT = "by_agreement"  # 约定
    NONE = "none"  # 无: the law sets none

    @property
    def is_counted(self) -> bool:
        """Whether a limit in this unit has a figure."""
        return self in _COUNTED


_COUNTED = frozenset({Unit.WORKING_DAY, Unit.NATURAL_DAY, Unit.MONTH, Unit.YEAR})


class LimitKind(StrEnum):
    """Who set the limit."""

    STATUTORY = "statutory"  # 法定
    PROMISED = "promised"  # 承诺


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension(Record):
    """By how much a limit may grow, and on whose word."""

    value: int
    unit: Unit
    approver: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Fact):
    """How long something may take.

    `key` names the limit inside its service, so that first screen and card point to it instead of
    repeating the figure. `value` is absent for units without a figure and for limits that the
    office has still to fill in. `begins` reads as in the law (自受理之日起).
    """

    key: str | None = None
    value: int | None = None
    unit: Unit
    kind: LimitKind = LimitKind.STATUTORY
    variant: str | None = None
    begins: str | None = None
    excludes: tuple[str, ...] = ()
    extension: Extension | None = None
    on_silence: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(TextFact):
    """A sentence, and as records the limits whose figures it names.

    A time that belongs to no step (最长不超过1年) is a record all the same.
    """

    limits: tuple[Limit, ...] = ()
