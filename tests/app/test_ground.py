"""What the service stands on is named, with what is known to be wrong with it."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from kiosk.app import ground
from kiosk.app.ground import Program, faults, known_faults
from kiosk.store.sqlite_library import VERSION

OLD = (Program("Python", (3, 11, 7)), Program("SQLite", (3, 40, 1)))
NEW = (Program("Python", (3, 11, 10)), Program("SQLite", (3, 51, 3)))


def ids(of: tuple[Program, ...]) -> list[str]:
    return [fault.id for fault, _ in known_faults(of)]


def test_old_programs_have_their_faults_named_and_new_ones_none() -> None:
    assert ids(OLD) == ["CVE-2024-7592", "WAL-reset"]
    assert ids(NEW) == []


@pytest.mark.parametrize(
    ("name", "version", "has_it"),
    [
        ("SQLite", (3, 6, 23), False),
        ("SQLite", (3, 44, 5), True),
        ("SQLite", (3, 44, 6), False),
        ("SQLite", (3, 46, 1), True),
        ("SQLite", (3, 50, 7), False),
        ("SQLite", (3, 51, 2), True),
        ("SQLite", (3, 53, 4), False),
        ("Python", (3, 12, 5), True),
        ("Python", (3, 12, 6), False),
        ("Python", (3, 13, 0), False),
        ("Python", (3, 14, 0), False),
    ],
)
def test_ranges_end_where_a_fault_was_mended(
    name: str, version: tuple[int, ...], *, has_it: bool
) -> None:
    assert bool(ids((Program(name, version),))) is has_it


def test_a_fault_is_told_with_the_version_that_does_not_have_it() -> None:
    told = {
        fault.id: (fault.told(program).zh, fault.told(program).en)
        for fault, program in known_faults(OLD)
    }
    assert "3.11.10" in told["CVE-2024-7592"][0]
    assert "3.44.6" in told["WAL-reset"][1]
    for sentences in told.values():
        assert all(sentence.count("\n") == 0 for sentence in sentences)


def test_every_fault_has_a_source_and_ranges_in_order() -> None:
    for fault in faults():
        assert fault.source.startswith("https://")
        ends = [version for pair in fault.ranges for version in pair]
        assert ends == sorted(ends)


@pytest.fixture
def _on_old_ground(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "programs", lambda: OLD)


@pytest.mark.usefixtures("_on_old_ground")
def test_the_log_has_a_line_for_each_fault() -> None:
    with capture_logs() as logs:
        ground.log_faults()
    assert [(line["event"], line["fault"], line["program"]) for line in logs] == [
        ("known-fault", "CVE-2024-7592", "Python 3.11.7"),
        ("known-fault", "WAL-reset", "SQLite 3.40.1"),
    ]


def test_the_library_in_use_is_the_one_that_is_named() -> None:
    named = {program.name: program.version for program in ground.programs()}
    assert named["SQLite"] == VERSION
