"""``python -m tests.faults.killed WORK FOLDER ROUNDS``: a process that forks what it then kills.

Each child opens the database of the folder and works until it is killed; what it was told to be
done it writes into a pipe. What was told is printed as JSON, a list a round. A new interpreter for
each kill would take seconds.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import uuid_utils

from kiosk.domain.fact import Bilingual
from kiosk.domain.period import Zone
from kiosk.recorder.groups import Groups
from kiosk.recorder.tally import Tally
from kiosk.store import batches, catalogues
from kiosk.store.driver import Driver, Transaction
from kiosk.store.sqlite import SqliteDriver
from tests.make import NOON, starter
from tests.reports.ledger import ZONE, Ledger

CLIENTS: Final = 64
Tell = Callable[[str], object]
Work = Callable[[Driver, Tell], Awaitable[None]]


async def publishing(driver: Driver, tell: Tell) -> None:
    """Publish all services anew, again and again; the number of each edition is told."""
    row = await driver.read(lambda reader: reader.one(catalogues.LAST_EDITION))
    number = int(row["number"]) if row else 0
    while True:
        number += 1
        services = [
            replace(service, name=Bilingual(zh=f"{number}", en=f"{number}"))
            for service in starter().services
        ]

        async def work(tx: Transaction, number: int = number, services: list = services) -> None:  # type: ignore[type-arg]
            when = {"published_at": NOON + number, "effective_from": NOON + number}
            await catalogues.publish(tx, services, starter().shared, published_by="test", **when)

        await driver.write(work)
        tell(str(number))


async def recording(driver: Driver, tell: Tell) -> None:
    """Record scans through the recorder's own groups; the id of each stored one is told."""
    (card, *_) = await driver.read(batches.ranges)
    model = Ledger(driver, Zone(ZONE)).opening(card)

    async def nothing(_: object) -> None:
        raise OSError("there is no spool here")

    groups = Groups(driver.record, nothing, lambda _: None, Tally())

    async def client() -> None:
        while True:
            scan = model._replace(id=uuid_utils.uuid7().bytes)
            if (await groups.record(scan)).value == "recorded":
                tell(scan.id.hex())

    await asyncio.gather(*(client() for _ in range(CLIENTS)))


WORKS: Final[dict[str, Work]] = {"publishing": publishing, "recording": recording}


def killed(work: Work, folder: Path, after_s: float) -> list[str]:
    """Fork a child at `work`, and kill it so long after its first word; all its words."""
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(told)
        asyncio.run(_child(work, folder, partial(_say, tell)))
        os._exit(1)
    os.close(tell)
    words = os.read(told, 1 << 16)
    os.set_blocking(told, False)
    ends = time.monotonic() + after_s
    while time.monotonic() < ends:
        words += _heard(told)
        time.sleep(0.002)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.set_blocking(told, True)
    while more := os.read(told, 1 << 16):
        words += more
    os.close(told)
    return words.decode("ascii").splitlines()


def _heard(told: int) -> bytes:
    try:
        return os.read(told, 1 << 16)
    except BlockingIOError:
        return b""


def _say(tell: int, word: str) -> None:
    os.write(tell, f"{word}\n".encode("ascii"))  # shorter than a pipe takes at once


async def _child(work: Work, folder: Path, tell: Tell) -> None:
    driver = await SqliteDriver.open(folder / "kiosk.sqlite3", Zone(ZONE))
    await work(driver, tell)


if __name__ == "__main__":
    starter()  # read once, for all children
    chance = random.Random(20261130)
    rounds = [
        killed(WORKS[sys.argv[1]], Path(sys.argv[2]), chance.uniform(0.01, 0.25))
        for _ in range(int(sys.argv[3]))
    ]
    print(json.dumps(rounds))  # noqa: T201 - whoever asked reads it
