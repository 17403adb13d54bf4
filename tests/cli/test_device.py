"""``kiosk device``: enrol with a key or a token, list, revoke; and what ``kiosk verify`` says."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import httpx
import pytest

from kiosk.config import Settings
from tests.cli.conftest import Run
from tests.recorder.reporting import reporter
from tests.store.keeping import ledger_at, tampering
from tests.web.terminal import Terminal

NEW = "2026-11-24T04:00:00Z"


@pytest.fixture
def halls(run: Run, placements: str) -> str:
    """A folder with a hall's placement; its id."""
    done = run(
        "batch", "create", "--design", "a5-process", "--service", "QC10", "--placements",
        placements, "--json",
    )  # fmt: skip
    return str(json.loads(done.stdout)["codes"][1]["placement"])


@pytest.fixture
def pem(tmp_path: Path) -> str:
    file = tmp_path / "device.pem"
    file.write_text(Terminal(httpx.AsyncClient()).pem, "ascii")
    return str(file)


def test_a_device_is_enrolled_listed_and_revoked(run: Run, halls: str, pem: str) -> None:
    done = run("device", "enrol", "大厅1号", "--placement", halls, "--key", pem)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "D0001\n", "")
    invited = run("device", "enrol", "大厅2号", "--placement", halls)
    assert invited.stdout.startswith("mbd_")
    assert "24小时" in invited.stderr
    listed = json.loads(run("device", "list", "--json").stdout)
    assert [(line["id"], line["name"], line["state"]) for line in listed] == [
        ("D0001", "大厅1号", "active"),
        (None, "大厅2号", "invited"),
    ]
    assert listed[0] | {"enrolled_by": ""} == {
        "id": "D0001",
        "name": "大厅1号",
        "placement": halls,
        "placement_name": "平阴县政务服务中心",
        "district": "370124",
        "state": "active",
        "enrolled_by": "",
        "last_seen": None,
        "sequence": 0,
        "offset_s": None,
        "implausible": 0,
    }
    assert invited.stdout.strip() not in run("device", "list", "--json").stdout
    assert run("device", "revoke", "大厅1号", "--yes").exit_code == 0
    assert run("device", "list").stdout == (
        f"D0001  大厅1号  {halls} 平阴县政务服务中心  已停用\n"
        f"-  大厅2号  {halls} 平阴县政务服务中心  等待登记\n"
    )
    again = run("device", "revoke", "D0001", "--yes", lang="C")
    assert (again.exit_code, again.stderr) == (1, "There is no device “D0001” in use.\n")


def test_without_an_answer_nothing_is_revoked(run: Run, halls: str, pem: str) -> None:
    run("device", "enrol", "大厅1号", "--placement", halls, "--key", pem)
    told = run("device", "revoke", "大厅1号")
    assert told.exit_code == 1
    assert "停用自助终端大厅1号？" in told.output
    assert "在用" in run("device", "list").stdout


def test_what_is_wrong_is_said_in_one_sentence(
    run: Run, halls: str, pem: str, tmp_path: Path
) -> None:
    binary = tmp_path / "key.der"
    binary.write_bytes(b"\xff\x00")
    window = f"P{int(halls[1:]) - 1:04d}"
    for words, said in (
        ((window, "--key", pem), f"投放点{window}（历下区政务服务中心）不是自助终端"),
        (("P9999", "--key", pem), "没有投放点P9999。"),
        ((halls, "--key", str(binary)), "这不是 P-256 曲线的公钥"),
        ((halls, "--key", __file__), "这不是 P-256 曲线的公钥"),
    ):
        told = run("device", "enrol", "大厅1号", "--placement", *words)
        assert (told.exit_code, told.stdout) == (1, "")
        assert told.stderr.startswith(said)
        assert len(told.stderr.splitlines()) == 1
    assert run("device", "enrol", " ", "--placement", halls).stderr.startswith("请给自助终端")
    assert run("device", "enrol", "大厅1号").exit_code == 2


def test_implausible_touches_are_listed_and_accepted(run: Run, settings: Settings) -> None:
    database = settings.data_dir / "kiosk.sqlite3"

    async def fill() -> None:
        async with ledger_at(database) as ledger:
            screen = await reporter(ledger)
            at = screen.event(NEW).at
            touches = [screen.event(NEW)._replace(at=at) for _ in range(1_300)]
            for first in range(0, 1_300, 500):
                await screen.report(touches[first : first + 500], NEW)

    asyncio.run(fill())
    assert run("device", "list").stdout.endswith("待核触屏1,240次\n")
    asked = run("device", "accept", "大厅1号", "--day", "2026-11-24")
    assert (asked.exit_code, "计入以后不能撤销" in asked.output) == (1, True)
    told = run("device", "accept", "大厅1号", "--day", "2026-11-24", "--yes")
    assert (told.exit_code, told.stdout) == (0, "计入了1,240次触屏\n")
    again = run("device", "accept", "D0001", "--day", "2026-11-24", "--yes")
    assert (again.exit_code, again.stderr) == (
        1, "自助终端“大厅1号”在2026-11-24没有待核的触屏。\n",
    )  # fmt: skip
    assert run("device", "accept", "D0009", "--day", "2026-11-24", "--yes").exit_code == 1
    assert run("device", "accept", "D0001", "--day", "noon", "--yes").exit_code != 0
    verified = run("verify", lang="C")
    assert verified.exit_code == 0, verified.output
    assert "1,300 events known up to 1,301, missing 1\n" in verified.stdout


def test_verify_tells_what_never_arrived_and_an_event_without_its_scan(
    run: Run, settings: Settings
) -> None:
    database = settings.data_dir / "kiosk.sqlite3"

    async def fill() -> None:
        async with ledger_at(database) as ledger:
            first, second = await reporter(ledger, number=1), await reporter(ledger, number=2)
            events = [first.event(NEW) for _ in range(14)]
            await first.report([event for event in events if event.sequence not in (5, 9)], NEW)
            await second.report([second.event(NEW), second.event(NEW, sequence=1)], NEW)
            await second.report([second.event(NEW)], NEW, offset_ms=16 * 60_000)

    asyncio.run(fill())
    told = run("verify", lang="C")
    assert (told.exit_code, told.stderr) == (0, "")
    assert "device 大厅1号: 12 events known up to 14, missing 5, 9\n" in told.stdout
    assert (
        "device 大厅2号: 3 events known up to 3, missing 2, numbers used again: 1\n" in told.stdout
    )
    assert "自助终端大厅1号：已知12条事件，序号到14，缺5, 9\n" in run("verify").stdout
    assert "大厅2号  P0002 大厅2  在用  最近上报 2026-11-24 12:00  时钟慢960秒" in (
        run("device", "list").stdout
    )
    with tampering(database) as hand:
        hand.execute("update device set forgotten = 3 where id = 'D0001'")
        hand.execute(
            "delete from scan where id in (select id from device_event where sequence = 6)"
        )
    told = run("verify", lang="C")
    assert told.exit_code == 1
    assert "device 大厅1号: events without their scan: 1\n" in told.stdout
    assert "device 大厅1号: 9 events known from 4 up to 14, missing 5, 9\n" in told.stdout
    assert "total_clock day=20261124 class=person clock=device: device_event gives" in told.stdout
