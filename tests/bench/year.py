"""A year of scans, made by the database itself: the rows first, and the totals from them."""

from __future__ import annotations

from datetime import date
from typing import Final

from kiosk.domain.period import Period, Zone, day_number
from kiosk.store.driver import Driver, Transaction
from kiosk.store.sqlite import SqliteDriver

YEAR: Final = Period(date(2025, 11, 1), date(2026, 10, 31))
SERVICES: Final = 13
DISTRICTS: Final = 12
RANGES: Final = 400

_DAYS = "create table bench_day (place bigint not null primary key, day bigint, start bigint)"
_ADD_DAY = "insert into bench_day values (:place, :day, :start)"

# A third of all scans are of one district, half of two services; nine of ten are persons' cards.
_ROW = """
select {id} as id, 0 as shard, start + {roll} % 43200000 + 25200000 as at, day, 'scan' as act,
    {roll} % {ranges} * 1000 + {roll} % 100 as serial, {roll} % {ranges} * 1000 as first,
    case when {roll} % 2 = 0 then 'QC0' || (1 + {roll} / 2 % 2)
        else 'QC' || substr('0' || (1 + {roll} / 2 % {services}), -2) end as service,
    cast(370101 + case when {roll} % 3 = 0 then 0 else {roll} / 3 % {districts} end as text)
        as district,
    case {roll} % 10 when 0 then 'kiosk' else 'card' end as source,
    case {roll} % 20 when 0 then 'repeat' when 1 then 'robot' else 'person' end as class,
    'wechat' as client, {device} as device, 0 as signs, '2026-11' as rules
from ({numbers}) as made
join bench_day on bench_day.place = n * {days} / {count}
"""
_SQLITE = {
    "id": "cast(printf('%016d', n) as blob)",
    "device": "cast(printf('%08d', n % 100000) as blob)",
    "numbers": "with recursive made(n, roll) as (select 0, 0 union all select n + 1, "
    "abs(random()) % 1000000007 from made where n + 1 < {count}) select n, roll from made",
}
_POSTGRES = {
    "id": "decode(lpad(to_hex(n), 32, '0'), 'hex')",
    "device": "decode(lpad(to_hex(n % 100000), 16, '0'), 'hex')",
    "numbers": "select n, floor(random() * 1000000007)::bigint as roll "
    "from generate_series(0::bigint, {count} - 1) as n",
}
_COLUMNS = (
    "id, shard, at, day, act, serial, first, service, district, source, class, client, device, "
    "signs, rules"
)
_TOTALS = {
    "total_day": "day, act, service, district, class, source, shard",
    "total_range": "day, first, act, service, class, source, shard",
}
RAW = """
select day, service, district, cast(count(*) as bigint) as n from scan
where day between :first and :last and act = 'scan' and class = 'person'
group by day, service, district order by day, service, district
"""
RAW_SHORT = """
select service, district, cast(count(*) as bigint) as n from scan
where day between :first and :last and act = 'scan' and class = 'person'
group by service, district order by service, district
"""


async def fill(driver: Driver, zone: Zone, *, count: int) -> None:
    """Make `count` scans of `YEAR` in an empty database with today's schema."""
    words = _SQLITE if isinstance(driver, SqliteDriver) else _POSTGRES
    numbers = words["numbers"].format(count=count)
    row = _ROW.format(
        **(words | {"numbers": numbers}),
        roll="roll",
        ranges=RANGES,
        services=SERVICES,
        districts=DISTRICTS,
        days=len(YEAR.days),
        count=count,
    )

    async def work(tx: Transaction) -> None:
        await tx.run(_DAYS)
        await tx.run_many(
            _ADD_DAY,
            [
                {"place": place, "day": day_number(day), "start": zone.start_of(day)}
                for place, day in enumerate(YEAR.days)
            ],
        )
        await tx.run(f"insert into scan ({_COLUMNS}) select {_COLUMNS} from ({row}) as line")
        for table, columns in _TOTALS.items():
            await tx.run(
                f"insert into {table} ({columns}, n) "
                f"select {columns}, count(*) from scan group by {columns}"
            )
        await tx.run("drop table bench_day")

    await driver.write(work)
    # As either database does by itself in a year of scans.
    await driver.write(lambda tx: tx.run("analyze"))
