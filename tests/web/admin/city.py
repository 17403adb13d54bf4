"""A city with cards at many places and two months of made-up openings, always the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

from kiosk.domain.placement import CodeRange, PlacementKind, Spot
from kiosk.domain.scan import Act, Class, Opening, Scan
from kiosk.recorder import Losses
from kiosk.store import batches
from kiosk.web.state import State
from tests.make import NOON, TODAY, spot
from tests.serving import Served

DAY_MS = 86_400_000
WORKDAY, WEEKEND = 90, 25
CLASSES = {
    Class.PERSON: 66,
    Class.REPEAT: 11,
    Class.ROBOT: 8,
    Class.PREVIEW: 13,
    Class.STAFF: 0,
    Class.RECALLED: 1,
}
A5 = (
    spot("平阴县政务服务中心", district="370124", copies=300),
    spot("历下区政务服务中心", district="370102", copies=500),
    spot("市中区企业服务中心二楼综合窗口", district="370103", copies=200),
    spot(
        "高新区自贸试验区制度创新和法律服务联合推进中心（企业开办专区）", district="gx", copies=150
    ),
    spot("起步区政务大厅", district="qb", copies=80),
)
HALLS = (
    spot("历下区政务服务中心一楼大厅", kind=PlacementKind.KIOSK, copies=10),
    spot("章丘区政务服务中心", district="370114", kind=PlacementKind.KIOSK, copies=10),
)
POCKET = tuple(
    spot(f"第{n}批企业寄送", district=district, kind=PlacementKind.MAILING, copies=1_200)
    for n, district in enumerate(
        ("370104", "370105", "370112", "370113", "370115", "370116", "370117", "370126", "nb"), 1
    )
)


async def fill(served: Served, *, days: int = 60) -> None:
    """Three batches, then openings of the last `days` days; today is not over."""
    spans = [
        *await served.batch(*A5, services=["QC10"]),
        *await served.batch(*HALLS, services=["QC06", "QC10"]),
        *await served.batch(*POCKET, services=[""], design="card-90x54-catalogue"),
    ]
    await served.passed("B0001")
    await served.do("batch.set-state", batch="B0001", state="in_use")
    every = await served.state.office.driver.read(batches.ranges)
    screens = [span for span in every if span.batch is None]
    rolls = random.Random(20261124)
    scans = list(_scans(rolls, spans, screens, days))
    for start in range(0, len(scans), 2_000):
        await served.state.office.driver.record(scans[start : start + 2_000], {})
    await served.state.office.driver.record(
        (),
        {
            Opening(NOON - DAY_MS, Act.SCAN.value, Class.FORGED.value): 33,
            Opening(NOON - 3 * DAY_MS, Act.SCAN.value, Class.UNKNOWN.value): 12,
        },
    )


async def crowd(served: Served, count: int = 200) -> list[CodeRange]:
    """A batch for very many placements."""
    return await served.batch(
        *(
            Spot("370102", f"历下区第{n}社区党群服务中心", PlacementKind.POSTER, 20)
            for n in range(1, count + 1)
        ),
        services=["QC10"],
    )


def lose(state: State, *counts: tuple[int, int]) -> None:
    """Count losses of days (20261121)."""
    losses = Losses.take(state.folder)
    for day, count in counts:
        losses.add(day, count)
    losses.close()


def _scans(
    rolls: random.Random, spans: list[CodeRange], screens: list[CodeRange], days: int
) -> Iterator[Scan]:
    weights = [1 + 30 / (place + 1) for place in range(len(spans))]
    numbers = iter(range(1, 1 << 40))
    for back in range(days):
        day = TODAY - timedelta(days=back)
        usual = WORKDAY if day.weekday() < 5 else WEEKEND
        for _ in range(round(usual * rolls.uniform(0.7, 1.3) * (0.5 if back == 0 else 1))):
            at = NOON - back * DAY_MS - rolls.randrange(3 * 3_600_000)
            span = rolls.choices(spans, weights)[0]
            klass = rolls.choices([*CLASSES], [*CLASSES.values()])[0]
            yield _scan(next(numbers), at, span, Act.SCAN, klass, span.service)
            if klass is Class.PERSON and not span.service and rolls.random() < 0.6:
                wanted = f"QC{rolls.randint(1, 13):02}"
                yield _scan(next(numbers), at, span, Act.VIEW, klass, wanted)
        for _ in range(rolls.randrange(12)):
            at = NOON - back * DAY_MS - rolls.randrange(3 * 3_600_000)
            screen = rolls.choice(screens)
            act = rolls.choice((Act.TOUCH, Act.TOUCH, Act.SCAN))
            yield _scan(next(numbers), at, screen, act, Class.PERSON, screen.service)


def _scan(number: int, at: int, span: CodeRange, act: Act, klass: Class, service: str) -> Scan:
    return Scan(
        id=number.to_bytes(16, "big"),
        at=at,
        act=act.value,
        serial=span.first,
        first=span.first,
        service=service,
        district=span.district,
        source=span.source.value,
        klass=klass.value,
        client="wechat",
        device=bytes(8),
        signs=0,
    )
