"""What a period said, edition by edition."""

from __future__ import annotations

from datetime import date

from kiosk.domain.edition import Counted, Edition, Former, editions

X, Y, Z = frozenset({"x"}), frozenset({"y"}), frozenset({"z"})
DAYS = {1: date(2026, 12, 1), 2: date(2026, 12, 2), 3: date(2026, 12, 3)}


def test_a_period_that_was_never_judged_again_has_one_edition() -> None:
    now = {1: Counted(5, X), 2: Counted(7, X | Y)}
    assert editions(now, [], DAYS.__getitem__) == (Edition(1, None, ("x", "y"), 12),)
    assert editions({}, [], DAYS.__getitem__) == (Edition(1, None, (), 0),)


def test_each_day_says_what_it_said_then() -> None:
    now = {1: Counted(1, Z), 2: Counted(20, Y), 3: Counted(300, X)}
    former = [
        Former(1, 1, Counted(3, X)),
        Former(1, 3, Counted(2, Y)),
        Former(2, 1, Counted(25, X)),
    ]
    assert editions(now, former, DAYS.__getitem__) == (
        Edition(1, None, ("x",), 328),
        Edition(2, DAYS[1], ("x", "y"), 322),
        Edition(3, DAYS[3], ("x", "y", "z"), 321),
    )


def test_two_runs_on_one_date_are_one_edition() -> None:
    former = [Former(1, 10, Counted(9, X)), Former(1, 11, Counted(8, Y))]
    found = editions({1: Counted(7, Z)}, former, {10: DAYS[1], 11: DAYS[1]}.__getitem__)
    assert found == (Edition(1, None, ("x",), 9), Edition(2, DAYS[1], ("z",), 7))
