"""Days are those of Jinan, whatever zone the machine is in."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kiosk.domain.period import Moment, Period, Zone, day_number, day_of, epoch_ms


def at(text: str) -> int:
    return epoch_ms(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("instant", "moment"),
    [
        ("2026-11-24T15:59:59.999+00:00", Moment(20261124, 202611, 1, 23)),
        ("2026-11-24T16:00:00.000+00:00", Moment(20261125, 202611, 2, 0)),
        ("2026-12-31T16:00:00.000+00:00", Moment(20270101, 202701, 4, 0)),
        ("2028-02-28T16:00:00.000+00:00", Moment(20280229, 202802, 1, 0)),
        ("1970-01-01T00:00:00.000+00:00", Moment(19700101, 197001, 3, 8)),
    ],
)
def test_an_instant_lies_in_a_day_of_jinan(instant: str, moment: Moment) -> None:
    assert Zone("Asia/Shanghai").moment(at(instant)) == moment


def test_the_remembered_hour_never_leaks_into_the_next() -> None:
    zone = Zone("Asia/Kathmandu")  # 5 h 45 min: the hour turns at a quarter
    before, after = at("2026-11-24T18:14:59.999+00:00"), at("2026-11-24T18:15:00.000+00:00")
    for instant in (before, after, before, after):
        fresh = Zone("Asia/Kathmandu").moment(instant)
        assert zone.moment(instant) == fresh
    assert zone.moment(before).day != zone.moment(after).day


def test_a_day_begins_at_midnight_of_its_zone() -> None:
    zone = Zone("Asia/Shanghai")
    start = zone.start_of(date(2026, 11, 24))
    assert start == at("2026-11-23T16:00:00+00:00")
    assert zone.today(start) == date(2026, 11, 24)
    assert zone.today(start - 1) == date(2026, 11, 23)
    assert zone.clock(start).isoformat() == "2026-11-24T00:00:00+08:00"


def test_a_period_holds_both_its_ends() -> None:
    period = Period(date(2026, 2, 27), date(2026, 3, 2))
    assert [day.day for day in period.days] == [27, 28, 1, 2]
    assert Period.until(date(2026, 11, 24), days=7).first == date(2026, 11, 18)
    assert Period.until(date(2026, 11, 24), days=1) == Period(
        date(2026, 11, 24), date(2026, 11, 24)
    )


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="Period"):
        Period(date(2026, 11, 24), date(2026, 11, 23))


def test_a_day_and_its_number_are_the_same() -> None:
    assert day_number(date(2026, 1, 9)) == 20260109
    assert day_of(20260109) == date(2026, 1, 9)
    assert epoch_ms(datetime(1970, 1, 1, tzinfo=UTC)) == 0
