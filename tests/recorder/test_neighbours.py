"""What was opened just before: repeats of what counted, and what closely follows another device."""

from __future__ import annotations

import random

import pytest

from kiosk.domain.ruleset import rule_set
from kiosk.domain.scan import RULES, Sign
from kiosk.recorder import neighbours
from kiosk.recorder.neighbours import Neighbours, Thing

START = 1_790_000_000_000
THING: Thing = ("scan", 7, "QC10")
A, B, C = b"a" * 8, b"b" * 8, b"c" * 8
REPEAT, AFTER = Sign.REPEAT.value, Sign.AFTER_PERSON.value


@pytest.fixture
def seen() -> Neighbours:
    return Neighbours(rule_set(RULES))


def opens(seen: Neighbours, device: bytes, seconds: float, thing: Thing = THING) -> int:
    """A person opens; the signs of that opening."""
    at = START + round(seconds * 1_000)
    signs = seen.signs(thing, device, at)
    seen.remember(thing, device, at, has_counted=not signs & REPEAT)
    return signs


def test_a_second_opening_within_thirty_seconds_is_a_repeat(seen: Neighbours) -> None:
    assert [opens(seen, A, s) for s in (0, 29.999, 30)] == [0, REPEAT, 0]
    assert opens(seen, A, 31, ("scan", 8, "QC10")) == 0
    assert opens(seen, A, 31, ("view", 7, "QC10")) == 0


def test_reloading_for_ever_counts_once_in_thirty_seconds(seen: Neighbours) -> None:
    counted = sum(not opens(seen, A, second) & REPEAT for second in range(300))
    assert counted == 10


def test_another_device_within_ten_seconds_follows(seen: Neighbours) -> None:
    assert opens(seen, A, 0) == 0
    assert opens(seen, B, 9.999) == AFTER
    assert opens(seen, C, 19.999) == 0


def test_a_device_does_not_follow_itself_but_whoever_was_before(seen: Neighbours) -> None:
    assert opens(seen, A, 0) == 0
    assert opens(seen, B, 1) == AFTER
    assert opens(seen, B, 2) == REPEAT | AFTER  # after A
    assert opens(seen, B, 10) == REPEAT
    assert opens(seen, A, 11) == REPEAT | AFTER  # after B's repeat


def test_only_the_same_thing_is_followed(seen: Neighbours) -> None:
    opens(seen, A, 0)
    assert opens(seen, B, 1, ("scan", 8, "QC10")) == 0


def test_generations_forget_nothing_that_matters(seen: Neighbours) -> None:
    chance = random.Random(3)
    counted: dict[tuple[Thing, bytes], float] = {}
    opened: list[tuple[float, Thing, bytes]] = []
    second = 0.0
    for _ in range(6_000):
        second += chance.randrange(200) / 1_000
        thing: Thing = ("scan", chance.randrange(40), "QC10")
        device = bytes([chance.randrange(9)])
        opened = [one for one in opened if second - one[0] < 10]
        expected = 0
        if (thing, device) in counted and second - counted[thing, device] < 30:
            expected |= REPEAT
        if any(where == thing and who != device for _, where, who in opened):
            expected |= AFTER
        assert opens(seen, device, second, thing) == expected
        if not expected & REPEAT:
            counted[thing, device] = second
        opened.append((second, thing, device))


def test_a_clock_set_back_never_hides_a_person(seen: Neighbours) -> None:
    opens(seen, A, 0)
    assert opens(seen, A, -3_600) == 0
    assert opens(seen, B, -7_200) == 0


def test_an_opening_that_was_not_stored_hides_no_later_one(seen: Neighbours) -> None:
    opens(seen, A, 0)
    seen.forget(THING, A)
    assert opens(seen, A, 1) == 0
    assert opens(seen, A, 2) == REPEAT


def test_memory_is_bounded(seen: Neighbours, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "MOST", 1_000)
    for number in range(3_500):
        opens(seen, A, 0, ("scan", number, "QC10"))
    assert len(seen._counted) <= 2_000
    assert len(seen._opened) <= 2_000
