import itertools
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.period import Period
from kiosk.domain.placement import CodeRange, PlacementKind
from kiosk.domain.problem import Problem
from kiosk.domain.report import Ask, Dimension, Line
from kiosk.domain.scan import Act, Class
from kiosk.store import totals
from tests.reports.ledger import NOON, Ledger, opened, table
from tests.stores import File, Store

pytestmark = pytest.mark.on_every_store

ROWS = (
    *(Class.PERSON, Class.REPEAT, Class.ROBOT, Class.PREVIEW),
    *(Class.STAFF, Class.RECALLED, Class.FLOOD),
)


@pytest.fixture
async def ledger(store: Store) -> AsyncIterator[Ledger]:
    async with opened(store) as made:
        yield made


async def one_card(ledger: Ledger) -> CodeRange:
    await ledger.batch("B0001")
    return await ledger.card(await ledger.placement("370102", "窗口"), "QC10", batch="B0001")


async def city(ledger: Ledger) -> list[CodeRange]:
    """Three placements with a card each for a service and for the catalogue, and a screen."""
    await ledger.batch("B0001")
    await ledger.batch("B0002")
    window = await ledger.placement("370102", "历下窗口")
    county = await ledger.placement("370124", "平阴窗口")
    hall = await ledger.placement("gx", "高新大厅", PlacementKind.KIOSK)
    online = await ledger.placement("370102", "网站", PlacementKind.ONLINE)
    return [
        await ledger.card(window, "QC10", batch="B0001"),
        await ledger.card(window, "", batch="B0002"),
        await ledger.card(county, "QC06", batch="B0001"),
        await ledger.card(hall, "QC10", batch=None),
        await ledger.card(online, "", batch="B0001"),
    ]


def expect(text: str) -> str:
    return dedent(text).strip("\n")


async def test_only_persons_and_their_repeats_make_lines(ledger: Ledger) -> None:
    card = await one_card(ledger)
    for number, klass in enumerate(ROWS, start=1):
        await ledger.record(*(ledger.opening(card, klass=klass) for _ in range(number)))
    await ledger.count(Class.FORGED, 7)
    await ledger.count(Class.UNKNOWN, 8)
    report = await ledger.report("service,district")
    assert table(report) == expect("""
        service  district  scans  repeats  views  touches
        QC10     370102    1      2        0      0
        =                  1      2        0      0
        """)
    assert dict(report.waterfall.parts) == {
        Class.PERSON: 1,
        Class.REPEAT: 2,
        Class.ROBOT: 3,
        Class.PREVIEW: 4,
        Class.STAFF: 5,
        Class.RECALLED: 6,
        Class.FLOOD: 7,
        Class.FORGED: 7,
        Class.UNKNOWN: 8,
    }
    assert report.waterfall.all == 43


async def test_views_and_touches_count_persons_only_and_stay_out_of_the_waterfall(
    ledger: Ledger,
) -> None:
    cards = await city(ledger)
    for klass in ROWS:
        await ledger.record(
            ledger.opening(cards[1], act=Act.VIEW, klass=klass, service="QC06"),
            ledger.opening(cards[3], act=Act.TOUCH, klass=klass, service="QC06"),
        )
    report = await ledger.report("service,source")
    assert table(report) == expect("""
        service  source  scans  repeats  views  touches
        QC06     card    0      0        1      0
        QC06     kiosk   0      0        0      1
        =                0      0        1      1
        """)
    assert report.waterfall.all == 0


async def test_robots_alone_make_no_line(ledger: Ledger) -> None:
    card = await one_card(ledger)
    await ledger.record(ledger.opening(card, klass=Class.ROBOT))
    report = await ledger.report("day,placement")
    assert report.lines == ()
    assert (report.waterfall.all, report.waterfall.robot) == (1, 1)


async def test_a_period_without_scans_gives_no_lines_and_a_total_of_nought(
    ledger: Ledger,
) -> None:
    report = await ledger.report("day", "2027-01-01", "2027-12-31")
    assert report.lines == ()
    assert report.total == Line((), 0, 0, 0, 0)
    assert report.waterfall.all == 0


async def test_a_day_ends_at_midnight_in_jinan(ledger: Ledger) -> None:
    card = await one_card(ledger)
    for at in (
        "2026-11-23T15:59:59.999Z",
        "2026-11-23T16:00:00.000Z",
        "2026-11-24T15:59:59.999Z",
        "2026-11-24T16:00:00.000Z",
        "2026-12-31T15:59:59.999Z",
        "2026-12-31T16:00:00.000Z",
        "2028-02-28T16:00:00.000Z",
        "2028-02-29T16:00:00.000Z",
    ):
        await ledger.record(ledger.opening(card, at))
    assert table(await ledger.report("day", "2026-11-01", "2028-12-31")) == expect("""
        day         scans  repeats  views  touches
        2026-11-23  1      0        0      0
        2026-11-24  2      0        0      0
        2026-11-25  1      0        0      0
        2026-12-31  1      0        0      0
        2027-01-01  1      0        0      0
        2028-02-29  1      0        0      0
        2028-03-01  1      0        0      0
        =           8      0        0      0
        """)
    assert (await ledger.report("day")).total.scans == 2


async def test_batch_and_placement_come_from_the_code_and_screens_have_no_batch(
    ledger: Ledger,
) -> None:
    cards = await city(ledger)
    await ledger.record(*map(ledger.opening, cards), ledger.opening(cards[0], is_typed=True))
    assert table(await ledger.report("placement,batch,source,service")) == expect("""
        placement  batch  source  service  scans  repeats  views  touches
        P0001      B0001  card    QC10     1      0        0      0
        P0001      B0001  typed   QC10     1      0        0      0
        P0001      B0002  card    -        1      0        0      0
        P0002      B0001  card    QC06     1      0        0      0
        P0003      -      kiosk   QC10     1      0        0      0
        P0004      B0001  link    -        1      0        0      0
        =                                  6      0        0      0
        """)


async def test_lines_stand_in_the_order_of_the_dimensions_asked(ledger: Ledger) -> None:
    cards = await city(ledger)
    for day in ("2026-11-24", "2026-10-01"):
        await ledger.record(*(ledger.opening(card, f"{day}T04:00:00Z") for card in reversed(cards)))
    assert table(await ledger.report("district,day", "2026-09-01", "2026-11-30")) == expect("""
        district  day         scans  repeats  views  touches
        370102    2026-10-01  3      0        0      0
        370102    2026-11-24  3      0        0      0
        370124    2026-10-01  1      0        0      0
        370124    2026-11-24  1      0        0      0
        gx        2026-10-01  1      0        0      0
        gx        2026-11-24  1      0        0      0
        =                     10     0        0      0
        """)


async def test_an_answer_that_is_too_long_is_refused_and_one_that_just_fits_is_not(
    ledger: Ledger,
) -> None:
    card = await one_card(ledger)
    for day in ("2026-09-01", "2026-10-15", "2026-11-24"):
        await ledger.record(ledger.opening(card, f"{day}T04:00:00Z"))
    ask = Ask.read("2026-09-01", "2026-11-30", "day")
    lines = await ledger.driver.read(lambda reader: totals.lines(reader, ask, most=3))
    assert len(lines) == 3
    with pytest.raises(Problem) as caught:
        await ledger.driver.read(lambda reader: totals.lines(reader, ask, most=2))
    told = "结果超过 2 行；请缩短日期，或者少按一项统计。"
    assert caught.value.text("zh") == told


async def test_totals_that_lost_their_codes_give_no_report(ledger: Ledger) -> None:
    card = await one_card(ledger)
    await ledger.record(ledger.opening(card))
    await ledger.driver.write(lambda tx: tx.run("delete from code_range"))
    with pytest.raises(Problem) as caught:
        await ledger.report("placement")
    assert caught.value.code == "report-inconsistent"
    assert (await ledger.report("day")).total.scans == 1


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
async def test_another_zone_has_other_days(store: Store, zone: str) -> None:
    async with opened(store, zone) as ledger:
        card = await one_card(ledger)
        await ledger.record(ledger.opening(card, "2026-11-23T23:30:00Z"))
        report = await ledger.report("day", "2026-11-01", "2026-11-30")
    assert report.imprint.timezone == zone
    assert report.lines[0].key == (date(2026, 11, 23),)


def every_ask(period: Period) -> list[Ask]:
    return [
        Ask(period, by)
        for size in range(1, len(Dimension) + 1)
        for by in itertools.combinations(Dimension, size)
    ]


async def total_of(ledger: Ledger, ask: Ask) -> Line:
    return Line.total(await ledger.driver.read(lambda reader: totals.lines(reader, ask, most=999)))


OPENINGS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.integers(0, 99),
        st.sampled_from(Act),
        st.sampled_from(ROWS),
        st.booleans(),
    ),
    max_size=40,
)


@settings(max_examples=12, deadline=None)
@given(OPENINGS)
async def test_the_totals_are_the_same_however_they_are_broken_down(
    openings: list[tuple[int, int, Act, Class, bool]],
) -> None:
    with TemporaryDirectory() as folder:
        async with opened(File(Path(folder))) as ledger:
            cards = await city(ledger)
            scans = [
                ledger.opening(
                    cards[place],
                    f"2026-{8 + day // 28:02d}-{day % 28 + 1:02d}T04:00:00Z",
                    act=act,
                    klass=klass,
                    service=None if act is Act.SCAN else "QC10",
                    is_typed=is_typed,
                )
                for place, day, act, klass, is_typed in openings
            ]
            await ledger.record(*scans)
            await ledger.count(Class.FORGED, 3, at=NOON)
            period = Period(date(2026, 8, 1), date(2026, 11, 30))
            sums = {await total_of(ledger, ask) for ask in every_ask(period)}
    told = [(scan.act, scan.klass) for scan in scans]
    assert sums == {
        Line(
            (),
            told.count((Act.SCAN, Class.PERSON)),
            told.count((Act.SCAN, Class.REPEAT)),
            told.count((Act.VIEW, Class.PERSON)),
            told.count((Act.TOUCH, Class.PERSON)),
        )
    }
