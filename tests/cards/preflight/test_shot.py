"""Shots: the same twice, at true size, and each fault does what it says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from cards.preflight import Cell, Reader, load_battery
from cards.preflight.battery import Conditions
from cards.preflight.chance import chance_of
from cards.preflight.optics import Shot
from cards.preflight.reading import find, read
from cards.preflight.shot import take
from cards.preflight.subject import Subject
from cards.preflight.wear import worn_card
from tests.cards.preflight.faces import ADDRESS, face, subject

BATTERY = load_battery()
CELLS = {cell.name: cell for cell in BATTERY.cells()}


@pytest.fixture(scope="module")
def clean() -> Subject:
    return subject(face())


def _shot(of: Subject, number: int = 0, **conditions: Any) -> Shot:
    cell = replace(CELLS["blur.mild"], conditions=Conditions(**conditions))
    return take(of, BATTERY, cell, number)


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS.keys())
def test_the_same_shot_is_the_same_and_the_next_one_is_not(clean: Subject, cell: Cell) -> None:
    first, again, other = (take(clean, BATTERY, cell, number) for number in (0, 0, 1))
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()


@pytest.mark.parametrize("reach", [8, 12])
def test_a_symbol_has_as_many_pixels_as_the_camera_gives_it(clean: Subject, reach: float) -> None:
    (found,) = find(_shot(clean, reach=reach))
    (x1, y1), (x2, y2) = found.corners[:2]
    side = np.hypot(x2 - x1, y2 - y1)
    assert found.text == ADDRESS
    assert side == pytest.approx(clean.side * 1512 / (reach * clean.side), abs=4)


def test_a_small_symbol_is_not_seen_from_nearer_than_a_camera_focuses() -> None:
    small = subject(face(dots=4))
    (found,) = find(_shot(small, reach=2))
    (x1, y1), (x2, y2) = found.corners[:2]
    assert np.hypot(x2 - x1, y2 - y1) == pytest.approx(small.side * 1512 / 150, abs=4)


def test_low_light_is_darker_and_noise_rougher(clean: Subject) -> None:
    usual, dark, rough = (_shot(clean), _shot(clean, light=0.1), _shot(clean, noise=0.1))
    assert dark.mean() < 0.7 * usual.mean()
    corner = (slice(0, 5), slice(0, 5))
    assert rough[corner].std() > 3 * usual[corner].std()


def test_a_shadow_darkens_one_side_and_glare_fills_the_sensor(clean: Subject) -> None:
    shaded, lit = _shot(clean, shadow=0.8), _shot(clean, glare=1.5, glare_size=0.4)
    halves = [shaded[:, :100].max(), shaded[:, -100:].max(), shaded[:100].max()]
    assert max(halves) > 1.2 * min(halves) or shaded.max() > 1.5 * np.median(shaded)
    assert (lit == 255).sum() > 200


def _changed(of: Subject, number: int = 3, **conditions: Any) -> np.ndarray[Any, Any]:
    """Where the card itself is no longer as it was."""
    worn = worn_card(of, Conditions(**conditions), BATTERY.stuff, chance_of(1, "x", number))
    return np.asarray(abs(worn - of.picture) > 0.05)


def test_a_worn_patch_covers_as_many_square_millimetres_as_it_says(clean: Subject) -> None:
    white = replace(clean, picture=np.full_like(clean.picture, BATTERY.stuff.ink))
    for diameter in (2.5, 4.5):
        areas = [
            _changed(white, number, worn=diameter).sum() / white.scale**2 for number in range(12)
        ]
        assert np.mean(areas) == pytest.approx(np.pi * diameter**2 / 4, rel=0.12)


def test_a_scratch_is_as_wide_as_it_says(clean: Subject) -> None:
    black = replace(clean, picture=np.full_like(clean.picture, BATTERY.stuff.ink))
    across = _changed(black, scratch=0.9)
    width = across.sum() / np.hypot(*np.ptp(np.argwhere(across), axis=0))
    assert width / black.scale == pytest.approx(0.9, rel=0.15)


def test_something_over_the_edge_leaves_the_finders_alone(clean: Subject) -> None:
    for number in range(12):
        changed = _changed(clean, number, cover=3.5)
        finder = 8 * clean.module * clean.scale
        left, top = (round(at * clean.scale) for at in (clean.area.x, clean.area.y))
        assert not changed[top : top + round(finder), left : left + round(finder)].any()
        assert changed.any()


def test_a_fold_leans_one_half_away(clean: Subject) -> None:
    bent = worn_card(clean, Conditions(fold=1, bend=25), BATTERY.stuff, chance_of(1, "x", 1))
    assert bent.mean() < clean.picture.mean()
    assert bent.shape == clean.picture.shape


@pytest.mark.parametrize("reader", Reader)
def test_both_readers_read_a_plain_shot(clean: Subject, reader: Reader) -> None:
    assert read(reader, _shot(clean, blur_px=0.6, noise=0.01)) == {ADDRESS}


def test_few_places_are_spread_as_evenly_as_many() -> None:
    for count in (10, 100):
        places = np.array([chance_of(1, "worn.mild", number).places for number in range(count)])
        halves = (places < 0.5).mean(axis=0)
        assert abs(halves - 0.5).max() <= 0.1
        assert abs(places.mean(axis=0) - 0.5).max() < 0.08


def test_what_the_card_rolls_does_not_move_the_camera() -> None:
    one, other = (chance_of(1, "fold.mild", 3) for _ in range(2))
    one.card.random(1_000)
    assert one.camera.random() == other.camera.random()
