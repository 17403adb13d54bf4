"""Losses survive everything: they are the last thing that can be written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kiosk.domain.period import Period
from kiosk.recorder import Losses

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def test_losses_are_counted_by_day_and_survive_a_restart(tmp_path: Path) -> None:
    losses = Losses(tmp_path / "unrecorded")
    losses.add(20261124, 2)
    losses.add(20261124, 3)
    losses.add(20261201, 7)
    losses.close()
    again = Losses(tmp_path / "unrecorded")
    assert again.within(NOVEMBER) == 5
    assert again.within(Period(date(2026, 11, 1), date(2026, 12, 31))) == 12
    again.close()


def test_the_file_never_grows(tmp_path: Path) -> None:
    path = tmp_path / "unrecorded"
    losses = Losses(path)
    size = path.stat().st_size
    for day in range(20261101, 20261131):
        losses.add(day, 1)
    losses.close()
    assert path.stat().st_size == size
    assert path.stat().st_mode & 0o777 == 0o600


def test_every_day_of_twenty_years_has_a_place_of_its_own(tmp_path: Path) -> None:
    losses = Losses(tmp_path / "unrecorded")
    days = [
        year * 10_000 + month * 100 + day
        for year in range(2026, 2046)
        for month in range(1, 13)
        for day in (1, 28, 31)
    ]
    for day in days:
        losses.add(day, 1)
    losses.close()
    again = Losses(tmp_path / "unrecorded")
    assert again.within(Period(date(2026, 1, 1), date(2046, 1, 1))) == len(days)
    again.close()
