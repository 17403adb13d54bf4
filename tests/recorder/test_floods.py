"""短时异常高频: what people do together never is, and one client that varies its agent soon is."""

from __future__ import annotations

import random
import sys

import pytest

from kiosk.domain.ruleset import Bounds, rule_set
from kiosk.domain.scan import RULES
from kiosk.recorder import floods as module
from kiosk.recorder.floods import MOST, Floods
from tests.make import NOON
from tests.recorder import crowds

MINUTE = 60_000
THING = ("scan", 1, "QC10")
SMALL = Bounds(alike_a_minute=2, network_a_minute=4, network_a_day=6)


def opened(floods: Floods, *, at: int = NOON, **changes: object) -> bool:
    """Whether an opening counts."""
    asked = {"thing": THING, "address": "10.0.0.1", "kind": 1, "at": at} | changes
    return not floods.is_beyond(**asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [name for name in crowds.REAL if "readers" not in name])
def test_people_who_scan_together_all_count(name: str) -> None:
    for seed in range(4):
        judged = crowds.classes(crowds.REAL[name](random.Random(seed)), rule_set(RULES))
        assert judged["flood"] == 0


def test_of_sixty_like_phones_behind_one_address_no_more_than_two_are_lost() -> None:
    """In ten minutes, and even where all of them open within one."""
    for minutes in (10, 1):
        for seed in range(8):
            hits = crowds.like_phones(random.Random(seed), minutes=minutes)
            judged = crowds.classes(hits, rule_set(RULES))
            assert judged["person"] >= 58, judged


def test_a_client_that_varies_a_number_counts_up_to_the_bound() -> None:
    hits = crowds.varied_number(random.Random(0))
    assert crowds.classes(hits, rule_set(RULES)) == {"person": 60, "flood": 140}
    assert crowds.classes(hits, rule_set("2026-12")) == {"person": 200}


def test_one_that_varies_letters_counts_up_to_the_bound_of_its_network() -> None:
    hits = crowds.varied_letters(random.Random(0))[:900]
    assert crowds.classes(hits, rule_set(RULES)) == {"person": 600, "flood": 300}


def test_one_that_is_patient_counts_up_to_the_bound_of_the_day() -> None:
    hits = crowds.varied_number(random.Random(0), count=3_000, pause_ms=1_500)
    assert crowds.classes(hits, rule_set(RULES)) == {"person": 2_880, "flood": 120}


def test_a_flood_of_one_code_from_one_network_takes_nothing_from_others() -> None:
    floods = Floods(SMALL)
    assert [opened(floods) for _ in range(3)] == [True, True, False]
    assert opened(floods, address="10.0.0.2")
    assert opened(floods, thing=("scan", 2, "QC10"))
    assert opened(floods, thing=("view", 1, "QC10"))
    assert opened(floods, thing=("scan", 1, "QC06"))
    assert opened(floods, kind=2)


def test_each_bound_holds_and_the_next_minute_and_day_begin_anew() -> None:
    floods = Floods(SMALL)
    assert [opened(floods, kind=n) for n in range(6)] == [True] * 4 + [False] * 2
    later = [opened(floods, kind=n, at=NOON + MINUTE) for n in range(4)]
    assert later == [True, True, False, False]
    assert not opened(floods, at=NOON + 9 * MINUTE)
    assert opened(Floods(SMALL), at=NOON + 9 * MINUTE)


def test_what_is_beyond_a_bound_is_not_counted_towards_another() -> None:
    floods = Floods(SMALL)
    for _ in range(100):
        opened(floods, kind=1)
    assert [opened(floods, kind=2) for _ in range(3)] == [True, True, False]


def test_a_customer_of_ipv6_is_one_network() -> None:
    floods = Floods(SMALL)
    addresses = [f"2001:db8:0:1::{n:x}" for n in range(1, 6)]
    assert [opened(floods, address=a) for a in addresses] == [True, True, False, False, False]
    assert opened(floods, address="2001:db8:0:2::1")


def test_memory_is_bounded_and_a_flood_from_everywhere_makes_nobody_a_flood(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST", 1_000)
    floods = Floods(SMALL)
    for n in range(11_000):
        assert opened(floods, address=f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}", kind=n)
        assert len(floods._of_minute) <= 1_001
        assert len(floods._of_day) <= 1_000
    for n in range(11_000):
        opened(floods, address=f"2001:db8:{n:x}::1")
    assert len(floods._networks) <= module._KEPT


def test_a_full_memory_is_small() -> None:
    """Hashes and counts alone, never an address or an agent."""
    floods = Floods(rule_set(RULES).bounds)
    for n in range(MOST // 2 + 10):
        opened(floods, address=f"203.0.{n >> 8}.{n & 255}", kind=n)
    for kept in (floods._of_minute, floods._of_day):
        assert all(isinstance(key, int) for key in kept)
        assert sys.getsizeof(kept) + sum(map(sys.getsizeof, kept)) < 6 * 1024 * 1024


def test_the_same_opening_has_another_hash_on_another_day() -> None:
    one, other = Floods(SMALL), Floods(SMALL)
    for floods in (one, other):
        opened(floods)
    assert one._of_day.keys().isdisjoint(other._of_day)
