"""Scans to write, and what has become of them."""

from __future__ import annotations

from kiosk.domain.scan import Scan
from kiosk.store.driver import Driver, Reader

NOON = 1_795_492_800_000  # 2026-11-24 12:00 in Jinan


def scan(number: int, **changes: object) -> Scan:
    row = Scan(
        number.to_bytes(16, "big"),
        NOON,
        "scan",
        number,
        0,
        "QC10",
        "370102",
        "card",
        "person",
        "wechat",
        b"device12",
        0,
    )
    return row._replace(**changes)  # type: ignore[arg-type]


async def total(driver: Driver, table: str) -> int:
    async def work(reader: Reader) -> int:
        row = await reader.one(f"select coalesce(sum(n), 0) as n from {table}")
        assert row is not None
        return int(row["n"])

    return await driver.read(work)


async def count_scans(driver: Driver) -> int:
    async def work(reader: Reader) -> int:
        row = await reader.one("select count(*) as n from scan")
        assert row is not None
        return int(row["n"])

    return await driver.read(work)
