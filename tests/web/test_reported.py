"""A batch that cannot be read is refused in one sentence that names the place."""

from __future__ import annotations

import gzip
import json
import tracemalloc

import pytest

from kiosk.domain.device import Uptime
from kiosk.domain.problem import Problem
from kiosk.web.api.device_events import read_batch, unpacked

EVENT = {
    "id": "01980a3c-7b2d-7f10-9c5e-3a1b2c4d5e6f",
    "sequence": 1,
    "at": 1_795_492_800_000,
    "act": "touch",
    "service": "QC10",
}


def test_an_event_is_read_with_its_id_as_it_was_written() -> None:
    ((name, event),) = read_batch(json.dumps({"events": [EVENT]}).encode()).events
    assert name == EVENT["id"]
    assert event.id.hex() == name.replace("-", "")
    assert event[1:] == (1, 1_795_492_800_000, "touch", "QC10", None)
    assert read_batch(b'{"events": []}') == ((), None)


def test_what_the_device_had_been_running_is_read_of_the_event_and_of_the_batch() -> None:
    told = EVENT | {"boot": "b1", "uptime": 5}
    batch = read_batch(json.dumps({"events": [told], "boot": "b2", "uptime": 7}).encode())
    assert (batch.events[0][1].uptime, batch.uptime) == (Uptime("b1", 5), Uptime("b2", 7))
    for alone in ({"boot": "b1"}, {"uptime": 5}):
        assert read_batch(json.dumps({"events": [], **alone}).encode()).uptime is None


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 400, "不是 JSON"),
        (b"{", 400, "不是 JSON"),
        (b"[" * 100_000, 400, "不是 JSON"),
        (b'{"events": [' + b"\xff" + b"]}", 400, "不是 JSON"),
        (b'{"events": [NaN]}', 400, "NaN"),
        (b"[]", 422, "整个内容要一个对象"),
        (b"{}", 422, "events缺少"),
        (b'{"events": {}}', 422, "events要一个列表"),
        (b'{"events": [1]}', 422, "events[0]要一个对象"),
        (b'{"events": [], "more": 1}', 422, "more没有这一项"),
        ({"at": "noon"}, 422, "events[1].at要一个整数"),
        ({"at": 1.5}, 422, "events[1].at要一个整数"),
        ({"at": True}, 422, "events[1].at要一个整数"),
        ({"at": -1}, 422, "events[1].at不能小于0"),
        ({"at": 10**15}, 422, "events[1].at不能大于253402300799999"),
        ({"at": 10**40}, 422, "events[1].at"),
        ({"sequence": 0}, 422, "events[1].sequence不能小于1"),
        ({"sequence": None}, 422, "events[1].sequence要一个整数"),
        ({"id": "x"}, 422, "events[1].id要小写的 UUIDv7"),
        ({"id": "3b241101-e2bb-4255-8caf-4136c566a962"}, 422, "events[1].id要小写的 UUIDv7"),
        ({"id": EVENT["id"].upper()}, 422, "events[1].id要小写的 UUIDv7"),  # type: ignore[attr-defined]
        ({"id": f"{EVENT['id']}\n"}, 422, "events[1].id要小写的 UUIDv7"),
        ({"service": ""}, 422, "events[1].service不能是空的"),
        ({"service": "x" * 41}, 422, "events[1].service不能超过40个字"),
        ({"uptime": -1}, 422, "events[1].uptime不能小于0"),
        ({"boot": "x" * 41}, 422, "events[1].boot不能超过40个字"),
        ({"colour": "red"}, 422, "events[1].colour没有这一项"),
    ],
    ids=repr,
)
def test_what_is_wrong_is_named(body: bytes | dict[str, object], status: int, said: str) -> None:
    if isinstance(body, dict):
        body = json.dumps({"events": [EVENT, EVENT | body]}).encode()
    with pytest.raises(Problem) as told:
        read_batch(body)
    assert told.value.status == status
    assert said in told.value.text("zh")
    assert "一条也没有保存" in told.value.text("zh")
    assert "nothing was stored" in told.value.text("en")


def test_a_batch_of_500_is_read_and_one_more_is_refused() -> None:
    assert len(read_batch(json.dumps({"events": [EVENT] * 500}).encode()).events) == 500
    with pytest.raises(Problem, match="batch-too-large"):
        read_batch(json.dumps({"events": [EVENT] * 501}).encode())


def test_a_body_is_unpacked_no_further_than_is_allowed() -> None:
    most = 100_000
    assert unpacked(gzip.compress(b"x" * most), "gzip", most=most) == b"x" * most
    assert unpacked(b"as it is", "", most=most) == unpacked(b"as it is", "identity", most=most)
    bomb = gzip.compress(bytes(200_000_000), 9)
    tracemalloc.start()
    with pytest.raises(Problem, match="body-too-large"):
        unpacked(bomb, "gzip", most=most)
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("body", "coding", "code"),
    [
        (b"x", "gzip", "body-not-gzip"),
        (b"", "gzip", "body-not-gzip"),
        (gzip.compress(b"x" * 1_000, mtime=0)[:-1], "gzip", "body-not-gzip"),
        (gzip.compress(b"x", mtime=0) + b"more", "gzip", "body-not-gzip"),
        (gzip.compress(b"x", mtime=0) * 2, "gzip", "body-not-gzip"),
        (b"x", "br", "body-coding-unknown"),
        (b"x", "gzip, gzip", "body-coding-unknown"),
    ],
)
def test_what_is_not_one_whole_stream_is_refused(body: bytes, coding: str, code: str) -> None:
    with pytest.raises(Problem, match=code):
        unpacked(body, coding, most=1_000)
