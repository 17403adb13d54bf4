"""A repeat is the same opening within thirty seconds of the one that was counted."""

from __future__ import annotations

import random

from kiosk.recorder import repeats
from kiosk.recorder.repeats import Repeats

START = 1_790_000_000_000


def test_a_second_opening_within_thirty_seconds_is_a_repeat() -> None:
    seen = Repeats()
    assert not seen.is_repeat("a", START)
    assert seen.is_repeat("a", START + 29_999)
    assert not seen.is_repeat("b", START + 29_999)
    assert not seen.is_repeat("a", START + 30_000)


def test_reloading_for_ever_counts_once_in_thirty_seconds() -> None:
    seen = Repeats()
    counted = sum(not seen.is_repeat("a", START + second * 1_000) for second in range(300))
    assert counted == 10


def test_generations_forget_nothing_that_matters() -> None:
    chance, seen = random.Random(3), Repeats()
    last: dict[int, int] = {}
    at = START
    for _ in range(20_000):
        at += chance.randrange(200)
        key = chance.randrange(500)
        expected = key in last and at - last[key] < 30_000
        assert seen.is_repeat(key, at) is expected
        if not expected:
            last[key] = at


def test_a_clock_set_back_never_hides_a_person() -> None:
    seen = Repeats()
    assert not seen.is_repeat("a", START)
    assert not seen.is_repeat("a", START - 3_600_000)


def test_an_opening_that_was_not_stored_hides_no_later_one() -> None:
    seen = Repeats()
    assert not seen.is_repeat("a", START)
    seen.forget("a")
    assert not seen.is_repeat("a", START + 1_000)
    assert seen.is_repeat("a", START + 2_000)


def test_memory_is_bounded() -> None:
    seen = Repeats()
    for key in range(3 * repeats.MOST):
        seen.is_repeat(key, START)
    assert len(seen._now) + len(seen._before) <= 2 * repeats.MOST
