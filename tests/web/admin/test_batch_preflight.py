"""预检 at the desk: what the page says, and that nothing is printed without it."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest

from tests.make import spot
from tests.preflighted import verdict
from tests.serving import Served
from tests.web.admin.reading import text
from tests.web.admin.visitor import signed_in

SHOT = b64encode(b"\x89PNG").decode()
REFUSED: dict[str, Any] = {
    "passed": False,
    "weakest": {
        "face": "QC10 front",
        "fault": "blur",
        "strength": "mild",
        "read": 3,
        "shots": 10,
        "least": 9,
    },
    "counts": {"codes": 1, "thorough": 1, "clean": 0, "faces": 1, "symbols": 1},
    "shots": 10,
    "faults": {"blur": {"zh": "对焦不准、手抖", "en": "out of focus, shaken", "on": "shot"}},
    "strengths": {"mild": {"zh": "轻", "en": "mild"}, "harsh": {"zh": "重", "en": "harsh"}},
    "unread": {"count": 1, "first": ["https://mbk.example.gov.cn/S/7K3MQ2XA9PRD"]},
    "faces": [
        {
            "name": "QC10 front",
            "findings": [],
            "symbols": [
                {
                    "grade": 2.0,
                    "findings": [{"code": "quiet", "zh": "空白不够", "en": "too <b>narrow"}],
                    "cells": {
                        "blur.mild": {"read": {}, "counted": 3, "least": 9},
                        "blur.harsh": {"read": {}, "counted": 10, "least": 4},
                    },
                }
            ],
        }
    ],
}


async def test_a_batch_that_nobody_examined_says_so_and_offers_it(served: Served) -> None:
    await served.batch()
    page = text((await (await signed_in(served)).get("/admin/batches/B0001")).text)
    assert "还没有预检" in page
    assert "开始预检" in page
    assert "批次B0001还没有通过预检" in page


async def test_a_refused_batch_tells_every_reason_and_shows_the_shot(served: Served) -> None:
    await served.batch()
    changes = {"passed": False, "report": REFUSED, "picture": SHOT}
    await served.do("batch.preflight", **await verdict(served.state.office, "B0001", **changes))
    visitor = await signed_in(served)
    page = (await visitor.get("/admin/batches/B0001")).text
    said = text(page)
    for words in (
        "没有通过",
        "QC10 front 空白不够",
        "读不出来：https://mbk.example.gov.cn/S/7K3MQ2XA9PRD",
        "QC10 front，对焦不准、手抖（轻），10 次读出 3 次，至少要 9 次",
        "3 < 9",
        "10 ≥ 4",
        "模拟评级 2.0",
        "再预检一次",
    ):
        assert words in said, words
    assert "preflight.png" in page
    shot = await visitor.get("/admin/batches/B0001/preflight.png")
    assert (shot.content, shot.headers["content-type"]) == (b"\x89PNG", "image/png")
    visitor.cookies["__Host-mbk_language"] = "en"
    english = (await visitor.get("/admin/batches/B0001")).text
    assert "too &lt;b&gt;narrow" in english
    assert "Refused" in english


async def test_a_verdict_on_other_artwork_counts_no_more(served: Served) -> None:
    await served.batch()
    old = await verdict(served.state.office, "B0001", artwork="of another day")
    await served.do("batch.preflight", **old)
    visitor = await signed_in(served)
    said = text((await visitor.get("/admin/batches/B0001")).text)
    assert "这个结果不再算数" in said
    assert "还没有通过预检" in said


async def test_a_printed_batch_is_not_to_be_examined_again(served: Served) -> None:
    await served.batch()
    await served.passed("B0001")
    await served.do("batch.set-state", batch="B0001", state="printed")
    old = await verdict(served.state.office, "B0001", artwork="of another day")
    await served.do("batch.preflight", **old)
    said = text((await (await signed_in(served)).get("/admin/batches/B0001")).text)
    assert "这是印制时那一版的结果" in said
    assert "预检一次" not in said


async def test_a_passed_batch_is_no_specimen_for_that_reason(served: Served) -> None:
    await served.batch()
    await served.passed("B0001")
    said = text((await (await signed_in(served)).get("/admin/batches/B0001")).text)
    assert "还没有通过预检" not in said
    assert "通过" in said


async def test_a_picture_that_is_not_there_is_not_found(served: Served) -> None:
    await served.batch()
    visitor = await signed_in(served)
    assert (await visitor.get("/admin/batches/B0001/preflight.png")).status_code == 404


async def test_a_batch_too_large_for_the_desk_is_told_the_command(served: Served) -> None:
    await served.batch(spot("甲", copies=5_000), numbered=True)
    visitor = await signed_in(served)
    told = await visitor.post("/admin/batches/B0001/preflight", {"key": "a"})
    assert "kiosk cards preflight B0001" in told.text
    refused = await visitor.post(
        "/admin/batches/B0001/state", {"key": "a", "state": "printed", "sure": "1"}
    )
    assert "kiosk cards preflight B0001" in refused.text
    assert served.state.snapshot.batches["B0001"].state == "planned"


@pytest.mark.slow
async def test_printing_a_batch_examines_it_first(served: Served) -> None:
    await served.batch(services=[""], design="card-90x54-catalogue")
    visitor = await signed_in(served)
    form = {"key": "a", "state": "printed", "sure": "1"}
    while served.state.snapshot.batches["B0001"].state == "planned":
        answer = await visitor.post("/admin/batches/B0001/state", form)
        assert answer.status_code == 303 or "正在预检" in answer.text
    said = text((await visitor.get("/admin/batches/B0001")).text)
    assert "通过" in said
    assert "最弱处" in said
