"""What commands tell of the clock, and the word that makes it right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.app.start import now_ms
from kiosk.config import Settings
from tests.cli.conftest import Run
from tests.store.keeping import dump, tampering

DAY_MS = 86_400_000


@pytest.fixture
def database(settings: Settings) -> Path:
    return settings.data_dir / "kiosk.sqlite3"


def known(database: Path, *, days_ago: float) -> None:
    """The clock was last right so many days ago, and nothing has run since."""
    with tampering(database) as hand:
        hand.execute("update clock set good_at = ?", [now_ms() - round(days_ago * DAY_MS)])


def test_a_clock_that_goes_on_is_in_no_doubt(run: Run, database: Path) -> None:
    known(database, days_ago=44)
    told = run("clock", "show")
    assert told.exit_code == 0
    assert told.stdout.splitlines()[-1] == "没有疑问"
    refused = run("clock", "confirm", "--yes")
    assert (refused.exit_code, refused.stderr) == (1, "服务器时间没有疑问，不用确认。\n")


@pytest.mark.parametrize(
    ("days_ago", "doubt", "why"), [(46, "ahead", "停机"), (-365, "behind", "往回跳")]
)
def test_a_clock_in_doubt_is_told_with_its_reason_and_confirmed(
    run: Run, database: Path, days_ago: int, doubt: str, why: str
) -> None:
    known(database, days_ago=days_ago)
    told = run("clock", "show")
    assert told.exit_code == 1
    assert why in told.stdout
    assert "kiosk clock confirm" in told.stdout.splitlines()[-1]
    shown = run("clock", "show", "--json")
    assert (shown.exit_code, json.loads(shown.stdout)["doubt"]) == (1, doubt)
    asked = run("clock", "confirm")  # and nobody says yes
    assert asked.exit_code == 1
    assert "现在确实是这个时间吗" in asked.stdout
    assert run("clock", "show").exit_code == 1
    assert run("clock", "confirm", "--yes").exit_code == 0
    assert run("clock", "show").exit_code == 0
    ((*_, actor, act, _, detail),) = [
        row for row in dump(database, "log") if row[4] == "clock.confirm"
    ]
    assert (str(actor)[:4], act, list(json.loads(str(detail)))) == (
        "cli:",
        "clock.confirm",
        ["before"],
    )


def test_scans_ahead_of_the_clock_are_told(run: Run, database: Path) -> None:
    with tampering(database) as hand:
        hand.execute(
            "insert into scan (id, shard, at, day, act, serial, first, service, district, source,"
            " class, client, device, signs, rules) values (x'00', 0, ?, 20991231, 'scan', 1, 1,"
            " 'QC10', '370102', 'card', 'person', 'browser', x'00', 0, '2026-12')",
            [now_ms() + 500 * DAY_MS],
        )
    assert "有扫码记录的时间晚于现在" in run("clock", "show").stdout
    assert "scans lie ahead" in run("clock", "show", lang="C").stdout
