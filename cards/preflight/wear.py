"""What happens to a card: pale or fat print, worn patches, a scratch, a fold, something over it."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from cards.preflight.battery import Conditions, Stuff
from cards.preflight.chance import Chance
from cards.preflight.optics import Picture, blurred, sampled, spread
from cards.preflight.subject import Subject

_DISC: Final = 8.0  # radius in mm of what lies over a card
_GRAIN: Final = 0.45  # mm, of the ragged edge of a worn patch
_RAGGED: Final = 0.18  # of its radius, by which that edge goes in and out
_LEANS: Final = 0.2  # share of light that a half leaning away at 25 degrees loses

Mask = Picture


def worn_card(subject: Subject, conditions: Conditions, stuff: Stuff, chance: Chance) -> Picture:
    """The card's picture with what is wrong with the card in these conditions."""
    picture = subject.picture
    if conditions.spread:
        picture = spread(picture, subject.scale * conditions.spread * _sign(chance))
    if conditions.black < 1:
        picture = stuff.paper - (stuff.paper - picture) * np.float32(conditions.black)
    if conditions.worn:
        picture = _bare(picture, _patch(subject, conditions.worn, chance), stuff)
    if conditions.scratch:
        picture = _bare(picture, _line(subject, conditions.scratch, chance), stuff)
    if conditions.fold:
        picture = _folded(picture, subject, conditions, stuff, chance=chance)
    if conditions.cover:
        picture = _covered(picture, subject, conditions.cover, stuff, chance=chance)
    return picture


def _sign(chance: Chance) -> int:
    return 1 if chance.places[0] < 0.5 else -1


def _bare(picture: Picture, mask: Mask, stuff: Stuff) -> Picture:
    """Where the mask is 1 the ink is gone and rough paper shows."""
    return picture + mask * (np.float32(stuff.paper * 0.95) - picture)


def _places(subject: Subject) -> tuple[Picture, Picture]:
    """X and y of every pixel, in millimetres from the symbol's corner."""
    height, width = subject.picture.shape
    x = np.arange(width, dtype=np.float32) / np.float32(subject.scale) - np.float32(subject.area.x)
    y = np.arange(height, dtype=np.float32) / np.float32(subject.scale) - np.float32(subject.area.y)
    return x[None, :], y[:, None]


def _patch(subject: Subject, diameter: float, chance: Chance) -> Mask:
    """A round patch with a ragged edge, all of it on the symbol as far as it fits."""
    room, scale = max(subject.side - diameter, 0), subject.scale
    left, top = (
        round((corner + place * room) * scale)
        for corner, place in zip((subject.area.x, subject.area.y), chance.places[:2], strict=True)
    )
    radius = diameter * scale / 2
    size = math.ceil(2 * radius)
    steps = np.arange(size, dtype=np.float32) + np.float32(0.5 - radius)
    far = np.hypot(steps[None, :], steps[:, None])
    ragged = chance.card.standard_normal((size, size), np.float32)
    ragged = blurred(ragged, _GRAIN * scale)
    ragged *= np.float32(_RAGGED * radius / max(float(ragged.std()), 1e-6))
    patch = np.clip(radius - far + ragged + 0.5, 0, 1)
    mask = np.zeros(subject.picture.shape, np.float32)
    inside = mask[top : top + size, left : left + size]
    inside[:] = patch[: inside.shape[0], : inside.shape[1]]
    return mask


def _line(subject: Subject, width: float, chance: Chance) -> Mask:
    """A straight line at any angle through a point of the symbol's middle half."""
    away = _distance(subject, chance.places[2] * math.pi, chance)
    return np.asarray(np.clip((width / 2 - abs(away)) * subject.scale + 0.5, 0, 1), np.float32)


def _distance(subject: Subject, angle: float, chance: Chance) -> Picture:
    """How far each pixel is from a line through the symbol's middle half; one side is negative."""
    at = [(0.25 + 0.5 * place) * subject.side for place in chance.places[:2]]
    x, y = _places(subject)
    away = (x - at[0]) * math.cos(angle) + (y - at[1]) * math.sin(angle)
    return np.asarray(away, np.float32)


def _folded(
    picture: Picture, subject: Subject, conditions: Conditions, stuff: Stuff, *, chance: Chance
) -> Picture:
    """A crease along or across where the ink cracks; beyond it the card leans away."""
    across = math.pi / 2 if chance.places[2] < 0.5 else 0
    angle = across + math.radians(10 * chance.places[3] - 5)
    away = _distance(subject, angle, chance)
    cracked = chance.card.random(picture.shape, np.float32) < 0.7
    near = np.clip((conditions.fold / 2 - abs(away)) * subject.scale + 0.5, 0, 1)
    creased = _bare(picture, (near * cracked).astype(np.float32), stuff)
    longer = 1 / math.cos(math.radians(conditions.bend)) - 1
    shift = np.maximum(away, 0) * np.float32(longer * subject.scale)
    height, width = picture.shape
    x = np.arange(width, dtype=np.float32)[None, :] + shift * np.float32(math.cos(angle))
    y = np.arange(height, dtype=np.float32)[:, None] + shift * np.float32(math.sin(angle))
    bent = sampled(creased, x, y)
    dimmer = 1 - _LEANS * conditions.bend / 25 * (away > 0)
    return (bent * dimmer).astype(np.float32)


def _covered(
    picture: Picture, subject: Subject, depth: float, stuff: Stuff, *, chance: Chance
) -> Picture:
    """Something round over the right or lower edge, or over the corner without a finder."""
    side = subject.side
    along = side * (0.45 + 0.15 * chance.places[1])
    reach = side + _DISC - depth
    corner = side - depth / 2 + _DISC / math.sqrt(2)
    x, y = ((reach, along), (along, reach), (corner, corner))[int(3 * chance.places[0])]
    places = _places(subject)
    away = np.hypot(places[0] - np.float32(x), places[1] - np.float32(y))
    mask = np.clip((_DISC - away) * subject.scale + 0.5, 0, 1)
    return np.asarray(picture + mask * (np.float32(stuff.skin) - picture), np.float32)
