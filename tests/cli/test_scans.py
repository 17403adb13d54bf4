"""``kiosk scans reclass``, as it is typed, beside nothing and beside a running service."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from kiosk.app import reclass
from kiosk.config import Settings
from kiosk.domain.scan import Class
from tests.cli.conftest import Run
from tests.store.keeping import city, ledger_at, tampering


@pytest.fixture
def database(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with two days: one with a repeat that nobody saw, one that is sealed."""
    monkeypatch.setattr(reclass, "PAUSE_S", 0.0)
    path = settings.data_dir / "kiosk.sqlite3"

    async def fill() -> None:
        async with ledger_at(path) as ledger:
            card, *_ = await city(ledger)
            for day in ("2026-11-22", "2026-11-23"):
                for second in (0, 5):
                    opening = ledger.opening(card, f"{day}T01:00:0{second}Z")
                    await ledger.record(opening._replace(rules="2026-11"))
            robot = ledger.opening(card, "2026-11-23T02:00:00Z", klass=Class.ROBOT)
            await ledger.record(robot._replace(signs=4, rules="2026-11"))

    asyncio.run(fill())
    with tampering(path) as hand:
        hand.execute(
            "insert into day_seal (day, n, digest, sealed_at, version)"
            " values (20261122, 2, '', 0, '0.1.0')"
        )
    return path


RECLASS = ("scans", "reclass", "--from", "2026-11-21", "--to", "2026-11-23")


def test_it_tells_day_by_day_what_became_what(run: Run, database: Path) -> None:
    told = run(*RECLASS, "--dry-run")
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout.splitlines() == [
        "2026-11-21：没有扫码记录",
        "2026-11-22：已封存，没有改动",
        "2026-11-23：3条，会按规则2026-12-01；有效扫码次数 → 重复扫码 1",
    ]
    assert run(*RECLASS).stdout.splitlines()[-1] == (
        "2026-11-23：3条，按规则2026-12-01；有效扫码次数 → 重复扫码 1"
    )
    assert run(*RECLASS, lang="C").stdout.splitlines() == [
        "2026-11-21: no rows",
        "2026-11-22: sealed, left as it is",
        "2026-11-23: rows: 3; rule set 2026-12-01; no class changed",
    ]


def test_a_program_can_read_it(run: Run, database: Path) -> None:
    told = json.loads(run(*RECLASS, "--json").stdout)
    assert (told["rules"], told["dry_run"]) == ("2026-12-01", False)
    assert told["days"][1]["sealed"]
    assert told["days"][2] == {
        "day": "2026-11-23",
        "sealed": False,
        "rows": 3,
        "renamed": 2,
        "changes": [{"from": "person", "to": "repeat", "rows": 1}],
    }


def test_totals_still_hold_and_the_report_names_the_rule_set(run: Run, database: Path) -> None:
    before = run("verify").stdout
    run(*RECLASS)
    with tampering(database) as hand:
        hand.execute("delete from day_seal")
    after = run("verify")
    assert after.exit_code == 0, after.output
    assert before != after.stdout
    report = ("report", "scans", "--by", "day", "--format", "json")
    run(*report, "--from", "2026-11-23", "--to", "2026-11-23", "-o", "one.json")
    run(*report, "--from", "2026-11-22", "--to", "2026-11-23", "-o", "two.json")
    one, two = (json.loads(Path(f"{name}.json").read_text("utf-8")) for name in ("one", "two"))
    assert (one["rules"], one["total"]["scans"], one["total"]["repeats"]) == ("2026-12-01", 1, 1)
    assert two["rules"] == "2026-11, 2026-12-01"


def test_a_day_that_still_runs_is_refused(run: Run, database: Path) -> None:
    told = run("scans", "reclass", "--from", "2026-11-23", "--to", "2999-01-01")
    assert told.exit_code == 1
    told = run("scans", "reclass", "--from", "2998-12-31", "--to", "2999-01-01")
    assert told.exit_code == 1
    assert told.stderr.startswith("2998-12-31还没有结束")
