"""What `docs/kiosk-api.md` shows is what happens, to the letter."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from kiosk.acts.token import digest_of
from kiosk.domain.problems import KINDS
from tests.make import NOON, Clock
from tests.web.hall import Hall

DOC = (Path(__file__).parents[2] / "docs" / "kiosk-api.md").read_text("utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)\n```", DOC, re.DOTALL)


def request(text: str) -> tuple[str, dict[str, str], str]:
    """Address, headers and body of a request as it is shown."""
    head, _, body = text.partition("\n\n")
    first, *lines = head.split("\n")
    assert first.startswith("POST ")
    return first[5:], dict(line.split(": ", 1) for line in lines), body


async def test_the_worked_example_is_answered_as_it_says(hall: Hall, clock: Clock) -> None:
    clock.advance(seconds=-7_200)
    await hall.served.do(
        "device.invite", name="大厅1号", placement="P0001", digest=digest_of("mbd_…")
    )
    asked, reported = map(request, blocks("http"))
    told, answered = map(json.loads, blocks("json"))
    for _ in range(2):
        address, headers, body = asked
        answer = await hall.served.client.post(address, content=body, headers=headers)
        assert (answer.status_code, answer.json()) == (201, told)
    clock.at = NOON
    for _ in range(2):
        address, headers, body = reported
        answer = await hall.served.client.post(address, content=body, headers=headers)
        assert (answer.status_code, answer.json()) == (200, answered)
    assert await hall.counted() == {("touch", "person"): 2}
    rows = await hall.served.state.office.driver.read(
        lambda reader: reader.all("select clock, n from total_clock")
    )
    assert [dict(row) for row in rows] == [{"clock": "device", "n": 2}]


def test_the_text_that_is_signed_is_of_the_example() -> None:
    (text,) = blocks("text")
    address, headers, body = request(blocks("http")[1])
    method, path, time, digest = text.split("\n")
    assert (method, path) == ("POST", address)
    assert f"time={time}," in headers["Authorization"]
    assert digest == hashlib.sha256(body.encode()).hexdigest()


@pytest.mark.parametrize("code", [code for code in KINDS if code.startswith("event-")])
def test_every_reason_of_refusal_is_explained(code: str) -> None:
    assert f"`{code}`" in DOC
