"""JSON that says one thing: no name twice, no number that is none, and no deeper than is needed.

The library takes the last of two values under one name, reads ``NaN``, and ends in a
RecursionError where a stranger sends brackets enough.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Final, NoReturn

_STRINGS: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)

_BRACKETS: Final = re.compile(r"[][{}]")


def read_json(text: str, *, deepest: int) -> Any:
    """The value of a text; raises ValueError, which says what is wrong.

    `deepest` is how many lists and objects may lie in each other.
    """
    _check_depth(text, deepest)
    return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse)


def check_json(body: bytes, *, deepest: int) -> None:
    """Refuse bytes that are no such text in UTF-8; raises ValueError."""
    read_json(body.decode("utf-8"), deepest=deepest)


def _check_depth(text: str, deepest: int) -> None:
    depth = 0
    for sign in _BRACKETS.finditer(_STRINGS.sub("", text)):
        depth += 1 if sign[0] in "[{" else -1
        if depth > deepest:
            raise ValueError(f"lists and objects lie deeper than {deepest}")


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, value in pairs:
        if name in told:
            raise ValueError(f"the name {name[:40]!r} stands twice in one object")
        told[name] = value
    return told


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")
