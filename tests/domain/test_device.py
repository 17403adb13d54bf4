"""Which of two clocks is believed, and what makes the content of an event."""

from __future__ import annotations

import pytest

from kiosk.domain.device import (
    Clock,
    Device,
    Event,
    Rate,
    Sent,
    Uptime,
    estimate_of,
    is_plausible,
    rates_of,
    read_name,
    timed,
)
from kiosk.domain.problem import Problem
from tests.make import NOON

MINUTE, DAY = 60_000, 86_400_000
ENROLLED = NOON - 10 * DAY
DEVICE = Device("D0001", "P0001", "大厅1号", b"", 0, ENROLLED)
EVENT = Event(bytes(16), 1, NOON, "touch", "QC10")


def used(at: int, offset: int) -> tuple[int, str]:
    """The time used of an event that is reported at noon by a clock `offset` behind."""
    return timed(EVENT._replace(at=at), DEVICE, Sent(NOON, NOON - offset))[:2]


@pytest.mark.parametrize(
    ("at", "offset"),
    [
        (NOON - DAY, 0),
        (NOON - DAY, 15 * MINUTE),
        (NOON - DAY, -15 * MINUTE),
        (ENROLLED - 15 * MINUTE, 0),
        (NOON, 0),
    ],
)
def test_the_devices_time_is_used_while_its_clock_is_about_right(at: int, offset: int) -> None:
    assert used(at, offset) == (at, Clock.DEVICE)


@pytest.mark.parametrize(
    ("at", "offset"),
    [
        (NOON - DAY, 15 * MINUTE + 1),
        (NOON - DAY, -15 * MINUTE - 1),
        (NOON - 365 * DAY, 365 * DAY),
        (NOON + 365 * DAY, -365 * DAY),
        (0, NOON),
        (ENROLLED - 15 * MINUTE - 1, 0),
        (NOON + 5 * MINUTE + 1, 0),
        (NOON - 9 * MINUTE, 14 * MINUTE + 1),  # after the request that reports it, by its own clock
    ],
)
def test_the_time_of_receipt_is_used_where_the_devices_cannot_be(at: int, offset: int) -> None:
    assert used(at, offset) == (NOON, Clock.RECEIPT)


def test_no_event_is_counted_later_than_it_was_received() -> None:
    assert used(NOON + 5 * MINUTE, 0) == (NOON, Clock.DEVICE)
    assert used(NOON + 10 * MINUTE, -10 * MINUTE) == (NOON, Clock.DEVICE)


def ran(ms: int, *, at: int = 0, boot: str = "b1", now: int = DAY) -> tuple[int, str]:
    """The time used of an event at `ms` of a start; at noon the device has been running a day."""
    event = EVENT._replace(at=at, uptime=Uptime(boot, ms))
    return timed(event, DEVICE, Sent(NOON, 0, Uptime("b1", now)))[:2]


def test_how_long_the_device_has_been_running_places_an_event_however_its_clock_was_set() -> None:
    assert ran(DAY - 3 * MINUTE) == (NOON - 3 * MINUTE, Clock.DEVICE)
    assert ran(0) == (NOON - DAY, Clock.DEVICE)
    assert ran(DAY, at=NOON - 5 * DAY) == (NOON, Clock.DEVICE)


def test_what_it_had_been_running_before_its_last_start_tells_nothing() -> None:
    assert ran(DAY - MINUTE, boot="b0") == (NOON, Clock.RECEIPT)
    assert ran(DAY + 1) == (NOON, Clock.RECEIPT)  # not of the same clock: it cannot go back
    assert ran(0, now=11 * DAY) == (NOON, Clock.RECEIPT)  # before it was enrolled


@pytest.mark.parametrize(
    ("at", "offset", "own"),
    [
        (NOON - DAY, 0, NOON - DAY),
        (NOON + MINUTE, 0, NOON),
        (NOON - 400 * DAY, 399 * DAY, NOON - DAY),  # a clock that is as far off as it was
        (NOON - 400 * DAY, 0, None),
        (NOON + 400 * DAY, -365 * DAY, None),
    ],
)
def test_an_events_own_time_is_told_even_where_it_is_not_counted_by(
    at: int, offset: int, own: int | None
) -> None:
    assert timed(EVENT._replace(at=at), DEVICE, Sent(NOON, NOON - offset)).own == own


def test_a_rate_is_plausible_up_to_its_bound() -> None:
    assert rates_of(NOON, day=20261124) == (
        Rate("minute", NOON // MINUTE), Rate("day", 20261124),
    )  # fmt: skip
    assert rates_of(None, day=20261124) == (Rate("unplaced", 20261124),)
    minute, day, unplaced = Rate("minute", 1), Rate("day", 1), Rate("unplaced", 1)
    for n, rate in ((60, minute), (6_000, day), (6_000, unplaced)):
        assert is_plausible({rate: n - 1})
        assert not is_plausible({rate: n})
    assert not is_plausible({minute: 60, day: 60})


def test_the_digest_is_of_all_that_is_reported_and_of_who_reports_it() -> None:
    others = [
        EVENT._replace(id=b"1" * 16),
        EVENT._replace(uptime=Uptime("b1", 1)),
        EVENT._replace(uptime=Uptime("b1", 2)),
        EVENT._replace(sequence=2),
        EVENT._replace(at=NOON - 1),
        EVENT._replace(act="view"),
        EVENT._replace(service="QC06"),
    ]
    digests = {event.digest("D0001") for event in (EVENT, *others)} | {EVENT.digest("D0002")}
    assert len(digests) == 9
    assert EVENT.digest("D0001") == Event(*EVENT).digest("D0001")


def test_a_screen_is_one_device_every_day_and_no_other() -> None:
    assert len(estimate_of("D0001")) == 8
    assert estimate_of("D0001") != estimate_of("D0002")


def test_a_name_is_tidied_and_bounded() -> None:
    assert read_name("  大厅　1号 ") == "大厅 1号"
    for wrong in ("", "  ", "长" * 41):
        with pytest.raises(Problem, match="device-name-faulty"):
            read_name(wrong)
    for wrong in ("a\x00b", "a\u202eb"):
        with pytest.raises(Problem, match="text-unseen"):
            read_name(wrong)
