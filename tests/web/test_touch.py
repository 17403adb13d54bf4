"""What is counted of a hall's screen: touches, stored like scans and never added to them."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from kiosk.domain.workflow import Status
from kiosk.recorder import groups
from kiosk.store import catalogues
from kiosk.store.driver import StoreFailure
from tests.make import Clock, catalogue, shared, spot
from tests.web.hall import NAME, Hall, links, ways

pytestmark = pytest.mark.on_every_store


async def test_opening_a_service_is_a_touch_stored_before_and_the_start_is_none(
    hall: Hall,
) -> None:
    start = await hall.served.client.get(hall.path())
    assert "x-scan" not in start.headers
    assert start.headers["cache-control"] == "no-store"
    answer = await hall.served.client.get(hall.path("QC10"))
    assert answer.headers["x-scan"] == "recorded"
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert await hall.rows() == [
        ("touch", "QC10", "kiosk", "person", "", hall.card.placement),
    ]
    assert await hall.counted() == {("touch", "person"): 1}


async def test_a_touch_is_the_halls_own_whichever_code_set_the_screen_up(
    hall: Hall, clock: Clock
) -> None:
    await hall.served.client.get(hall.path("QC10"))
    await hall.served.client.get(
        f"/kiosk/{hall.served.code(hall.card)}/administrative-reconsideration"
    )
    clock.advance(seconds=31)
    await hall.served.client.get(f"/kiosk/{hall.served.code(hall.card)}/qc10")
    own = ("touch", "QC10", "kiosk")
    assert await hall.rows() == [
        (*own, "person", "", hall.card.placement),
        (*own, "repeat", "", hall.card.placement),
        (*own, "person", "", hall.card.placement),
    ]


async def test_turning_a_page_into_the_other_language_is_no_new_touch(
    hall: Hall, clock: Clock
) -> None:
    text = await hall.text("QC10")
    turn = next(link for link in links(text) if "lang=en" in link)
    clock.advance(seconds=60)
    turned = await hall.served.client.get(turn)
    assert "x-scan" not in turned.headers
    assert "Administrative reconsideration" in turned.text
    back = next(link for link in links(turned.text) if link.startswith(hall.path("QC10")))
    assert "lang" not in back
    assert "x-scan" not in (await hall.served.client.get(back)).headers
    assert await hall.counted() == {("touch", "person"): 1}
    opened = await hall.served.client.get(hall.path("QC12") + "?lang=en")
    assert opened.headers["x-scan"] == "recorded"


async def test_robots_prefetches_and_heads_are_told_apart(hall: Hall) -> None:
    client, address = hall.served.client, hall.path("QC10")
    robot = await client.get(address, headers={"user-agent": "Baiduspider/2.0"})
    assert robot.status_code == 200
    for path in (address, hall.path()):
        preview = await client.get(path, headers={"sec-purpose": "prefetch;prerender"})
        assert (preview.status_code, preview.content) == (503, b"")
        head = await client.head(path)
        assert (head.status_code, "x-scan" in head.headers) == (200, False)
        assert (await client.post(path)).status_code == 405
    await client.get(address)
    assert await hall.counted() == {
        ("touch", "robot"): 1,
        ("touch", "preview"): 1,
        ("touch", "person"): 1,
    }


async def test_a_code_nobody_issued_is_no_scan_and_leaves_no_row(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "FOLD_S", 0.01)
    never_issued = hall.served.state.office.signer.code(12_345)
    for path in ("7K3M-Q2XA-9PRD", "7K3M-Q2XA-9PRD/QC10", never_issued, f"{never_issued}/QC10", ""):
        answer = await hall.served.client.get(f"/kiosk/{path}")
        assert answer.status_code == 404
        assert answer.headers["cache-control"] == "no-store"
        assert "未能识别此卡码" in answer.text
        assert "x-scan" not in answer.headers
        assert ways(answer.text) == []
    received = await hall.served.client.get("/kiosk/%3Cscript%3Ealert(1)")
    assert "&lt;script&gt;alert(1)" in received.text
    await asyncio.sleep(0.1)
    assert await hall.rows() == []
    assert await hall.counted() == {("touch", "forged"): 2, ("touch", "unknown"): 4}
    assert await hall.served.waterfall() == {}


async def test_a_code_of_another_placement_says_which_codes_open_a_screen(hall: Hall) -> None:
    (window,) = await hall.served.batch(spot("历下区窗口"))
    for path in ("", "/QC10"):
        answer = await hall.served.client.get(f"/kiosk/{hall.served.code(window)}{path}")
        assert answer.status_code == 404
        for said in ("自助终端", "历下区窗口", "kiosk batch show", "12348"):
            assert said in answer.text
        assert ways(answer.text) == []
    english = await hall.served.client.get(f"/kiosk/{hall.served.code(window)}?lang=en")
    assert "does not" in english.text
    assert await hall.rows() == []


async def test_a_recalled_card_no_longer_opens_the_screen_but_its_own_codes_do(
    hall: Hall,
) -> None:
    await hall.served.do(
        "batch.recall", batch=hall.card.batch, reason="电话印错了", replacement=None
    )
    code = hall.served.code(hall.card)
    for path in ("", "/QC10"):
        answer = await hall.served.client.get(f"/kiosk/{code}{path}")
        assert answer.status_code == 410
        assert "电话印错了" in answer.text
        assert ways(answer.text) == []
    assert await hall.rows() == [
        ("touch", "QC10", "kiosk", "recalled", str(hall.card.batch), hall.card.placement)
    ]
    assert NAME in await hall.text()


async def test_a_service_the_screen_does_not_have_leads_back_to_its_start(hall: Hall) -> None:
    for name in ("QC14", "QC99", "nothing", "QC10/steps"):
        answer = await hall.served.client.get(hall.path(name))
        assert answer.status_code == 404
        assert "x-scan" not in answer.headers
        assert "回到首页" in answer.text
        assert hall.path() in ways(answer.text)
    assert await hall.rows() == []


async def test_a_withdrawn_service_says_what_replaces_it(hall: Hall) -> None:
    withdrawn = replace(
        catalogue().services[9], slot=None, status=Status.WITHDRAWN, replaced_by="QC11"
    )
    await hall.served.do(
        "catalogue.publish",
        services=[catalogues.service_body(withdrawn)],
        shared=catalogues.shared_body(shared()),
        effective_from=None,
    )
    answer = await hall.served.client.get(hall.path("QC10"))
    assert answer.status_code == 410
    assert "行政复议申请" in answer.text
    assert hall.path("QC11") in ways(answer.text)
    assert [row[:4] for row in await hall.rows()] == [("touch", "QC10", "kiosk", "recalled")]
    assert hall.path("QC10") not in ways(await hall.text())


async def test_the_person_gets_the_page_when_nothing_can_be_recorded(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise StoreFailure("database or disk is full")

    monkeypatch.setattr(hall.served.state.recorder._groups, "_commit", fail)
    monkeypatch.setattr(hall.served.state.recorder._groups, "_keep", fail)
    answer = await hall.served.client.get(hall.path("QC10"))
    assert (answer.status_code, answer.headers["x-scan"]) == (200, "unrecorded")
