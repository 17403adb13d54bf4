"""Commands hand their act to the running service, once, whatever happens to the reply."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kiosk.acts import Answer, Request
from kiosk.app import control
from kiosk.domain.fact import Bilingual
from kiosk.domain.problem import Problem

ASKED = Request("batch.create", {"name": "甲" * 10_000}, "tester", "key")


@asynccontextmanager
async def listening(path: Path, doing: control.Doing) -> AsyncIterator[None]:
    server = await control.listen(path, doing)
    try:
        yield
    finally:
        server.close()
        await server.wait_closed()


async def test_an_act_travels_and_its_answer_comes_back(tmp_path: Path) -> None:
    async def doing(request: Request) -> Answer:
        assert request == ASKED
        return {"batch": "B0001"}

    async with listening(tmp_path / "control.sock", doing):
        assert (tmp_path / "control.sock").stat().st_mode & 0o777 == 0o600
        assert await control.ask(tmp_path / "control.sock", ASKED) == {"batch": "B0001"}


async def test_a_problem_comes_back_in_both_languages(tmp_path: Path) -> None:
    async def doing(_: Request) -> Answer:
        raise Problem("placements-faulty", count=1, faults=Bilingual(zh="第2行", en="row 2"))

    async with listening(tmp_path / "control.sock", doing):
        with pytest.raises(Problem) as told:
            await control.ask(tmp_path / "control.sock", ASKED)
    assert "第2行" in told.value.text("zh")
    assert "row 2" in told.value.text("en")


async def test_a_path_longer_than_a_socket_address_is_served(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)

    async def doing(_: Request) -> Answer:
        return {}

    async with listening(deep / "control.sock", doing):
        assert await control.ask(deep / "control.sock", ASKED) == {}


async def test_a_lost_reply_is_asked_for_again_under_the_same_key(tmp_path: Path) -> None:
    seen: list[str] = []

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        message = json.loads(await reader.readline())
        seen.append(message["key"])
        if len(seen) > 1:
            writer.write(b'{"answer": {"batch": "B0001"}}\n')
            await writer.drain()
        writer.close()

    path = tmp_path / "control.sock"
    server = await asyncio.start_unix_server(connected, path, limit=control.LONGEST)
    assert await control.ask(path, ASKED) == {"batch": "B0001"}
    assert seen == ["key", "key"]
    server.close()
    await server.wait_closed()


async def test_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def doing(_: Request) -> Answer:
        return {}

    async with listening(tmp_path / "control.sock", doing):
        reader, writer = await asyncio.open_unix_connection(tmp_path / "control.sock")
        writer.write(b'{"version": "0.0.0", "name": "x", "args": {}, "actor": "", "key": ""}\n')
        reply = json.loads(await reader.readline())
        writer.close()
        await writer.wait_closed()
    assert reply["problem"] == "service-version"


async def test_where_no_service_answers_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "_STARTING_S", 0.05)
    with pytest.raises(Problem, match="service-unreachable"):
        await control.ask(tmp_path / "control.sock", ASKED)
