"""The first rows of the quality table: scan and page, as ratios within one run."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.domain.code import Algorithm, CodeKey, Signer, read_code
from kiosk.domain.period import Zone
from kiosk.domain.ruleset import Classes, rule_set
from kiosk.domain.scan import RULES, Scan
from kiosk.recorder import DeviceKey
from kiosk.recorder.agents import Agents
from kiosk.recorder.floods import Floods
from kiosk.recorder.neighbours import Neighbours
from kiosk.store.driver import Driver
from kiosk.store.schema import migrate
from kiosk.store.sqlite import SqliteDriver
from tests.bench.measuring import Target, answer_of, contestant, p99, rate, rotate
from tests.faults.process import Service
from tests.make import NOON

pytestmark = pytest.mark.bench


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    started = Service(tmp_path / "data")
    started.start()
    yield started
    started.stop()


def issue(service: Service, folder: Path) -> str:
    """The address of a card."""
    placements = folder / "placements.csv"
    placements.write_text("district,name,kind,copies\n370102,大厅,window,1\n", "utf-8")
    printed = service.command(
        *("batch", "create", "--design", "a5-process", "--service", "QC10", "--json"),
        *("--placements", str(placements)),
    )
    return "/S/" + str(json.loads(printed)["codes"][0]["code"])


def test_scan(service: Service, tmp_path: Path) -> None:
    path = issue(service, tmp_path)
    answer = answer_of(service.port, path) | {"folder": str(tmp_path)}
    with (
        contestant("bare", answer) as bare,
        contestant("routed", answer) as routed,
        contestant("committed", answer) as committed,
    ):
        runs = rotate(
            {
                "scan": Target(service.port, path),
                "bare": Target(bare, path),
                "routed": Target(routed, path),
                "committed": Target(committed, path),
            }
        )
    scan, reference = rate(runs["scan"]), rate(runs["bare"])
    tell(f"scan, durable: {scan:,.0f}/s, p99 {p99(runs['scan']):.1f} ms")
    slower = p99(runs["scan"]) / p99(runs["bare"])
    compare(f"bare ASGI, same bytes ({reference:,.0f}/s)", scan / reference, goal="≥ 0.30")
    compare("bare ASGI, p99", slower, goal="≤ 3")
    compare("a Starlette route that records nothing", scan / rate(runs["routed"]), goal="≥ 1.0")
    compare("aiosqlite, a commit a request", scan / rate(runs["committed"]), goal="≥ 5")
    tell(where_the_time_goes(tmp_path, scan, reference))
    assert [run.errors for run in runs["scan"]] == [0] * len(runs["scan"])
    assert scan / reference >= 0.30
    assert scan / rate(runs["committed"]) >= 5


def test_page(service: Service) -> None:
    path = "/services/QC10"
    answer = answer_of(service.port, path)
    with contestant("bare", answer) as bare, contestant("rendered", answer) as rendered:
        runs = rotate(
            {
                "page": Target(service.port, path),
                "bare": Target(bare, path),
                "rendered": Target(rendered, path),
            }
        )
    page = rate(runs["page"])
    tell(f"page: {page:,.0f}/s of {len(answer['body']) // 2:,} bytes")
    bare_ratio, rendered_ratio = page / rate(runs["bare"]), page / rate(runs["rendered"])
    compare("bare ASGI bytes of that size", bare_ratio, goal="≥ 0.7")
    compare("the template rendered at each request", rendered_ratio, goal="≥ 5")
    assert bare_ratio >= 0.7
    assert rendered_ratio >= 5


def where_the_time_goes(folder: Path, scan: float, bare: float) -> str:
    """One line: microseconds of each part, measured alone, beside the whole."""
    signer = Signer((CodeKey("K1", Algorithm.SHA256, secrets.token_bytes(32)),))
    codes = [signer.code(number) for number in range(1_000)]
    device = DeviceKey(folder / "device-key.json", secrets.token_bytes)
    agents, rules = Agents(), rule_set(RULES)
    neighbours, classes, floods = Neighbours(rules), Classes(rules), Floods(rules.bounds)
    agent = b"Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.49"

    def classed(estimate: bytes, at: int) -> None:
        thing = "scan", at % 1_000, "QC10"
        signs = agents.judge(agent).signs | neighbours.signs(thing, estimate, at)
        has_counted = classes[signs] == "person"
        floods.is_beyond(thing, "10.0.0.1", 0, at)
        neighbours.remember(thing, estimate, at, has_counted=has_counted)

    parts = {
        "code and tag": each(lambda n: signer.verify(read_code(codes[n % 1_000]) or 0)),
        "class and estimate": each(
            lambda n: classed(device.estimate(20261124, f"10.0.0.{n % 250}", agent), NOON + n)
        ),
        "row, three totals and sync": commit_cost(folder),
    }
    told = ", ".join(f"{name} {cost:.1f}" for name, cost in parts.items())
    return (
        f"  where the time goes: {1e6 / scan:.0f} µs a scan, of which HTTP alone is "
        f"{1e6 / bare:.0f}; µs measured alone: {told}"
    )


def each(work: Callable[[int], object], *, times: int = 20_000) -> float:
    """Microseconds of one call."""
    begun = time.perf_counter()
    for number in range(times):
        work(number)
    return (time.perf_counter() - begun) / times * 1e6


def commit_cost(folder: Path) -> float:
    """Microseconds of one scan in groups of 64."""

    async def work() -> float:
        driver = await SqliteDriver.open(folder / "alone.sqlite3", Zone("Asia/Shanghai"))
        await migrate(driver, now=NOON)
        spent = await each_scan(driver)
        await driver.close()
        return spent

    return asyncio.run(work())


async def each_scan(driver: Driver, *, first: int = 0, groups: int = 200) -> float:
    """Microseconds of one scan in groups of 64, numbered from `first` on."""

    def scan(number: int) -> Scan:
        return Scan(
            number.to_bytes(16, "big"), NOON, "scan", number, 0, "QC10", "370102", "card",
            "person", "wechat", b"device12", 0,
        )  # fmt: skip

    begun = time.perf_counter()
    for group in range(first, first + groups * 64, 64):
        await driver.record([scan(group + number) for number in range(64)], {})
    return (time.perf_counter() - begun) / (groups * 64) * 1e6


def compare(reference: str, ratio: float, *, goal: str) -> None:
    """Show a ratio beside its goal."""
    tell(f"  against {reference}: {ratio:.2f} (goal {goal})")


def tell(line: str) -> None:
    print(line)  # noqa: T201 - a benchmark is there to be read
