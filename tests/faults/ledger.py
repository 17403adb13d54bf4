"""What the clients were told beside what is stored: nothing lost, nothing twice, sums equal."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from kiosk.acts.keyring import Keyring
from kiosk.domain.code import Signer, read_code
from kiosk.domain.period import Zone
from kiosk.store.driver import Reader, Row
from tests.faults.process import Service
from tests.stores import Store

KILLS = int(os.environ.get("FAULT_KILLS", "2"))
COPIES = 20_000 + KILLS * 6_000


def issue(service: Service, folder: Path) -> Iterator[str]:
    """A batch of numbered copies; the codes of all of them, one after another."""
    placements = folder / "placements.csv"
    placements.write_text(f"district,name,kind,copies\n370102,大厅,window,{COPIES}\n", "utf-8")
    listed = folder / "codes.csv"
    service.command(
        *("batch", "create", "--design", "a5-process", "--service", "QC10", "--numbered"),
        *("--placements", str(placements), "--codes-out", str(listed)),
    )
    return _codes(listed)


def _codes(listed: Path) -> Iterator[str]:
    with listed.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            yield line["code"]


async def require_exact(
    service: Service,
    store: Store,
    *,
    sent: Sequence[str],
    acknowledged: Sequence[str],
    twice: Sequence[str] = (),
) -> int:
    """Fail where anything acknowledged is not stored, or anything twice; how many are stored.

    The service has ended, and its spool is empty. Codes that were opened `twice` are so stored.
    """
    stored, totals = await _ledger(store)
    serials = serials_of(service.data, sent)
    assert [code for code in acknowledged if not stored[serials[code]]] == []
    often = {serials[code] for code in twice}
    assert {serial for serial, times in stored.items() if times != 1} == often
    assert all(stored[serial] == 2 for serial in often)
    assert set(stored) <= set(serials.values())
    assert set(totals) == {sum(stored.values())}
    service.command("verify")  # ends with status 1 where a single line differs
    return sum(stored.values())


def serials_of(data: Path, sent: Iterable[str]) -> dict[str, int]:
    """The serial of each code that was signed with the keys of a data folder."""
    signer = Signer(Keyring.load(data / "keys.json").keys)
    serials = {}
    for code in sent:
        number = read_code(code)
        assert number is not None
        serial = signer.verify(number)
        assert serial is not None
        serials[code] = serial
    return serials


async def _all(statement: str, reader: Reader) -> list[Row]:
    return await reader.all(statement)


async def _ledger(store: Store) -> tuple[Counter[int], list[int]]:
    driver = await store.open(Zone("Asia/Shanghai"))
    rows = await driver.read(lambda reader: reader.all("select serial from scan"))
    totals = []
    for table in ("total_day", "total_range", "total_hour"):
        statement = f"select cast(sum(n) as bigint) as n from {table}"
        (row,) = await driver.read(partial(_all, statement))
        totals.append(int(row["n"]))
    await driver.close()
    return Counter(row["serial"] for row in rows), totals
