"""From the values of one TOML file to a record, with every departure from the schema named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from difflib import get_close_matches
from enum import Enum
from typing import Any, Final, Generic, TypeVar, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from kiosk.domain.fact import Bilingual, Record
from kiosk.editing.fault import LOOKED_FOR
from kiosk.editing.mend import mend, shape_at
from kiosk.editing.position import Loc
from kiosk.editing.wording import TYPES

R = TypeVar("R", bound=Record)

_ROUNDS: Final = 3
_ADAPTERS: Final[dict[Any, TypeAdapter[Any]]] = {}  # building one takes longer than reading
_SHOWN: Final = 40  # characters of a wrong value that a message repeats


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of the table of wordings at a place of a file."""

    loc: Loc
    code: str
    places: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Fitted(Generic[R]):
    """A record, what had to be put in for it to fit, and what was found wrong."""

    record: R | None
    put_in: frozenset[Loc]
    findings: tuple[Finding, ...]


def found(loc: Loc, code: str, **places: object) -> Finding:
    """A finding with its named places."""
    return Finding(loc, code, places)


def fit(raw: Any, shape: type[R]) -> Fitted[R]:
    """Read `raw` as a `shape`, strictly; `raw` is changed where it does not fit."""
    put_in: frozenset[Loc] = frozenset()
    findings: list[Finding] = []
    adapter = _adapter(shape)
    for _ in range(_ROUNDS):
        try:
            record: R = adapter.validate_json(json.dumps(raw, default=str), strict=True)
        except ValidationError as error:
            faults = error.errors(include_url=False)[:LOOKED_FOR]
            findings += [_finding(fault, shape) for fault in faults]
            put_in |= mend(raw, shape, [(fault["type"], fault["loc"]) for fault in faults])
        else:
            return Fitted(record, put_in, tuple(findings))
    return Fitted(None, put_in, tuple(findings))


def _adapter(shape: Any) -> TypeAdapter[Any]:
    if shape not in _ADAPTERS:
        _ADAPTERS[shape] = TypeAdapter(shape)
    return _ADAPTERS[shape]


def _finding(fault: Mapping[str, Any], shape: type[Record]) -> Finding:
    loc, given = fault["loc"], fault["input"]
    match fault["type"]:
        case "unexpected_keyword_argument":
            return _unknown_key(loc, shape_at(shape, loc[:-1]))
        case "missing" | "too_long" as kind:
            return _missing(loc, shape, given) if kind == "missing" else _count(loc, shape, given)
        case "enum":
            return _bad_choice(loc, given, shape_at(shape, loc))
        case "date_parsing":
            return found(loc, "bad-date", key=_name(loc), value=_short(given))
    expected = _kind(shape_at(shape, loc))
    return found(loc, "wrong-type", key=_name(loc), kind=expected, given=_given(given))


def _missing(loc: Loc, shape: type[Record], given: Any) -> Finding:
    if isinstance(loc[-1], int):
        return _count(loc[:-1], shape, given)
    return found(loc[:-1], "missing-key", key=loc[-1], kind=_kind(shape_at(shape, loc)))


def _unknown_key(loc: Loc, shape: Any) -> Finding:
    allowed = [field.name for field in fields(shape)]
    near = get_close_matches(str(loc[-1]), allowed, n=1)
    code = "unknown-key-near" if near else "unknown-key"
    return found(loc, code, key=_short(loc[-1]), near="".join(near), allowed=", ".join(allowed))


def _bad_choice(loc: Loc, given: object, choices: type[Enum]) -> Finding:
    places = {"key": _name(loc), "value": _short(given), "allowed": _kind(choices)}
    return found(loc, "bad-choice", **places)


def _count(loc: Loc, shape: type[Record], given: list[object]) -> Finding:
    right = len(get_args(shape_at(shape, loc)))
    return found(loc, "wrong-count", key=_name(loc), count=len(given), right=right)


def _name(loc: Loc) -> str:
    """The key at the end of a place; an entry of a list goes by the list's name."""
    return next((step for step in reversed(loc) if isinstance(step, str)), "")


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _kind(shape: Any) -> Bilingual:
    if get_origin(shape) is tuple:
        return TYPES[list]
    if is_dataclass(shape):
        return TYPES[dict]
    if issubclass(shape, Enum):
        choices = ", ".join(str(choice.value) for choice in shape)
        return Bilingual(zh=f"可以是：{choices}", en=f"one of: {choices}")
    return TYPES[shape]


def _given(value: object) -> Bilingual:
    return TYPES.get(type(value), TYPES[str])
