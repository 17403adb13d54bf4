"""归类规则: a dated set of rules, each from the signs of an opening to its class.

Sets are data (``assets/counting/ID.toml``) and are never edited once they have counted anything:
a better rule makes a new set.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import assets
from kiosk.domain.fact import Bilingual
from kiosk.domain.scan import Class, Sign

_ROWLESS = frozenset({Class.FORGED, Class.UNKNOWN})  # told by the code, before any rule


@dataclass(frozen=True, slots=True)
class Rule:
    """Openings with all signs of `needs` and none of `lacks` (bits of `Sign`) are of `klass`."""

    id: str
    klass: Class
    needs: int
    lacks: int
    why: Bilingual
    source: str

    def fits(self, signs: int) -> bool:
        """Whether an opening with these signs is meant."""
        return signs & self.needs == self.needs and not signs & self.lacks


@dataclass(frozen=True, slots=True)
class Bounds:
    """Beyond how many openings of one code from one network the sign FLOOD is set.

    By agents that differ in digits alone in a minute, by any agents in a minute, and in a day.
    """

    alike_a_minute: int
    network_a_minute: int
    network_a_day: int


NO_BOUNDS: Final = Bounds(sys.maxsize, sys.maxsize, sys.maxsize)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules in their order: the first that fits gives the class, and where none does a person came.

    `repeat_ms` and `follow_ms` are how long before an opening the signs REPEAT and AFTER_PERSON
    look back; `bounds` are those of FLOOD; `summary` tells the set in a sentence.
    """

    id: str
    repeat_ms: int
    follow_ms: int
    bounds: Bounds
    summary: Bilingual
    rules: tuple[Rule, ...]

    @classmethod
    def read(cls, text: str) -> RuleSet:
        """From TOML; raises ValueError where it is no rule set."""
        told = tomllib.loads(text)
        try:
            made = cls(
                id=str(told["id"]),
                repeat_ms=round(told["repeat_s"] * 1_000),
                follow_ms=round(told["follow_s"] * 1_000),
                bounds=_bounds(told.get("flood")),
                summary=Bilingual(zh=told["zh"], en=told["en"]),
                rules=tuple(map(_rule, told["rules"])),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"a rule set lacks or mistypes {error}") from error
        if len({rule.id for rule in made.rules}) != len(made.rules):
            raise ValueError(f"rule set {made.id}: two rules have one id")
        return made

    def judge(self, signs: int) -> Class:
        """The class of an opening with these signs."""
        return next((rule.klass for rule in self.rules if rule.fits(signs)), Class.PERSON)


class Classes(dict[int, str]):
    """The words of classes by signs, each judged once: few of the many combinations occur."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules

    def __missing__(self, signs: int) -> str:
        klass = self[signs] = self._rules.judge(signs).value
        return klass


@cache
def rule_set(id: str) -> RuleSet:  # noqa: A002 - the word of the set itself
    """The set of this id; raises FileNotFoundError, ValueError."""
    return RuleSet.read(assets.read_bytes("counting", f"{id}.toml").decode())


def known_sets() -> tuple[str, ...]:
    """The ids of all sets that this program can tell of, oldest first."""
    return tuple(sorted(file.stem for file in assets.path("counting").glob("[0-9]*.toml")))


def _bounds(told: dict[str, Any] | None) -> Bounds:
    """The first sets had none."""
    if told is None:
        return NO_BOUNDS
    bounds = Bounds(**told)
    alike, network, day = bounds.alike_a_minute, bounds.network_a_minute, bounds.network_a_day
    if not 0 < alike <= network <= day:
        raise ValueError("the bounds of a rule set must grow")
    return bounds


def _rule(told: dict[str, Any]) -> Rule:
    klass, needs, lacks = Class(told["class"]), _bits(told["needs"]), _bits(told["lacks"])
    if klass is Class.PERSON or klass in _ROWLESS or not needs or needs & lacks:
        raise ValueError(f"rule {told['id']} can never be right")
    why = Bilingual(zh=told["zh"], en=told["en"])
    return Rule(told["id"], klass, needs, lacks, why, told["source"])


def _bits(names: list[str]) -> int:
    bits = 0
    for name in names:
        bits |= Sign[name.upper()].value
    return bits
