"""One opening of a code's address: the page itself, after the scan is stored, counted once."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.domain.code import grouped
from kiosk.domain.placement import PlacementKind
from kiosk.recorder import groups
from kiosk.store.driver import Reader, StoreFailure
from kiosk.web.scans import scan
from tests.make import Clock, spot
from tests.serving import Served
from tests.stores import everything_kept

pytestmark = pytest.mark.on_every_store


async def rows(served: Served) -> list[tuple[str, ...]]:
    async def work(reader: Reader) -> list[tuple[str, ...]]:
        found = await reader.all("select act, service, source, class, client from scan order by id")
        return [tuple(row.values()) for row in found]

    return await served.state.office.driver.read(work)


async def test_a_scan_answers_the_page_and_is_stored_before(served: Served) -> None:
    (span,) = await served.batch(spot(district="370124", name="平阴县政务大厅"))
    answer = await served.client.get(f"/S/{served.code(span)}")
    assert answer.status_code == 200
    assert answer.headers["x-scan"] == "recorded"
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert "平阴县" in answer.text
    assert "行政复议" in answer.text
    assert 'href="https://mbk.example.gov.cn/services/QC10?district=370124"' in answer.text
    assert await rows(served) == [("scan", "QC10", "card", "person", "wechat")]


@pytest.mark.parametrize("form", ["{code}", "{lower}", "{grouped}", "{grouped}/"])
async def test_every_way_to_write_a_code_is_the_same_scan(served: Served, form: str) -> None:
    (span,) = await served.batch()
    code = served.code(span)
    path = form.format(code=code, lower=code.lower(), grouped=grouped(code).lower())
    for start in ("/S/", "/s/"):
        answer = await served.client.get(start + path)
        assert answer.headers.get("x-scan") == "recorded"
    assert await served.waterfall() == {"person": 1, "repeat": 1}


async def test_the_same_device_counts_again_after_thirty_seconds(
    served: Served, clock: Clock
) -> None:
    (span,) = await served.batch()
    for seconds in (0, 10, 25):
        clock.advance(seconds=seconds)
        await served.client.get(f"/S/{served.code(span)}")
    assert await served.waterfall() == {"person": 2, "repeat": 1}


async def test_two_devices_of_one_hall_are_two(served: Served) -> None:
    (span,) = await served.batch()
    for agent in ("Mozilla/5.0 (iPhone) MicroMessenger/8", "Mozilla/5.0 (Linux) MicroMessenger/8"):
        await served.client.get(f"/S/{served.code(span)}", headers={"user-agent": agent})
    assert await served.waterfall() == {"person": 2}


async def test_robots_and_prefetches_are_classed_apart(served: Served) -> None:
    (span,) = await served.batch()
    address = f"/S/{served.code(span)}"
    robot = await served.client.get(address, headers={"user-agent": "Baiduspider/2.0"})
    assert robot.status_code == 200
    for header in (
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x-moz": "prefetch"},
    ):
        answer = await served.client.get(address, headers=header)
        assert (answer.status_code, answer.content) == (503, b"")
        assert answer.headers["cache-control"] == "no-store"
    real = await served.client.get(address)
    assert real.headers["x-scan"] == "recorded"
    assert await served.waterfall() == {"robot": 1, "preview": 3, "person": 1}


async def test_head_and_options_are_no_scans(served: Served) -> None:
    (span,) = await served.batch()
    address = f"/S/{served.code(span)}"
    head = await served.client.head(address)
    assert head.status_code == 200
    assert "x-scan" not in head.headers
    assert (await served.client.options(address)).status_code == 405
    assert (await served.client.post(address)).status_code == 405
    assert await served.waterfall() == {}


async def test_a_code_nobody_signed_is_told_kindly_and_leaves_no_row(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "FOLD_S", 0.01)
    never_issued = served.state.office.signer.code(12_345)
    forged = await served.client.get("/S/7K3M-Q2XA-9PRD")
    unknown = await served.client.get(f"/S/{never_issued}")
    nothing = await served.client.get("/S/")
    for answer in (forged, unknown, nothing):
        assert answer.status_code == 404
        assert answer.headers["cache-control"] == "no-store"
        assert "未能识别此卡码" in answer.text
        assert "x-scan" not in answer.headers
    assert "7K3M-Q2XA-9PRD" in forged.text
    await asyncio.sleep(0.1)
    assert await rows(served) == []
    assert await served.waterfall() == {"forged": 1, "unknown": 2}


async def test_what_was_typed_is_shown_as_text_only(served: Served) -> None:
    answer = await served.client.get("/S/%3Cscript%3Ealert(1)%3C%2Fscript%3E")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;" in answer.text


async def test_a_recalled_batch_says_why_and_what_replaces_it(served: Served) -> None:
    (old,) = await served.batch()
    (new,) = await served.batch()
    await served.do("batch.recall", batch=old.batch, reason="电话印错了", replacement=new.batch)
    answer = await served.client.get(f"/S/{served.code(old)}")
    assert answer.status_code == 410
    assert answer.headers["x-scan"] == "recorded"
    assert "电话印错了" in answer.text
    assert str(new.batch) in answer.text
    english = f"/en/check?code={served.code(old)}"
    assert f'href="{english}"' in answer.text
    turned = (await served.client.get(english)).text
    assert "has been withdrawn" in turned
    assert "Please do not use the card any more." in turned
    assert f'href="/check?code={served.code(old)}"' in turned
    assert await served.waterfall() == {"recalled": 1}
    assert (await served.client.get(f"/S/{served.code(new)}")).status_code == 200


async def test_what_a_code_leads_to_is_remembered_and_changes_at_once(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "KNOWN", 2)
    spans = await served.batch(services=["QC10", "QC06", "QC05"])
    for span in [*spans, *reversed(spans)]:
        assert (await served.client.get(f"/S/{served.code(span)}")).status_code == 200
    await served.do("batch.recall", batch=spans[0].batch, reason="电话印错了", replacement=None)
    for span in spans:
        assert (await served.client.get(f"/S/{served.code(span)}")).status_code == 410
    assert await served.waterfall() == {"person": 3, "repeat": 3, "recalled": 3}


async def test_a_typed_code_is_told_apart_from_one_that_was_scanned(served: Served) -> None:
    (span,) = await served.batch()
    for query in ("", "?by=typed", "?from=singlemessage", ""):
        await served.client.get(f"/S/{served.code(span)}{query}")
    told = [source for _, _, source, _, _ in await rows(served)]
    assert sorted(told) == ["card", "card", "card", "typed"]


async def test_a_whole_catalogue_card_opens_the_directory_and_its_views_count_apart(
    served: Served,
) -> None:
    (span,) = await served.batch(services=[""], design="card-90x54-catalogue")
    code = served.code(span)
    directory = await served.client.get(f"/S/{code}")
    assert f"/S/{code}/QC05" in directory.text
    view = await served.client.get(f"/S/{code}/QC05")
    assert view.headers["x-scan"] == "recorded"
    assert (await served.client.get(f"/S/{code}/QC14")).status_code == 404
    assert await rows(served) == [
        ("scan", "", "card", "person", "wechat"),
        ("view", "QC05", "card", "person", "wechat"),
    ]
    assert await served.waterfall() == {"person": 1}


async def test_the_card_of_one_service_opens_no_other(served: Served) -> None:
    (span,) = await served.batch()
    assert (await served.client.get(f"/S/{served.code(span)}/QC05")).status_code == 404
    assert await rows(served) == []


async def test_a_source_is_fixed_by_what_was_issued(served: Served) -> None:
    online, window = await served.batch(
        spot("公众号", kind=PlacementKind.ONLINE), spot("大厅", kind=PlacementKind.KIOSK)
    )
    screen = served.state.snapshot.ranges.screen(window.placement)["QC01"]
    await served.client.get(f"/S/{served.code(online)}")
    await served.client.get(f"/S/{served.code(screen)}")
    await served.client.get(f"/S/{served.code(window)}?by=typed")
    assert [row[2] for row in await rows(served)] == ["link", "kiosk", "typed"]


async def test_the_person_gets_the_page_when_nothing_can_be_recorded(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    (span,) = await served.batch()

    async def fail(*_: object) -> None:
        raise StoreFailure("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(served.state.recorder._groups, "_commit", fail)
        broken.setattr(served.state.recorder._groups, "_keep", fail)
        answer = await served.client.get(f"/S/{served.code(span)}")
    assert answer.status_code == 200
    assert answer.headers["x-scan"] == "unrecorded"
    await asyncio.sleep(0.05)
    ready = (await served.client.get("/readyz")).json()
    assert (ready["status"], ready["unrecorded"], ready["spooled"]) == ("ready", 1, 0)
    again = await served.client.get(f"/S/{served.code(span)}")
    assert again.headers["x-scan"] == "recorded"
    assert await served.waterfall() == {"person": 1}


async def test_no_address_and_no_agent_is_kept_anywhere(served: Served) -> None:
    (span,) = await served.batch()
    await served.client.get(
        f"/S/{served.code(span)}", headers={"user-agent": "Mozilla/5.0 VeryRareBrowser/77.1"}
    )
    everything = await everything_kept(served.state.office)
    assert b"VeryRareBrowser" not in everything
    assert b"127.0.0.1" not in everything


async def test_a_forwarded_address_is_believed_from_a_trusted_proxy_only(served: Served) -> None:
    (span,) = await served.batch()
    for address in ("10.1.1.1", "10.1.1.2"):
        await served.client.get(f"/S/{served.code(span)}", headers={"x-forwarded-for": address})
    assert await served.waterfall() == {"person": 1, "repeat": 1}
