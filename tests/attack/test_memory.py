"""New values in everything that can be sent, a hundred thousand times: memory stays."""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
import uvloop

from tests.attack.floods import network
from tests.attack.inputs import FORM, ORIGIN, fresh
from tests.attack.target import Site, attacked, prepare
from tests.attack.wire import Wire, request
from tests.bench.test_memory import pss_mb
from tests.bench.test_scan_and_page import tell
from tests.faults.process import HOST

TIMES = int(os.environ.get("ATTACK_REQUESTS", "100000"))
WARM = 12_000  # until what is kept in bounded numbers is full
AT_ONCE = 32
GROWTH_MB = 20

pytestmark = [pytest.mark.faults, pytest.mark.attack]


def test_new_values_in_every_place_leave_nothing_in_memory(tmp_path: Path) -> None:
    site = asyncio.run(prepare(tmp_path / "data"))
    service = attacked(site)
    service.start()
    try:
        (worker,) = service.workers
        shots = everywhere(site)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(send(service.port, islice(shots, WARM)))
            before = pss_mb(worker)
            answers = runner.run(send(service.port, islice(shots, TIMES)))
        assert service.workers == {worker}
        after = pss_mb(worker)
    finally:
        service.kill()
    told = ", ".join(f"{status} {n}" for status, n in sorted(answers.items()))
    tell(f"new values: {before:.0f} MB, {after:.0f} MB after {sum(answers.values()):,} ({told})")
    assert answers[200] > TIMES / 10
    assert after - before <= GROWTH_MB


async def send(port: int, shots: Iterator[bytes]) -> Counter[int]:
    """All of them, as fast as they are answered; the answers by status."""
    answers = Counter[int]()

    async def client() -> None:
        wire = Wire(port)
        for shot in shots:
            answers[(await wire.ask(shot)).status] += 1
        wire.close()

    await asyncio.gather(*(client() for _ in range(AT_ONCE)))
    return answers


def everywhere(site: Site) -> Iterator[bytes]:
    """Each address in turn, all that it is told new: path, query, headers, Host, form fields."""
    turn = 0
    while True:
        for address in site.addresses:
            turn += 1
            if address.method == "POST" and turn % 20:
                continue  # passwords are compared one at a time
            path = address.path
            if turn % 3 == 0:
                path = f"{path.rpartition('/')[0]}/{fresh(24)}"
            elif turn % 3 == 1:
                path = f"{path}?{fresh(12)}={fresh(24)}&by=typed&received={fresh(10)}"
            yield _new(address.method, path)
            yield _new("GET", _card(site, turn))


def _card(site: Site, turn: int) -> str:
    """Another card each time: of a hall, its screen, whole-catalogue, of a recalled batch."""
    code, number = site.codes[turn % len(site.codes)], turn // 4 % len(site.recalled)
    service = f"QC{turn % 13 + 1:02}"
    return (
        f"/S/{code}",
        f"/kiosk/{code}/{service}{'?lang=en' if turn % 8 == 1 else ''}",
        f"/S/{site.directories[number]}",
        f"/S/{site.recalled[number]}",
    )[turn % 4]


def _new(method: str, path: str) -> bytes:
    body = None
    if method == "POST":
        fields = ("name", "password", "next", "carried", "token", "key", "kind", "n", fresh(12))
        body = "&".join(f"{name}={fresh(40)}" for name in fields).encode()
    return request(
        method,
        path,
        ORIGIN,
        ("Content-Type", FORM),
        ("User-Agent", f"Mozilla/5.0 (Linux; {fresh(200)}) {_letters(80)}"),
        ("Accept-Language", f"zh-{fresh(12)},en;q=0.1"),
        ("Accept-Encoding", f"{random.choice(('br', 'gzip', 'identity'))}, {fresh(12)}"),
        ("Cookie", f"mbk_session={fresh(43)}; mbk_staff={fresh(30)}; mbk_screen={fresh(30)}"),
        ("Referer", f"https://{HOST}/{fresh(40)}"),
        ("If-None-Match", f'"{fresh(20)}"'),
        ("X-Forwarded-For", network()),
        ("Authorization", f"Bearer mbk_{fresh(43)}"),
        (f"X-{fresh(14)}", fresh(40)),
        body=body,
        host=_host(),
    )


def _host() -> str:
    """Our own name, as many ways as it can be written."""
    name = "".join(random.choice((letter, letter.upper())) for letter in HOST)
    return f"{name}:{random.randrange(1, 65_536)}"


def _letters(number: int) -> str:
    """What stays of an agent where its digits are left out."""
    return "".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=number))
