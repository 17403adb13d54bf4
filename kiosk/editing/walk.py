"""Walks through a record: its facts and its texts, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from enum import Enum
from typing import Final

from kiosk.domain.fact import Fact, Record
from kiosk.editing.position import Loc

# Fields that hold names for programs: other rules look after them.
NAMES: Final = frozenset(
    {"id", "slug", "key", "source", "basis", "limit", "variant", "see", "service", "services"}
    | {"district", "replaced_by"}
)


def records(record: Record, loc: Loc = ()) -> Iterator[tuple[Loc, Record]]:
    """The record and every record inside it, in reading order."""
    yield loc, record
    for place, value in _entries(record, loc):
        if isinstance(value, Record):
            yield from records(value, place)


def facts(record: Record) -> Iterator[tuple[Loc, Fact]]:
    """Every fact inside the record, the record itself included."""
    for loc, inner in records(record):
        if isinstance(inner, Fact):
            yield loc, inner


def texts(record: Record) -> Iterator[tuple[Loc, str]]:
    """Every text that a person reads, the record's and those inside it."""
    for loc, inner in records(record):
        yield from _own_texts(inner, loc)


def broken_lines(record: Record) -> Iterator[tuple[Loc, tuple[str, ...]]]:
    """Every list of texts: a sentence that the card breaks into lines, or a list of sentences."""
    for loc, inner in records(record):
        for name in _FIELD_NAMES[type(inner)]:
            value = getattr(inner, name)
            is_text = isinstance(value, tuple) and all(isinstance(line, str) for line in value)
            if is_text and name not in NAMES:
                yield (*loc, name), value


def words(fact: Record, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """The texts that stand under one fact's mark: not those of facts inside it."""
    yield from _own_texts(fact, loc)
    for place, value in _entries(fact, loc):
        if isinstance(value, Record) and not isinstance(value, Fact):
            yield from words(value, place)


def _own_texts(record: Record, loc: Loc) -> Iterator[tuple[Loc, str]]:
    for place, value in _entries(record, loc):
        if isinstance(value, str) and not isinstance(value, Enum) and not NAMES & set(place[-2:]):
            yield place, value


def _entries(record: Record, loc: Loc) -> Iterator[tuple[Loc, object]]:
    """The values of a record's fields, those of a list one by one."""
    for name in _FIELD_NAMES[type(record)]:
        value = getattr(record, name)
        if isinstance(value, tuple):
            for index, entry in enumerate(value):
                yield (*loc, name, index), entry
        else:
            yield (*loc, name), value


class _FieldNames(dict[type[Record], tuple[str, ...]]):
    """The fields of a kind of record: a catalogue has thousands of records of few kinds."""

    def __missing__(self, kind: type[Record]) -> tuple[str, ...]:
        names = self[kind] = tuple(field.name for field in fields(kind))
        return names


_FIELD_NAMES: Final = _FieldNames()
