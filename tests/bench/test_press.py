"""Ten thousand numbered name cards on A4: quick, small, flat, and every symbol opens its page."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import pypdfium2
import pytest
import zxingcpp

from kiosk.batches import Order
from tests.bench.press import ours, plain
from tests.bench.test_scan_and_page import compare, tell
from tests.printing.numbered import numbered

COUNT = int(os.environ.get("BENCH_CARDS", "10000"))
MANY = 5 * COUNT
SOME = 500
ROUNDS = 3
DPI = 150

pytestmark = pytest.mark.bench


def seconds(way: Callable[[Order, Any, BinaryIO], None], asked: Order, shared: Any) -> float:
    """Seconds of one processor: others who use this machine do not count."""
    begun = time.process_time()
    way(asked, shared, BytesIO())
    return time.process_time() - begun


def written(count: int, path: Path) -> dict[str, float]:
    """So many cards, written by a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.press", str(count), str(path)],
        check=True,
        capture_output=True,
        cwd=Path(__file__).parents[2],
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def test_numbered_cards_against_the_plain_way() -> None:
    asked, shared = numbered(SOME)
    seconds(ours, *numbered(20)), seconds(plain, *numbered(20))  # what is read once is read
    quick, slow = [], []
    for _ in range(ROUNDS):
        slow.append(seconds(plain, asked, shared))
        quick.append(seconds(ours, asked, shared))
    each = [1_000 * statistics.median(spent) / SOME for spent in (quick, slow)]
    tell(f"a numbered card: {each[0]:.2f} ms of a processor, the plain way {each[1]:.2f} ms")
    compare("the plain way", each[1] / each[0], goal="≥ 4")
    assert each[1] / each[0] >= 4


def test_memory_and_bytes_of_a_card_and_every_symbol_read_back(tmp_path: Path) -> None:
    few, many = written(COUNT, tmp_path / "few.pdf"), written(MANY, tmp_path / "many.pdf")
    for count, told in ((COUNT, few), (MANY, many)):
        tell(
            f"{count:,} cards: {told['seconds']:.0f} s, {told['bytes'] / count:.0f} bytes a card, "
            f"at most {told['peak_mb']:.0f} MB of memory"
        )
    assert many["peak_mb"] <= 1.05 * few["peak_mb"]
    assert max(few["bytes"] / COUNT, many["bytes"] / MANY) <= 500
    read = _read(tmp_path / "few.pdf")
    asked, _ = numbered(COUNT)
    assert len(read) == len(set(read)) == COUNT
    assert set(read) == {copy.url for copy in asked.copies}
    tell(f"{COUNT:,} symbols read back, all different, each its own address")


def _read(path: Path) -> list[str]:
    """Every symbol of every front."""
    pages, read = pypdfium2.PdfDocument(path), []
    for number in range(0, len(pages), 2):
        picture = pages[number].render(scale=DPI / 72, grayscale=True).to_pil()
        read += [one.text for one in zxingcpp.read_barcodes(picture)]
    return read
