"""Fills the gaps of a record that does not fit its schema, so that the rest can still be checked.

An editor wants all faults at once. What is put in is noted, and no rule speaks of it.
"""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from kiosk.domain.fact import Verify
from kiosk.editing.position import Loc

_PLAIN: dict[object, object] = {str: "待改", int: 1, bool: False}
_DAY = "2000-01-01"
_HINTS: dict[Any, dict[str, Any]] = {}  # reading them takes long


def mend(raw: Any, shape: type, faults: list[tuple[str, Loc]]) -> frozenset[Loc]:
    """Change `raw` in place so that it fits `shape`; the places where something was put in.

    `faults` are pairs of pydantic's error type and place.
    """
    put_in = set()
    for kind, loc in faults:
        holder = _at(raw, loc[:-1])
        if kind == "unexpected_keyword_argument":
            holder.pop(loc[-1], None)
        elif kind == "too_long":
            holder[loc[-1]] = holder[loc[-1]][: len(get_args(shape_at(shape, loc)))]
        else:
            _put(holder, loc[-1], stand_in(shape_at(shape, loc)))
            put_in.add(loc)
    return frozenset(put_in)


def shape_at(shape: Any, loc: Loc) -> Any:
    """The type that the schema asks for at `loc`; ``None`` is taken off."""
    for step in loc:
        if isinstance(step, str):
            shape = _hints(shape)[step]
        else:
            entries = get_args(shape)
            shape = entries[0] if entries[-1] is Ellipsis else entries[step]
        shape = _present(shape)
    return shape


def stand_in(shape: Any) -> object:
    """A value that fits `shape` and makes the fewest claims, as JSON would hold it."""
    if shape is Verify:
        return Verify.KNOWLEDGE.value
    if is_dataclass(shape):  # its fields are read by name: no instance of it exists yet
        return {name: stand_in(_present(_hints(shape)[name])) for name in _required(shape)}
    if get_origin(shape) is tuple:
        entries = get_args(shape)
        return [] if entries[-1] is Ellipsis else [stand_in(entry) for entry in entries]
    if isinstance(shape, type) and issubclass(shape, Enum):
        return next(iter(shape)).value
    return _PLAIN.get(shape, _DAY)


def _required(shape: Any) -> list[str]:
    return [field.name for field in fields(shape) if field.default is MISSING]


def _present(shape: Any) -> Any:
    if get_origin(shape) in (Union, UnionType):
        return next(part for part in get_args(shape) if part is not NoneType)
    return shape


def _hints(shape: Any) -> dict[str, Any]:
    if shape not in _HINTS:
        _HINTS[shape] = get_type_hints(shape)
    return _HINTS[shape]


def _at(raw: Any, loc: Loc) -> Any:
    for step in loc:
        raw = raw[step]
    return raw


def _put(holder: Any, key: Any, value: object) -> None:
    if isinstance(holder, list) and key == len(holder):
        holder.append(value)
    else:
        holder[key] = value
