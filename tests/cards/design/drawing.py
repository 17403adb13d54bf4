"""Draws a face for these tests, and finds things on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeGuard

from cards.design import Content, Station, compose, load
from cards.marks import Face, Line, Mark, Text
from tests.cards.contents import COPY, PENALTY

A5 = "a5-process"
CARD = "card-90x54-catalogue"


def drawn(content: Content, design: str = A5, number: int = 0, *, version: int = 4) -> Face:
    """One side of a card."""
    return compose(load(design), content, version=version)[number].face(COPY)


def texts(face: Face) -> list[Text]:
    """The runs of type on a face."""
    return [mark for mark in face.marks() if isinstance(mark, Text)]


def words(face: Face) -> str:
    """All that a face says, in drawing order."""
    return "".join(text.text for text in texts(face))


def is_rule(mark: Mark) -> TypeGuard[Line]:
    """Whether a mark is a hairline."""
    return isinstance(mark, Line) and mark.colour.name == "rule"


def penalty_with(name: str, station: Station) -> Content:
    """The penalty card with another station in one place."""
    return replace(PENALTY, stations={**PENALTY.stations, name: station})
