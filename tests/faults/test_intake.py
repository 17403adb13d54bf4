"""A kiosk's queue, sent in every bad way there is: nothing is lost, nothing counts twice.

Batches in any order and many times over, cut in half on the wire, by two connections at once, on a
server by two nodes, with the service killed under them. The device forgets only what is named as
stored, as `docs/kiosk-api.md` asks of it.
"""

from __future__ import annotations

import asyncio
import json
import random
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from kiosk.app.start import now_ms
from kiosk.domain.period import Zone
from kiosk.store.driver import Reader, Row
from kiosk.store.sqlite_library import sqlite3
from tests.faults.ledger import KILLS
from tests.faults.process import HOST, Service
from tests.postgres import Postgres
from tests.reports.ledger import ZONE
from tests.stores import Database, File, Store, in_folder
from tests.web.terminal import EVENTS, Terminal, authorization

pytestmark = [pytest.mark.faults, pytest.mark.on_every_store]

TOUCHES = 800
TIMES = (KILLS + 1) // 2


@pytest.fixture
def nodes(store: Store, tmp_path: Path) -> Iterator[list[Service]]:
    """The service; on a server two of it."""
    first = Service(in_folder(store, tmp_path), settings=store.environment)
    started = [first]
    first.start()
    if isinstance(store, Database):
        shared = store.environment | {"KIOSK_SECRET_FILE": str(first.data / "keys.json")}
        started.append(Service(tmp_path / "second", settings=shared))
        started[1].start()
    yield started
    for service in started:
        service.kill()


@dataclass
class Kiosk:
    """The device's queue, and what became of what it sent."""

    terminal: Terminal
    ports: Sequence[int]
    queue: dict[str, dict[str, Any]]
    rolls: random.Random
    counts: Counter[str] = field(default_factory=Counter)

    async def send(self) -> None:
        """Some of the queue, or of what was sent before, to any node, perhaps cut in half."""
        events = self._some()
        body = json.dumps({"events": events}).encode()
        if self.rolls.random() < 0.2:
            await self._cut(body)
            return
        self.counts["requests"] += 1
        try:
            answer = await self.terminal.client.post(
                f"http://127.0.0.1:{self.rolls.choice(self.ports)}{EVENTS}",
                content=body,
                headers={"authorization": self._signed(body), "host": HOST},
            )
        except httpx.HTTPError:
            self.counts["unanswered"] += 1
            return
        if answer.status_code != 200:
            assert answer.status_code == 503, answer.text
            self.counts["told to keep"] += 1
            return
        for result in answer.json()["results"]:
            assert result["status"] == "stored"
            self.counts["events stored"] += 1
            self.queue.pop(result["id"], None)

    def _some(self) -> list[dict[str, Any]]:
        waiting = list(self.queue.values())
        events = self.rolls.sample(waiting, min(len(waiting), self.rolls.randrange(1, 300)))
        return events + self.rolls.sample(events, len(events) // 10)

    async def _cut(self, body: bytes) -> None:
        """Send half of a request and hang up."""
        self.counts["cut"] += 1
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.rolls.choice(self.ports))
        except OSError:
            return
        head = (
            f"POST {EVENTS} HTTP/1.1\r\nHost: {HOST}\r\nAuthorization: {self._signed(body)}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body[: self.rolls.randrange(len(body))])
        writer.close()

    def _signed(self, body: bytes) -> str:
        time = now_ms() + self.rolls.randrange(-60_000, 60_000)
        return authorization(
            self.terminal.key, self.terminal.id, target=EVENTS, time=time, body=body
        )


def enrol(service: Service, folder: Path, terminal: Terminal) -> None:
    placements = folder / "placements.csv"
    placements.write_text("district,name,kind,copies\n370124,大厅,kiosk,1\n", "utf-8")
    issue = ("batch", "create", "--design", "a5-process", "--service", "QC10")
    service.command(*issue, "--placements", str(placements))
    key = folder / "device.pem"
    key.write_text(terminal.pem, "ascii")
    enrolled = service.command(
        "device", "enrol", "大厅1号", "--placement", "P0001", "--key", str(key)
    )
    terminal.id = enrolled.strip()


async def test_a_queue_sent_in_every_bad_way_loses_and_doubles_nothing(
    nodes: list[Service], store: Store, tmp_path: Path
) -> None:
    rolls = random.Random(20261124)
    async with httpx.AsyncClient(timeout=20) as client:
        terminal = Terminal(client)
        await asyncio.to_thread(enrol, nodes[0], tmp_path, terminal)
        # A second apart, as quick as a screen may be; a device cannot tell of days before its own.
        ends = now_ms()
        touches = [
            terminal.touch(ends - number * 1_000, rolls.choice(("QC06", "QC10")))
            for number in range(TOUCHES)
        ]
        queue = {touch["id"]: touch for touch in touches}
        kiosk = Kiosk(terminal, [node.port for node in nodes], dict(queue), rolls)
        kills = 0
        while kiosk.queue:
            await asyncio.gather(*(kiosk.send() for _ in range(2)))
            done = 1 - len(kiosk.queue) / TOUCHES
            if kills < TIMES and done > (kills + 1) / (TIMES + 2):
                kills += 1
                await kill_under(kiosk, rolls.choice(nodes))
        kiosk.queue = dict(queue)  # a device put back to an old copy of its disk sends all again
        while kiosk.queue:
            await asyncio.gather(*(kiosk.send() for _ in range(4)))
    for node in nodes:
        node.stop()
    told = nodes[0].command("verify")  # ends with status 1 where a single line differs
    assert f"{TOUCHES:,} events known up to {TOUCHES:,}, missing none" in told
    rows, totals = await ledger(store)
    lost = len(set(queue) - set(rows))
    twice = sum(rows.values()) - len(rows)
    print(  # noqa: T201 - the figures are the point
        f"\nnodes {len(nodes)}, kills {kills}, {dict(kiosk.counts)}, touches {TOUCHES}, "
        f"rows {len(rows)}, totals {totals}, lost {lost}, twice {twice}"
    )
    assert kiosk.counts["cut"]
    assert (lost, twice, len(rows), totals) == (0, 0, TOUCHES, [TOUCHES] * 4)


@pytest.mark.slow
async def test_while_the_database_is_away_the_device_is_told_to_keep_all(
    nodes: list[Service], store: Store, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    async with httpx.AsyncClient(
        timeout=30, base_url=f"http://127.0.0.1:{nodes[0].port}", headers={"host": HOST}
    ) as client:
        terminal = Terminal(client)
        await asyncio.to_thread(enrol, nodes[0], tmp_path, terminal)
        events = [terminal.touch(now_ms() - number * 1_000) for number in range(100)]
        with away(store, request):
            begun = now_ms()
            answer = await terminal.send(events, time=now_ms())
            waited = now_ms() - begun
        assert (answer.status_code, answer.json()["code"]) == (503, "intake-unavailable")
        assert answer.headers["retry-after"] == "10"
        assert waited < 11_000
        assert await terminal.told(events, time=now_ms()) == ["stored"] * 100
    nodes[0].stop()
    rows, totals = await ledger(store)
    print(f"\naway: told to keep after {waited} ms, then rows {len(rows)}, totals {totals}")  # noqa: T201
    assert (len(rows), totals) == (100, [100] * 4)


@contextmanager
def away(store: Store, request: pytest.FixtureRequest) -> Iterator[None]:
    """A file that another process has locked, or a server that was stopped."""
    if isinstance(store, Database):
        server: Postgres = request.getfixturevalue("postgres")
        server.stop(how=signal.SIGQUIT)
        yield
        server.start()
        return
    assert isinstance(store, File)
    with closing(sqlite3.connect(store.folder / "kiosk.sqlite3", isolation_level=None)) as thief:
        thief.execute("begin immediate")
        yield
        thief.execute("rollback")


async def kill_under(kiosk: Kiosk, node: Service) -> None:
    """Kill a node while four requests are under way, and start it again."""
    sending = asyncio.gather(*(kiosk.send() for _ in range(4)))
    await asyncio.sleep(kiosk.rolls.uniform(0.0, 0.05))
    await asyncio.to_thread(node.kill)
    await sending
    await asyncio.to_thread(node.start)


async def _all(statement: str, reader: Reader) -> list[Row]:
    return await reader.all(statement)


async def ledger(store: Store) -> tuple[Counter[str], list[int]]:
    """How often each id has a row, and the sums of all totals."""
    driver = await store.open(Zone(ZONE))
    statement = "select s.id from scan s join device_event e on e.id = s.id and e.shard = s.shard"
    rows = await driver.read(partial(_all, statement))
    totals = []
    for table in ("total_day", "total_range", "total_hour", "total_clock"):
        (row,) = await driver.read(
            partial(_all, f"select cast(sum(n) as bigint) as n from {table}")
        )
        totals.append(int(row["n"]))
    await driver.close()
    return Counter(_uuid(bytes(row["id"])) for row in rows), totals


def _uuid(data: bytes) -> str:
    text = data.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
