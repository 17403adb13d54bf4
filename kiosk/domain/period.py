"""Days, months and hours of reports, in the zone that reports are told in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Moment:
    """Where an instant lies: `day` as 20261124, `month` as 202611, Monday is 0."""

    day: int
    month: int
    weekday: int
    hour: int


class Zone:
    """A time zone that remembers the hour it was last asked about: scans ask 10,000 times in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._info = ZoneInfo(name)
        self._last = (0, 0, Moment(0, 0, 0, 0))

    def moment(self, at_ms: int) -> Moment:
        """The day, month, weekday and hour of an instant (epoch milliseconds)."""
        # One tuple, read and replaced whole: the event loop and the writer's thread both ask.
        start, end, moment = self._last
        if not start <= at_ms < end:
            # Whole UTC quarters of an hour: every zone's offset is a multiple of one.
            start = at_ms - at_ms % (HOUR_MS // 4)
            moment = _moment(self.clock(at_ms))
            self._last = (start, start + HOUR_MS // 4, moment)
        return moment

    def today(self, at_ms: int) -> date:
        """The calendar day of an instant."""
        return datetime.fromtimestamp(at_ms / 1000, self._info).date()

    def clock(self, at_ms: int) -> datetime:
        """The instant as a local date and time."""
        return datetime.fromtimestamp(at_ms / 1000, self._info)

    def local(self, moment: datetime) -> datetime:
        """A date and time without a zone, taken as one of this zone."""
        return moment.replace(tzinfo=self._info)

    def start_of(self, day: date) -> int:
        """The first millisecond of a day."""
        return epoch_ms(datetime(day.year, day.month, day.day, tzinfo=self._info))


def _moment(local: datetime) -> Moment:
    month = local.year * 100 + local.month
    return Moment(day_number(local.date()), month, local.weekday(), local.hour)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both ends included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(self)

    @classmethod
    def until(cls, last: date, *, days: int) -> Period:
        """The `days` days that end with `last`."""
        return cls(last - timedelta(days=days - 1), last)

    @property
    def before(self) -> Period:
        """As many days, just before."""
        yesterday = self.first - timedelta(days=1)
        return Period.until(yesterday, days=(self.last - self.first).days + 1)

    @property
    def days(self) -> tuple[date, ...]:
        """Every day, in order."""
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=offset) for offset in range(count))


def day_number(day: date) -> int:
    """20261124 for 2026-11-24: sorts, and reads the same to people."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of(number: int) -> date:
    """The day of its number."""
    return date(number // 10_000, number // 100 % 100, number % 100)


def epoch_ms(moment: datetime) -> int:
    """Epoch milliseconds of an aware date and time."""
    return int(
        (moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1)
    )
