"""Symbols per second against the qrcode library's plain path, in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import pytest
import qrcode

from cards import qr
from tests.bench.test_scan_and_page import tell
from tests.study.trying import addresses

pytestmark = pytest.mark.bench

ROUNDS = 9
EACH = 40
GOAL_JUDGED = 3


def plain(address: str) -> object:
    """The library by itself: level, version and mask as it chooses them."""
    symbol = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_Q, border=0)
    symbol.add_data(address)
    symbol.make(fit=True)
    return symbol.get_matrix()


def seconds(make: Callable[[str], object], of: list[str]) -> float:
    begun = time.perf_counter()
    for address in of:
        make(address)
    return (time.perf_counter() - begun) / len(of)


def test_judged_masks_cost_a_fraction_of_the_plain_way() -> None:
    contestants: dict[str, Callable[[str], object]] = {
        "plain": plain,
        "judged": qr.encode,
        "mask given": lambda address: qr.encode(address, mask=2),
    }
    of = addresses(EACH, seed=1)
    for make in contestants.values():
        make(of[0])
    rounds = [
        {name: seconds(make, of) for name, make in contestants.items()} for _ in range(ROUNDS)
    ]
    ratio = {
        name: median(one["plain"] / one[name] for one in rounds)
        for name in ("judged", "mask given")
    }
    usual = median(one["plain"] for one in rounds) * 1_000
    told = ", ".join(f"{name} {times:.1f} ×" for name, times in ratio.items())
    tell(f"symbols: plain qrcode {usual:.2f} ms; {told} as many a second")
    assert ratio["judged"] >= GOAL_JUDGED
