"""Faces with one symbol, good and bad ones, for pre-flight to look at."""

from __future__ import annotations

from dataclasses import replace

from cards import qr
from cards.marks import QUIET_MODULES, Colour, Face, Mark, Rect, Symbol
from cards.measure import Area, Mm, dots_length
from cards.preflight import Battery, load_battery
from cards.preflight.finished import subject_of, written
from cards.preflight.subject import Subject

INK = Colour("ink", (0, 0, 0, 100), "#141414")
BLUE = Colour("blue", (92, 50, 35, 18), "#0b5d7a")
PALE = Colour("rule", (0, 0, 0, 40), "#9aa3a7")
RICH = Colour("rich", (90, 80, 70, 60), "#101010")
ADDRESS = "https://mbk.jinan.gov.cn/S/7K3MQ2XA9PRD"
LOWER = "https://mbk.sifaju.jinan.gov.cn/mingbaika/card/7k3mq2xa9prd?from=card&batch=b0001"
DOT: Mm = dots_length(1, 300)
MARGIN: Mm = 8


def few(*faults: str, shots: int = 2) -> Battery:
    """The battery with some faults and few shots: enough to refuse what is bad, and quick."""
    whole = load_battery()
    chosen = tuple(fault for fault in whole.faults if fault.name in faults)
    return replace(whole, shots=shots, faults=chosen)


def face(
    address: str = ADDRESS,
    *,
    dots: float = 8,
    level: qr.Level = qr.Level.Q,
    colour: Colour = INK,
    margin: Mm = MARGIN,
) -> Face:
    """A white face with a symbol in its middle, `margin` away from the cut."""
    matrix = qr.encode(address, level=level)
    module = DOT * dots
    side = module * matrix.size + 2 * margin
    return Face("front", side, side, 0, (Symbol(margin, margin, module, matrix, colour),))


def with_marks(face: Face, *marks: Mark) -> Face:
    """The face with more on it."""
    return replace(face, items=(*face.items, *marks))


def with_logo(face: Face, share: float = 0.28) -> Face:
    """A logo over the symbol's middle, as wide as a share of its side."""
    (symbol,) = face.symbols()
    side = symbol.bounds.w * share
    corner = symbol.bounds.x + symbol.bounds.w / 2 - side / 2
    return with_marks(face, Rect(Area(corner, corner, side, side), BLUE))


def crowded(face: Face) -> Face:
    """A dark plane right up to the symbol's left side."""
    (symbol,) = face.symbols()
    edge = symbol.bounds.x - 0.2 * symbol.module
    return with_marks(face, Rect(Area(0, 0, edge, face.height), BLUE))


def eight_millimetres() -> Face:
    """A symbol that is 8 mm wide with its quiet zone."""
    modules = qr.encode(ADDRESS).size + 2 * QUIET_MODULES
    return face(dots=8 / modules / DOT)


def subject(face: Face, address: str = ADDRESS) -> Subject:
    """What shots of the face's symbol are taken of."""
    (symbol,) = face.symbols()
    return subject_of(written([face]), 0, symbol, address=address, battery=load_battery())
