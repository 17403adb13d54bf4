"""A million addresses that fail to sign in: the table of failures stays what it is."""

from __future__ import annotations

import os
import statistics
import time

import pytest

from kiosk.acts import Office, throttle
from kiosk.store import failures
from tests.bench.test_scan_and_page import tell
from tests.make import Clock

ADDRESSES = int(os.environ.get("ATTACK_ADDRESSES", "1000000"))
TRIES = 400

pytestmark = [pytest.mark.faults, pytest.mark.attack]


def address(number: int) -> str:
    """IPv4 and IPv6 in turn; each of the latter in a network of its own."""
    if number % 2:
        return f"2001:db8:{number >> 17 & 0xFFFF:x}:{number >> 1 & 0xFFFF:x}::{number:x}"
    return f"10.{number >> 17 & 255}.{number >> 9 & 255}.{number >> 1 & 255}"


async def test_a_million_addresses_leave_a_table_of_ten_thousand(
    office: Office, clock: Clock
) -> None:
    """G3. All but the last tries are put there at once: whoever comes then finds it overfull."""
    now = office.now()
    await office.driver.write(
        lambda tx: tx.run_many(
            failures.KEEP,
            [{"subject": f"{n:032x}", "n": 1, "at": now} for n in range(ADDRESSES)],
        )
    )
    spent = []
    for number in range(TRIES):
        clock.advance(seconds=0.01)
        counted = throttle.subjects(office, name="a", address=address(number), browser=None)[1:]
        begun = time.monotonic()
        await throttle.take(office, counted)
        spent.append(time.monotonic() - begun)
    rows = await office.driver.read(lambda reader: reader.all(failures.COUNT))
    tell(
        f"{ADDRESSES:,} addresses: {rows[0]['n']:,} kept; the first try after {spent[0]:.1f} s, "
        f"the {TRIES} after it in {statistics.median(spent[1:]) * 1_000:.1f} ms each"
    )
    assert rows[0]["n"] <= throttle.SUBJECTS_MOST + 1
    first, last = spent[1 : TRIES // 2], spent[TRIES // 2 :]
    assert statistics.median(last) <= 3 * statistics.median(first)
