"""What migration 0006 makes of a database that has counted: days name the rule set they had."""

from __future__ import annotations

from contextlib import closing
from importlib.resources import files
from pathlib import Path

from kiosk.domain.period import Zone
from kiosk.store.schema import migrate
from kiosk.store.sqlite import SqliteDriver
from kiosk.store.sqlite_library import sqlite3
from tests.store.rows import NOON

BEFORE = ("0001_begin", "0002_shard", "0003_seal", "0004_device_key")


def _database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "create table migration (number bigint primary key, name text, applied_at bigint)"
        )
        for number, name in enumerate(BEFORE, start=1):
            script = files("kiosk.store.migrations").joinpath(f"{name}.sql").read_text("utf-8")
            connection.executescript(script)
            connection.execute("insert into migration values (?, ?, 0)", (number, name))
        for number, shard in ((1, 0), (2, 5)):
            connection.execute(
                "insert into scan values (?, ?, 0, 20261124, 'scan', 1, 1, 'QC10', 'gx', 'card',"
                " 'person', 'wechat', x'00', 0, '2026-11')",
                (bytes([number]) * 16, shard),
            )
        for day in (20251030, 20261124):
            connection.execute(
                "insert into total_range values (?, 1, 'scan', 'QC10', 'person', 'card', 0, 2)",
                (day,),
            )
        connection.commit()


async def test_days_of_the_first_rule_set_name_it_with_and_without_rows(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.sqlite3"
    _database(path)
    driver = await SqliteDriver.open(path, Zone("Asia/Shanghai"))
    await migrate(driver, now=NOON)
    rows = await driver.read(
        lambda reader: reader.all("select day, rules, shard from day_rules order by day, shard")
    )
    await driver.close()
    assert [tuple(row.values()) for row in rows] == [
        (20251030, "2026-11", 0),
        (20261124, "2026-11", 0),
        (20261124, "2026-11", 5),
    ]
