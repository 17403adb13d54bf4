"""The clerk's link: one page to note what became of a placement's cards, and never a scan."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from kiosk.batches import read_placed
from kiosk.domain.clerk import ClerkSigner
from kiosk.domain.code import grouped
from kiosk.domain.placement import CodeRange, PlacementKind
from kiosk.domain.stock import EntryKind, Stock
from kiosk.store import clerks, log
from tests.conftest import ADDRESS
from tests.make import Clock, spot
from tests.serving import Served
from tests.web.admin.visitor import field

pytestmark = pytest.mark.on_every_store
HALL = spot("历下大厅", kind=PlacementKind.KIOSK, copies=50)


class Clerk:
    """Somebody at a placement with a phone."""

    def __init__(self, served: Served, path: str) -> None:
        self.served = served
        self.path = path

    async def open(self, query: str = "", *, language: str = "") -> httpx.Response:
        return await self.served.client.get(f"{language}{self.path}{query}")

    async def note(
        self, kind: str, n: object, *, key: str | None = None, **fields: Any
    ) -> httpx.Response:
        """Send one of the page's forms; with a `key` the same form again."""
        key = key or field((await self.open()).text, "key")
        sent = {"key": key, "kind": kind, "n": str(n)} | fields
        return await self.served.client.post(self.path, data=sent, headers={"origin": ADDRESS})


async def clerk_of(served: Served, span: CodeRange, **args: Any) -> Clerk:
    """A link for the placement of a range."""
    args = {"batch": span.batch, "placement": span.placement, "days": 30} | args
    await served.do("clerk.add", **args)
    office = served.state.office
    links = await office.driver.read(
        lambda reader: clerks.open_links(reader, args["batch"], today=20261124)
    )
    token = ClerkSigner(office.signer.keys).token(links[span.placement].id)
    return Clerk(served, f"/C/{token}")


async def stock_of(served: Served, span: CodeRange) -> Stock:
    placed = await served.state.office.driver.read(
        lambda reader: read_placed(reader, span.batch or "", span.placement)
    )
    return placed.stock


def told(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


async def test_what_a_clerk_notes_is_said_back_with_its_moment(served: Served) -> None:
    (span,) = await served.batch(spot(copies=200))
    clerk = await clerk_of(served, span)
    for kind, n, words in (
        ("received", "２００ 张", "收到 200 张"),
        ("given", "1", "发出 1 张"),
        ("left", "190", "剩余 190 张"),
        ("wanted", "0", "要补 0 张"),
        ("spoiled", "3", "损坏 3 张"),
    ):
        answer = await clerk.note(kind, n)
        assert answer.status_code == 303
        page = await served.client.get(answer.headers["location"])
        assert f"已记下：{words} 11月24日 12:00" in told(page.text)
    stock = await stock_of(served, span)
    assert (stock.received, stock.given, stock.left, stock.on_hand) == (200, 1, 190, 187)
    assert (stock.out, stock.gap, stock.wanted) == (10, 9, 0)


async def test_a_link_is_no_card_and_its_page_no_scan(served: Served) -> None:
    (span,) = await served.batch(HALL)
    clerk = await clerk_of(served, span)
    answer = await clerk.open()
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert answer.headers.get_list("referrer-policy") == ["strict-origin"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert "'unsafe" not in answer.headers["content-security-policy"]
    await clerk.note("screen", 1)
    await clerk.open(language="/en")
    assert await served.waterfall() == {}


async def test_a_form_that_arrives_twice_is_noted_once(served: Served) -> None:
    (span,) = await served.batch()
    clerk = await clerk_of(served, span)
    key = field((await clerk.open()).text, "key")
    first, again = [await clerk.note("received", 80, key=key) for _ in range(2)]
    assert first.headers["location"] == again.headers["location"]
    assert (await stock_of(served, span)).received == 80
    await clerk.note("received", 20)
    assert (await stock_of(served, span)).received == 100


async def test_the_last_entry_can_be_corrected_and_no_earlier_one(served: Served) -> None:
    (span,) = await served.batch()
    clerk = await clerk_of(served, span)
    await clerk.note("received", 100)
    await clerk.note("left", 9)
    mending = await clerk.open("?mend=1")
    assert 'value="9"' in mending.text
    assert field(mending.text, "corrects") == "2"
    assert (await clerk.note("left", 90, corrects="2")).status_code == 303
    stock = await stock_of(served, span)
    assert (stock.left, stock.on_hand, stock.out) == (90, 90, 10)
    refused = await clerk.note("received", 50, corrects="1")
    assert refused.status_code == 409
    assert "这里只能改刚记下的最后一条" in refused.text
    assert (await clerk.note("left", 0, corrects="3")).status_code == 303
    assert (await stock_of(served, span)).left == 0


async def test_what_the_office_noted_is_not_the_clerks_to_correct(served: Served) -> None:
    (span,) = await served.batch()
    clerk = await clerk_of(served, span)
    await served.do(
        "stock.record", batch=span.batch, placement=span.placement, kind="received", n=5
    )
    assert "办公室登记" in (await clerk.open()).text
    assert "mend" not in (await clerk.open("?done=1")).text
    assert (await clerk.note("received", 6, corrects="1")).status_code == 409


async def test_what_is_no_number_is_told_beside_what_was_typed(served: Served) -> None:
    (span,) = await served.batch()
    clerk = await clerk_of(served, span)
    for typed in ("", "许多", "-1", "1.5", "1000001", "0", "9" * 30):
        answer = await clerk.note("received", typed)
        assert answer.status_code == 422
        assert "请填 1 到 1,000,000 的整数" in answer.text
        assert f'value="{typed}"' in answer.text
    assert (await stock_of(served, span)).received is None
    for kind in ("printed", "screen", "stopped", "nonsense", ""):
        assert (await clerk.note(kind, 1)).status_code == 422


async def test_a_hall_is_asked_about_its_screen(served: Served) -> None:
    window, hall = await served.batch(spot(), HALL)
    assert "屏幕" not in told((await (await clerk_of(served, window)).open()).text)
    clerk = await clerk_of(served, hall)
    await clerk.note("screen", 0)
    assert (await stock_of(served, hall)).screen is False
    await clerk.note("screen", 1)
    assert (await stock_of(served, hall)).screen is True


async def test_a_recalled_batch_says_stop_and_how_many_go_back(served: Served) -> None:
    (span,) = await served.batch(spot(copies=100))
    clerk = await clerk_of(served, span)
    await clerk.note("received", 100)
    await clerk.note("left", 40)
    await served.client.get(f"/S/{served.code(span)}")
    await served.do("batch.recall", batch=span.batch, reason="电话印错了", replacement=None)
    card = await served.client.get(f"/S/{served.code(span)}")
    assert (card.status_code, "该批次卡片" in card.text) == (410, True)
    assert await served.waterfall() == {"person": 1, "recalled": 1}
    page = told((await clerk.open()).text)
    assert "请停止发放" in page
    assert "电话印错了" in page
    assert "这里还有约 40 张" in page
    assert "发出多少张" not in page
    for kind, n in (("stopped", 1), ("returned", 30), ("destroyed", 10)):
        assert (await clerk.note(kind, n)).status_code == 303
    assert (await clerk.note("given", 1)).status_code == 422
    stock = await stock_of(served, span)
    assert (stock.is_stopped, stock.returned, stock.destroyed) == (True, 30, 10)
    assert (stock.on_hand, stock.out) == (0, 60)


async def test_a_link_ends_when_it_is_revoked_and_when_its_days_are_over(
    served: Served, clock: Clock
) -> None:
    (span,) = await served.batch()
    clerk = await clerk_of(served, span, days=2)
    await served.do("clerk.revoke", batch=span.batch, placement=span.placement)
    for answer in (await clerk.open(), await clerk.note("received", 5, key="a")):
        assert answer.status_code == 410
        assert "已经停用" in answer.text
    clerk = await clerk_of(served, span, days=2)
    assert (await clerk.open()).status_code == 200
    clock.advance(seconds=2 * 86_400)
    late = await clerk.open()
    assert late.status_code == 410
    assert "2026-11-25到期" in late.text
    assert (await clerk.note("received", 5, key="b")).status_code == 410
    assert (await stock_of(served, span)).received is None


async def test_what_nobody_signed_opens_nothing_and_typing_is_forgiven(served: Served) -> None:
    (span,) = await served.batch()
    clerk = await clerk_of(served, span)
    token = clerk.path[3:]
    swapped = token[:-1] + ("0" if token[-1] != "0" else "1")
    never_made = ClerkSigner(served.state.office.signer.keys).token("0" * 10)
    for wrong in (swapped, never_made, "x", served.code(span)):
        answer = await served.client.get(f"/C/{wrong}")
        assert (answer.status_code, "没有这样的登记链接" in answer.text) == (404, True)
    for typed in (grouped(token), token.lower(), token.replace("0", "o").replace("1", "l")):
        assert (await served.client.get(f"/c/{typed}")).status_code == 200


async def test_a_form_of_another_site_is_refused(served: Served) -> None:
    (span,) = await served.batch()
    clerk = await clerk_of(served, span)
    sent = {"key": "a", "kind": "received", "n": "5"}
    for headers in ({"origin": "https://other.example"}, {}, {"sec-fetch-site": "cross-site"}):
        answer = await served.client.post(clerk.path, data=sent, headers=headers)
        assert answer.status_code == 403
    assert (await stock_of(served, span)).received is None


async def test_one_link_takes_so_many_entries_an_hour(served: Served, clock: Clock) -> None:
    (span,) = await served.batch()
    clerk = await clerk_of(served, span)
    for number in range(60):
        assert (await clerk.note("given", 1, key=str(number))).status_code == 303
    answer = await clerk.note("given", 1)
    assert answer.status_code == 429
    clock.advance(seconds=3_601)
    assert (await clerk.note("given", 1)).status_code == 303


async def test_the_log_says_what_was_noted_where_and_not_by_whom(served: Served) -> None:
    (span,) = await served.batch()
    clerk = await clerk_of(served, span)
    await clerk.note("received", 12)
    assert "How many came this time?" in (await clerk.open(language="/en")).text
    assert "There is no such link" in (await served.client.get("/en/C/x")).text
    lines = await served.state.office.driver.read(lambda reader: log.last(reader, limit=2))
    assert [(line["act"], line["actor"]) for line in lines] == [
        ("clerk.record", f"clerk:{span.placement}"),
        ("clerk.add", "tester"),
    ]
    assert EntryKind.RECEIVED in lines[0]["detail"]
