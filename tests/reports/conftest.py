from collections.abc import AsyncIterator

import pytest

from kiosk.domain.placement import PlacementKind
from kiosk.domain.scan import Act, Class
from tests.reports.ledger import Ledger, opened
from tests.stores import Store

HOSTILE = (
    '=HYPERLINK("http://example.com","点我")',
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠1",
    " =1",
    "\u200b=1",
    "\ufeff=1",
    "<r><t>假</t></r>",
    '一行\n二行,"引号"',
    "a\x01b\x0bc",
    "http://example.com",
    "'=1",
    "_x003D_1",
)


@pytest.fixture
async def ledger(store: Store) -> AsyncIterator[Ledger]:
    async with opened(store) as made:
        yield made


@pytest.fixture
async def city(ledger: Ledger) -> Ledger:
    """A window, a county and a hall on two days, with one opening of every class."""
    await ledger.batch("B0001")
    await ledger.batch("B0002", "card-90x54-catalogue")
    window = await ledger.placement("370102", "历下窗口")
    county = await ledger.placement("370124", "平阴窗口")
    hall = await ledger.placement("gx", "高新大厅", PlacementKind.KIOSK)
    one = await ledger.card(window, "QC10", batch="B0001")
    whole = await ledger.card(county, "", batch="B0002")
    screen = await ledger.card(hall, "QC06", batch=None)
    await ledger.record(
        *(
            ledger.opening(one, klass=klass)
            for klass in Class
            if klass not in (Class.FORGED, Class.UNKNOWN)
        ),
        *(ledger.opening(one, "2026-11-23T04:00:00Z") for _ in range(1_200)),
        ledger.opening(whole),
        ledger.opening(whole, act=Act.VIEW, service="QC06"),
        ledger.opening(screen),
        ledger.opening(screen, act=Act.TOUCH, service="QC10"),
        ledger.opening(one, is_typed=True),
    )
    await ledger.count(Class.FORGED, 2)
    await ledger.count(Class.UNKNOWN)
    return ledger


@pytest.fixture
async def hostile(ledger: Ledger) -> Ledger:
    """Placements with names that office programs could take for something else."""
    await ledger.batch("B0001")
    for name in HOSTILE:
        card = await ledger.card(await ledger.placement("370102", name), "QC10", batch="B0001")
        await ledger.record(ledger.opening(card))
    return ledger
