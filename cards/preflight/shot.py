"""A camera takes a picture of a card: distance, tilt, light, glare, blur, noise, eight bits."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import Final

import numpy as np
from numpy.random import Generator, default_rng

from cards.preflight.battery import Battery, Cell, Conditions
from cards.preflight.chance import Chance, chance_of
from cards.preflight.optics import Picture, Points, Shot, blurred, filtered, shrunk, warped
from cards.preflight.subject import Subject
from cards.preflight.wear import worn_card

_EDGE_PX: Final = 6  # of table around the card's part, so that a tilted card is not cut
_WELL: Final = 1500.0  # electrons of a full pixel
_READ: Final = 8.0  # electrons of noise in an empty one
_BRIGHTEN: Final = 2.5  # how far a camera turns a dark frame up
_GAMMA: Final = 2.2
_STEPS: Final = 4096
_KEPT: Final = 1 << 22


def take(subject: Subject, battery: Battery, cell: Cell, number: int) -> Shot:
    """Shot `number` of a cell in grey. The same arguments give the same shot."""
    chance = chance_of(battery.seed, cell.name, number)
    conditions = cell.conditions
    card = worn_card(subject, conditions, battery.stuff, chance)
    scale = battery.camera.scale(subject.side, conditions.reach)
    card, share = _near(card, scale / subject.scale)
    away = battery.camera.pixels  # of the camera's plane: the field grows as the distance does
    corners, seen_at, size = _view(card, conditions, away=away, share=share, chance=chance)
    seen = warped(card, corners, seen_at, size, beyond=battery.stuff.table)
    lit = _lit(seen, conditions, side=subject.side * scale, chance=chance)
    return _exposed(_softened(lit, conditions, chance), conditions, chance.camera)


def _near(card: Picture, share: float) -> tuple[Picture, float]:
    """The card shrunk to twice the camera's scale where it is finer: the lens cannot see more."""
    if share > 0.5:
        return card, share
    return shrunk(card, 2 * share), 0.5


def _view(
    card: Picture, conditions: Conditions, *, away: float, share: float, chance: Chance
) -> tuple[Points, Points, tuple[int, int]]:
    """The card's corners, where the camera sees them, and the size of the frame around it.

    The card is tilted about an axis in its plane and turned; `away` is the camera's distance in its
    own pixels, `share` how many of them a pixel of the card is.
    """
    tilt = math.radians(conditions.tilt * chance.camera.uniform(0.6, 1))
    axis = chance.places[2] * math.pi
    turn = math.radians(conditions.turn * (2 * chance.places[3] - 1))
    height, width = card.shape
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    flat = (corners - np.array((width / 2, height / 2))) * share
    seen = _turned(_tilted(flat, tilt=tilt, axis=axis, away=away), turn)
    least = seen.min(axis=0)
    seen -= least - _EDGE_PX - chance.camera.random(2)
    size = np.ceil(seen.max(axis=0) + _EDGE_PX).astype(int)
    return corners, seen, (int(size[0]), int(size[1]))


def _tilted(flat: Points, *, tilt: float, axis: float, away: float) -> Points:
    """Points of a plane that leans about an axis through its middle, as a pinhole sees them."""
    along = np.array((math.cos(axis), math.sin(axis)))
    across = np.array((-math.sin(axis), math.cos(axis)))
    on_axis, off_axis = flat @ along, flat @ across
    nearer = away / (away + off_axis * math.sin(tilt))
    leaning = np.outer(on_axis, along) + np.outer(off_axis * math.cos(tilt), across)
    return np.asarray(leaning * nearer[:, None], np.float64)


def _turned(points: Points, angle: float) -> Points:
    cosine, sine = math.cos(angle), math.sin(angle)
    return np.asarray(points @ np.array(((cosine, sine), (-sine, cosine))), np.float64)


def _lit(seen: Picture, conditions: Conditions, *, side: float, chance: Chance) -> Picture:
    """Light on the card, darker beyond a soft edge, and a lamp's reflection over it."""
    height, width = seen.shape
    x = np.arange(width, dtype=np.float32)[None, :] - np.float32(width / 2)
    y = np.arange(height, dtype=np.float32)[:, None] - np.float32(height / 2)
    angle, at = chance.places[2] * 2 * math.pi, (0.6 * chance.places[3] - 0.3) * side
    away = x * np.float32(math.cos(angle)) + y * np.float32(math.sin(angle)) - np.float32(at)
    dark = np.clip(away / np.float32(0.25 * side) + 0.5, 0, 1)
    lit = seen * (1 - np.float32(conditions.shadow) * dark)
    if conditions.glare:
        middle = [np.float32((0.8 * place - 0.4) * side) for place in chance.places[:2]]
        far = (x - middle[0]) ** 2 + (y - middle[1]) ** 2
        width_px = np.float32(conditions.glare_size * side / 2)
        lit = lit + np.float32(conditions.glare) * np.exp(-far / (2 * width_px**2))
    return np.asarray(lit, np.float32)


def _softened(lit: Picture, conditions: Conditions, chance: Chance) -> Picture:
    soft = blurred(lit, conditions.blur_px) if conditions.blur_px else lit
    if conditions.motion_px:
        soft = filtered(soft, _smear(conditions.motion_px, chance))
    return soft


def _smear(length: float, chance: Chance) -> Picture:
    """A line of `length` pixels at any angle as a kernel whose sum is 1."""
    size = 2 * math.ceil(length / 2) + 1
    angle = chance.places[2] * math.pi
    middle = size // 2
    x = np.arange(size, dtype=np.float32)[None, :] - middle
    y = np.arange(size, dtype=np.float32)[:, None] - middle
    along = np.float32(math.cos(angle)) * x + np.float32(math.sin(angle)) * y
    across = np.float32(math.cos(angle)) * y - np.float32(math.sin(angle)) * x
    kernel = np.clip(length / 2 - abs(along) + 0.5, 0, 1) * np.clip(1 - abs(across), 0, 1)
    return np.asarray(kernel / kernel.sum(), np.float32)


def _exposed(light: Picture, conditions: Conditions, chance: Generator) -> Shot:
    """Photons are counted, the frame is turned up, bent by gamma and cut at eight bits."""
    values, grain = _curves(conditions.light, conditions.noise)
    steps = np.clip(light * np.float32(_STEPS - 1), 0, _STEPS - 1).astype(np.uint16)
    noisy = values[steps] + grain[steps] * _noise(light.shape, chance)
    return np.asarray(np.clip(noisy, 0, 255), np.uint8)


@lru_cache(maxsize=64)
def _curves(light: float, noise: float) -> tuple[Picture, Picture]:
    """Grey value and its noise, both of 255, for each step of light that an office would give."""
    seen = np.arange(_STEPS) / (_STEPS - 1) * light
    gain = min(1 / light, _BRIGHTEN)
    linear = np.clip(seen * gain, 0.5 / _STEPS, 1)
    steepness = linear ** (1 / _GAMMA - 1) / _GAMMA
    counted = np.sqrt(seen * _WELL + _READ**2) * gain / _WELL
    grain = np.minimum(np.hypot(counted * steepness, noise), 0.5)
    return (255 * linear ** (1 / _GAMMA)).astype(np.float32), (255 * grain).astype(np.float32)


def _noise(shape: tuple[int, ...], chance: Generator) -> Picture:
    """Normal noise, cut at a place of chance from more that is made once: making it is dear."""
    kept, count = _kept_noise(), math.prod(shape)
    start = int(chance.integers(_KEPT - count)) if count < _KEPT else 0
    return (
        np.resize(kept[start:], shape)
        if count > _KEPT
        else kept[start : start + count].reshape(shape)
    )


@cache
def _kept_noise() -> Picture:
    return default_rng(_KEPT).standard_normal(_KEPT, np.float32)
