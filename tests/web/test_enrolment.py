"""A device enrols itself once with its token; nobody else does."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from kiosk.acts.token import digest_of
from kiosk.domain.problem import Problem
from kiosk.store import log
from tests.make import NOON, Clock, spot
from tests.web.hall import Hall
from tests.web.terminal import ENROL, Terminal, enrolled

pytestmark = pytest.mark.on_every_store


async def invite(hall: Hall, token: str, *, name: str = "大厅1号") -> None:
    await hall.served.do(
        "device.invite", name=name, placement=hall.card.placement, digest=digest_of(token)
    )


async def post(hall: Hall, **body: Any) -> httpx.Response:
    return await hall.served.client.post(ENROL, content=json.dumps(body).encode())


async def test_a_token_enrols_one_device_and_its_lost_reply_can_be_asked_for_again(
    hall: Hall, clock: Clock
) -> None:
    await invite(hall, "mbd_one")
    terminal, thief = Terminal(hall.served.client), Terminal(hall.served.client)
    answers = [await post(hall, token="mbd_one", key=terminal.spki) for _ in range(2)]
    clock.advance(seconds=3 * 86_400)
    answers.append(await post(hall, token=" mbd_one ", key=terminal.pem))
    assert {answer.status_code for answer in answers} == {201}
    told = {"device": "D0001", "name": "大厅1号", "placement": hall.card.placement}
    assert [answer.json() for answer in answers] == [told] * 3
    stolen = await post(hall, token="mbd_one", key=thief.spki)
    assert (stolen.status_code, stolen.json()["code"]) == (401, "enrolment-refused")
    assert stolen.headers["www-authenticate"] == "Mingbai-Device"
    terminal.id = "D0001"
    assert await terminal.told([terminal.touch(clock.at)], time=clock.at) == ["stored"]
    rows = await hall.served.state.office.driver.read(
        lambda reader: log.last(reader, limit=10, prefixes=["device."])
    )
    assert [(row["actor"], row["act"], row["subject"]) for row in rows[-2:]] == [
        ("device", "device.enrol-self", "大厅1号"),
        ("tester", "device.invite", "大厅1号"),
    ]


async def test_an_expired_a_replaced_and_an_unknown_token_are_refused(
    hall: Hall, clock: Clock
) -> None:
    await invite(hall, "mbd_old")
    await invite(hall, "mbd_new")
    key = Terminal(hall.served.client).spki
    for token in ("mbd_old", "mbd_never"):
        answer = await post(hall, token=token, key=key)
        assert (answer.status_code, answer.json()["code"]) == (401, "enrolment-refused")
    clock.advance(seconds=24 * 3_600)
    answer = await post(hall, token="mbd_new", key=key)
    assert (answer.status_code, answer.json()["code"]) == (410, "enrolment-expired")


async def test_what_is_sent_must_be_a_token_and_a_key(hall: Hall) -> None:
    await invite(hall, "mbd_one")
    for body, status, code in (
        ({"token": "mbd_one", "key": "x"}, 422, "device-key-faulty"),
        ({"token": "mbd_one"}, 422, "enrolment-unreadable"),
        ({"token": 1, "key": "x"}, 422, "enrolment-unreadable"),
        ({"token": "x" * 5_000, "key": "x"}, 413, "body-too-large"),
    ):
        answer = await post(hall, **body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    good = await post(hall, token="mbd_one", key=Terminal(hall.served.client).spki)
    assert good.status_code == 201


async def test_a_name_is_one_device_until_that_is_revoked(hall: Hall) -> None:
    first = await enrolled(hall.served, hall.card.placement)
    with pytest.raises(Problem, match="device-taken"):
        await enrolled(hall.served, hall.card.placement)
    with pytest.raises(Problem, match="device-taken"):
        await invite(hall, "mbd_one", name=first.id)
    await hall.served.do("device.revoke", device="大厅1号")
    with pytest.raises(Problem, match="device-not-found"):
        await hall.served.do("device.revoke", device="大厅1号")
    second = await enrolled(hall.served, hall.card.placement)
    assert (first.id, second.id) == ("D0001", "D0002")
    assert (await first.send([], time=NOON)).status_code == 401
    assert (await second.send([], time=NOON)).status_code == 200


async def test_a_device_belongs_to_a_placement_of_kind_kiosk(hall: Hall) -> None:
    (window,) = await hall.served.batch(spot("窗口"))
    for placement, code in (
        (window.placement, "placement-no-kiosk"),
        ("P9", "placement-not-found"),
    ):
        with pytest.raises(Problem, match=code):
            await enrolled(hall.served, placement)
