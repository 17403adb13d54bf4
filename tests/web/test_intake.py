"""What a device sends is stored once, by whichever time is known, or refused with a reason."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain.workflow import Status
from kiosk.recorder import Intake
from kiosk.store import catalogues
from kiosk.store.driver import Reader, Row
from kiosk.web.api import devices
from tests.make import NOON, Clock, catalogue, shared, spot
from tests.web.hall import Hall, hall_of
from tests.web.terminal import EVENTS, Terminal, authorization, enrolled

pytestmark = pytest.mark.on_every_store

MINUTE, DAY = 60_000, 86_400_000


@pytest.fixture
async def terminal(hall: Hall, clock: Clock) -> Terminal:
    """A device enrolled ten days ago."""
    clock.at = NOON - 10 * DAY
    made = await enrolled(hall.served, hall.card.placement)
    clock.at = NOON
    return made


async def rows(hall: Hall, sql: str) -> list[Row]:
    async def work(reader: Reader) -> list[Row]:
        return [dict(row) for row in await reader.all(sql)]

    return await hall.served.state.office.driver.read(work)


async def kept(hall: Hall) -> list[tuple[Any, ...]]:
    """What is known of each event: its scan's day and class, its clocks."""
    found = await rows(
        hall,
        "select s.day, s.class, s.at - e.at as moved, e.received_at, e.offset_ms, e.clock "
        "from device_event e join scan s on s.id = e.id and s.shard = e.shard order by e.sequence",
    )
    return [tuple(row.values()) for row in found]


async def test_an_event_is_a_touch_like_any_other(hall: Hall, terminal: Terminal) -> None:
    event = terminal.touch(NOON - MINUTE)
    answer = await terminal.send([event], time=NOON)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {"results": [{"id": event["id"], "status": "stored", "code": None}]}
    await hall.served.client.get(hall.path("QC10"))
    own = ("touch", "QC10", "kiosk", "person", "", hall.card.placement)
    assert await hall.rows() == [own, own]
    assert await hall.counted() == {("touch", "person"): 2}
    (scan,) = await rows(hall, "select id, at, shard, client from scan where client = 'device'")
    assert bytes(scan["id"]).hex() == event["id"].replace("-", "")
    assert scan["at"] == NOON - MINUTE
    (device,) = await rows(hall, "select shard, sequence, seen_at, offset_ms from device")
    assert device == {
        "shard": scan["shard"], "sequence": 1, "seen_at": NOON, "offset_ms": 0,
    }  # fmt: skip


async def test_an_event_is_stored_once_however_often_it_comes(
    hall: Hall, terminal: Terminal
) -> None:
    events = [terminal.touch(NOON - number * 1_000) for number in range(40)]
    assert await terminal.told(events, time=NOON) == ["stored"] * 40
    for again in (events, events[::-1], events[:20], events[20:], [*events, *events]):
        assert await terminal.told(again, time=NOON) == ["stored"] * len(again)
    assert await hall.counted() == {("touch", "person"): 40}
    new = terminal.touch(NOON)
    assert await terminal.told([new, new, events[3]], time=NOON) == ["stored"] * 3
    assert await hall.counted() == {("touch", "person"): 41}


async def test_two_connections_at_once_are_both_told_and_count_once(
    hall: Hall, terminal: Terminal
) -> None:
    for turn in range(5):
        events = [terminal.touch(NOON - turn * MINUTE - n * 1_000) for n in range(60)]
        answers = await asyncio.gather(
            *(terminal.told(order, time=NOON) for order in (events, events[::-1]) * 3)
        )
        assert answers == [["stored"] * 60] * 6
    assert await hall.counted() == {("touch", "person"): 300}


async def test_the_same_id_with_other_content_is_refused(hall: Hall, terminal: Terminal) -> None:
    event = terminal.touch(NOON)
    assert await terminal.told([event, event | {"at": 1}], time=NOON) == [
        "stored",
        "event-conflict",
    ]
    for change in ({"at": NOON - 1}, {"service": "QC06"}, {"sequence": 9}, {"act": "view"}):
        told = await terminal.told([event | change, event], time=NOON)
        assert told == ["event-conflict", "stored"]
    assert await hall.counted() == {("touch", "person"): 1}


async def test_an_id_of_another_device_or_of_a_phone_is_refused(
    hall: Hall, terminal: Terminal
) -> None:
    other = await enrolled(hall.served, hall.card.placement, name="大厅2号")
    driver = hall.served.state.office.driver
    (row,) = await rows(hall, f"select shard from device where id = '{terminal.id}'")
    await driver.write(
        lambda tx: tx.run("update device set shard = :shard where id = :id", id=other.id, **row)
    )
    event = terminal.touch(NOON)
    assert await terminal.told([event], time=NOON) == ["stored"]
    assert await other.told([event, other.touch(NOON)], time=NOON) == ["event-conflict", "stored"]
    await driver.write(lambda tx: tx.run("delete from device_event where sequence = 1"))
    assert await terminal.told([event], time=NOON) == ["event-conflict"]


async def test_one_bad_event_does_not_hold_the_others(hall: Hall, terminal: Terminal) -> None:
    events = [
        terminal.touch(NOON),
        terminal.touch(NOON, "QC99"),
        terminal.touch(NOON, "QC14"),
        terminal.touch(NOON, act="scan"),
        terminal.touch(NOON, "QC06"),
    ]
    assert await terminal.told(events, time=NOON) == [
        "stored",
        "event-service-unknown",
        "event-code-missing",
        "event-act-unknown",
        "stored",
    ]
    assert [row[1] for row in await hall.rows()] == ["QC10", "QC06"]
    assert await terminal.told([], time=NOON) == []


async def test_a_withdrawn_service_counts_until_it_was_withdrawn(
    hall: Hall, terminal: Terminal, clock: Clock
) -> None:
    withdrawn = replace(
        catalogue().services[9], slot=None, status=Status.WITHDRAWN, replaced_by="QC11"
    )
    await hall.served.do(
        "catalogue.publish",
        services=[catalogues.service_body(withdrawn)],
        shared=catalogues.shared_body(shared()),
        effective_from=None,
    )
    clock.advance(seconds=60)
    events = [terminal.touch(NOON - 1), terminal.touch(NOON + 1)]
    assert await terminal.told(events, time=clock.at) == ["stored", "stored"]
    assert await hall.counted() == {("touch", "person"): 1, ("touch", "recalled"): 1}


async def test_both_times_are_kept_and_one_is_counted_by(hall: Hall, terminal: Terminal) -> None:
    """The bounds themselves are those of `kiosk.domain.device`."""
    yesterday = NOON - DAY
    assert await terminal.told([terminal.touch(yesterday)], time=NOON - MINUTE) == ["stored"]
    late = [terminal.touch(yesterday), terminal.touch(0)]
    assert await terminal.told(late, time=NOON - 365 * DAY) == ["stored", "stored"]
    assert await kept(hall) == [
        (20261123, "person", 0, NOON, MINUTE, "device"),
        (20261124, "person", DAY, NOON, 365 * DAY, "receipt"),
        (20261124, "person", NOON, NOON, 365 * DAY, "receipt"),
    ]
    totals = await rows(hall, "select day, class, clock, n from total_clock order by day")
    assert [tuple(row.values()) for row in totals] == [
        (20261123, "person", "device", 1),
        (20261124, "person", "receipt", 2),
    ]
    (device,) = await rows(hall, "select offset_ms, sequence from device")
    assert device == {"offset_ms": 365 * DAY, "sequence": 3}


async def test_a_day_whose_rows_may_go_takes_no_more_events(
    hall: Hall, terminal: Terminal, clock: Clock
) -> None:
    clock.at = NOON + 389 * DAY  # rows are kept 400 days: the first that takes events is 9 days ago
    late = [terminal.touch(NOON - 10 * DAY + MINUTE), terminal.touch(NOON - 9 * DAY)]
    clock.at = NOON + 390 * DAY
    assert await terminal.told(late, time=clock.at) == ["event-day-closed", "stored"]
    assert (await kept(hall))[0][0] == 20261115
    clock.advance(seconds=86_400)
    assert await terminal.told(late[::-1], time=clock.at) == ["stored", "event-day-closed"]


async def test_a_sealed_day_takes_no_more_events_whatever_the_setting(
    hall: Hall, terminal: Terminal
) -> None:
    await hall.served.state.office.driver.write(
        lambda tx: tx.run(
            "insert into day_seal (day, n, digest, sealed_at, version)"
            " values (20261123, 0, '', 0, '0.1.0')"
        )
    )
    events = [terminal.touch(NOON - DAY), terminal.touch(NOON)]
    assert await terminal.told(events, time=NOON) == ["event-day-closed", "stored"]


async def test_a_packed_batch_is_unpacked_within_bounds(hall: Hall, terminal: Terminal) -> None:
    events = [terminal.touch(NOON - number * 1_000) for number in range(500)]
    assert await terminal.told(events, time=NOON, is_packed=True) == ["stored"] * 500
    bomb = b'{"events": [' + b" " * 2_000_000 + b"]}"
    for body, coding, status, code in (
        (bomb, True, 413, "body-too-large"),
        (b" " * (1024 * 1024 + 1), False, 413, "body-too-large"),
    ):
        answer = await terminal.post(body, time=NOON, is_packed=coding)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    for head, code in (("gzip", "body-not-gzip"), ("br", "body-coding-unknown")):
        answer = await terminal.post(b"{}", time=NOON, headers={"content-encoding": head})
        assert answer.json()["code"] == code
    assert await hall.counted() == {("touch", "person"): 500}


async def test_who_does_not_say_who_they_are_is_refused_before_a_body_is_read(hall: Hall) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", hall.served.port)
    head = f"POST {EVENTS} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n"
    writer.write(head.encode())  # and nothing of the body
    async with asyncio.timeout(20):
        assert b" 401 " in await reader.readline()
    writer.close()


async def test_too_many_events_are_refused_and_nothing_is_stored(
    hall: Hall, terminal: Terminal
) -> None:
    for count in (501, 10_001):
        events = [terminal.touch(NOON) for _ in range(count)]
        answer = await terminal.send(events, time=NOON, is_packed=True)
        assert answer.status_code == 413
    assert await hall.counted() == {}


async def test_a_batch_that_cannot_be_read_is_refused_whole_and_the_place_named(
    hall: Hall, terminal: Terminal
) -> None:
    """All that can be wrong is in `tests/web/test_reported.py`."""
    faulty = [terminal.touch(NOON), terminal.touch(NOON) | {"at": "noon"}]
    answer = await terminal.send(faulty, time=NOON)
    assert (answer.status_code, answer.json()["code"]) == (422, "batch-faulty")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "events[1].at要一个整数；一条也没有保存。"
    assert (await terminal.post(b"{", time=NOON)).status_code == 400
    assert await hall.counted() == {}


async def test_only_what_the_device_signed_is_taken(hall: Hall, terminal: Terminal) -> None:
    body = json.dumps({"events": [terminal.touch(NOON)]}).encode()
    good = await terminal.post(body, time=NOON)
    signed = good.request.headers["authorization"]
    other = Terminal(hall.served.client, terminal.id)
    stranger = Terminal(hall.served.client, "D0404")
    told = set()
    for answer in (
        await other.post(body, time=NOON),
        await stranger.post(body, time=NOON),
        await terminal.post(body + b" ", time=NOON, headers={"authorization": signed}),
        await terminal.post(
            body, time=NOON, headers={"authorization": signed.replace(str(NOON), "1")}
        ),
        await terminal.post(body, time=NOON, target=f"{EVENTS}?x=1"),
        await terminal.post(body, time=NOON, headers={"authorization": signed[:-86] + "A" * 86}),
        await terminal.post(body, time=NOON, headers={"authorization": signed[:-86] + "_" * 86}),
    ):
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Mingbai-Device"
        told.add(answer.text)
    assert len(told) == 1
    for wrong in ("", "Bearer x", "Mingbai-Device", signed + ", more=1", signed[:-1]):
        answer = await terminal.post(body, time=NOON, headers={"authorization": wrong})
        assert (answer.status_code, answer.json()["code"]) == (401, "device-needed")
    assert good.status_code == 200
    assert await hall.counted() == {("touch", "person"): 1}


async def test_a_revoked_device_can_do_nothing_more(hall: Hall, terminal: Terminal) -> None:
    event = terminal.touch(NOON)
    assert await terminal.told([event], time=NOON) == ["stored"]
    await hall.served.do("device.revoke", device=terminal.id)
    answer = await terminal.send([event], time=NOON)
    assert (answer.status_code, answer.json()["code"]) == (401, "device-refused")
    assert await hall.counted() == {("touch", "person"): 1}


async def test_a_device_may_do_nothing_but_report_its_own_hall(
    hall: Hall, terminal: Terminal
) -> None:
    body = json.dumps({"events": []}).encode()
    for target in ("/api/v1/reports/scans", "/admin", "/admin/log"):
        answer = await terminal.post(body, time=NOON, target=target)
        assert answer.status_code in (303, 401, 403, 405)
    for method in ("GET", "PUT", "DELETE"):
        answer = await hall.served.client.request(method, EVENTS)
        assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")
    (window,) = await hall.served.batch(spot("窗口"))
    assert window.placement != hall.card.placement
    await terminal.told([terminal.touch(NOON)], time=NOON)
    assert {row[-1] for row in await hall.rows()} == {hall.card.placement}


async def test_a_device_of_a_placement_made_elsewhere_finds_its_codes(hall: Hall) -> None:
    second = await hall_of(hall.served)
    assert second.card.placement == hall.card.placement
    terminal = await enrolled(hall.served, second.card.placement)
    assert await terminal.told([terminal.touch(NOON)], time=NOON) == ["stored"]


async def test_where_nothing_can_be_stored_the_device_is_told_to_keep_all(
    hall: Hall, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = terminal.touch(NOON)
    monkeypatch.setattr(devices, "PATIENCE_S", 0.2)
    driver = hall.served.state.office.driver
    held, release = asyncio.Event(), asyncio.Event()

    async def hold(tx: Any) -> None:
        await tx.run("update device set revoked_at = null where revoked_at is null")
        held.set()
        await release.wait()

    holding = asyncio.create_task(driver.write(hold))
    await held.wait()
    answer = await terminal.send([event], time=NOON)
    assert (answer.status_code, answer.json()["code"]) == (503, "intake-unavailable")
    assert answer.headers["retry-after"] == "10"
    release.set()
    await holding
    monkeypatch.undo()
    assert await terminal.told([event], time=NOON) == ["stored"]
    assert await hall.counted() == {("touch", "person"): 1}


async def test_a_device_revoked_while_its_batch_was_read_stores_nothing(
    hall: Hall, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = Intake.take

    async def late(self: Intake, *given: Any) -> list[str | None]:
        await hall.served.do("device.revoke", device=terminal.id)
        return await take(self, *given)

    monkeypatch.setattr(Intake, "take", late)
    answer = await terminal.send([terminal.touch(NOON)], time=NOON)
    assert answer.status_code == 401
    assert await hall.counted() == {}


async def test_a_request_that_is_cut_in_half_stores_nothing_and_is_no_failure_of_ours(
    hall: Hall, terminal: Terminal, caplog: pytest.LogCaptureFixture
) -> None:
    body = json.dumps({"events": [terminal.touch(NOON)]}).encode()
    signed = authorization(terminal.key, terminal.id, target=EVENTS, time=NOON, body=body)
    _, writer = await asyncio.open_connection("127.0.0.1", hall.served.port)
    head = f"POST {EVENTS} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {signed}\r\n"
    writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body[:-1])
    await writer.drain()
    await asyncio.sleep(0.05)
    writer.close()
    await asyncio.sleep(0.1)
    assert await hall.counted() == {}
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
