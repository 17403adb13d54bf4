"""Past days judged again: classes, totals, what was before, and the names of the rule sets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from kiosk.acts import Answer, Office, Request, perform
from kiosk.app import reclass as module
from kiosk.app.desk import Desk
from kiosk.app.reclass import Judged, reclass
from kiosk.domain.period import Period, day_number
from kiosk.domain.placement import CodeRange
from kiosk.domain.problem import Problem
from kiosk.domain.scan import RULES, Class, Scan, Sign
from kiosk.domain.seal import Seal
from kiosk.recorder import Retention, retention
from kiosk.store import judgings, proofs, seals
from kiosk.store.driver import Reader
from tests.acting import do
from tests.make import TODAY, Clock, sure
from tests.reports.ledger import Ledger, instant

pytestmark = pytest.mark.on_every_store

DAY = date(2026, 11, 23)
PERIOD = Period(DAY, DAY)
NUMBER = day_number(DAY)
OLD = "2026-11"
TABLES = (
    *("scan", "total_day", "total_range", "total_hour"),
    *("day_rules", "day_judging", "scan_judged", "log"),
)
PRETENDER = (Sign.SECURE | Sign.MODERN_ENGINE | Sign.THIN_APP).value
A, B, C = b"a" * 8, b"b" * 8, b"c" * 8


@dataclass
class Past:
    """A day before today, and hands that judge it again."""

    office: Office
    ledger: Ledger
    card: CodeRange
    asked: list[str] = field(default_factory=list)
    fails_after: int = 1 << 30

    def opening(self, seconds: float, device: bytes, **changes: Any) -> Scan:
        """An opening of the card, some seconds after nine o'clock."""
        at = instant("2026-11-23T01:00:00Z") + round(seconds * 1_000)
        made = self.ledger.opening(self.card, klass=changes.pop("klass", Class.PERSON))
        return made._replace(**{"at": at, "device": device, "rules": OLD, **changes})

    async def _do(self, request: Request) -> Answer:
        self.asked.append(request.name)
        if len(self.asked) > self.fails_after:
            raise Problem("service-unreachable")
        return await perform(self.office, request)

    async def judge(self, *, is_trial: bool = False) -> Judged:
        """Judge the day."""
        office = self.office
        desk = Desk(office.settings, office.zone, office.signer, office.driver.read, self._do)
        days = reclass(desk, PERIOD, today=TODAY, is_trial=is_trial)
        (judged,) = [day async for day in days]
        return judged

    async def classes(self) -> list[tuple[str, str]]:
        """Class and rule set of each row, by moment."""
        rows = await self.rows("select class, rules from scan order by at, id")
        return [(row["class"], row["rules"]) for row in rows]

    async def rows(self, sql: str) -> list[Any]:
        return await self.office.driver.read(lambda reader: reader.all(sql))

    async def everything(self) -> list[object]:
        """Every row of every table that could change."""
        found = [
            (table, *row.values())
            for table in TABLES
            for row in await self.rows(f"select * from {table}")
        ]
        return sorted(found, key=repr)

    async def sets(self) -> tuple[str, ...]:
        return await self.office.driver.read(lambda r: judgings.rule_sets(r, PERIOD))

    async def holds(self) -> bool:
        """Whether the day's and the month's totals are what its rows give."""

        async def work(reader: Reader) -> bool:
            day = await proofs.day(reader, NUMBER)
            month = await proofs.month(reader, NUMBER // 100, self.office.zone)
            return not day.differences and not month.differences

        return await self.office.driver.read(work)


@pytest.fixture
async def past(office: Office, monkeypatch: pytest.MonkeyPatch) -> Past:
    monkeypatch.setattr(module, "PAUSE_S", 0.0)
    ledger = Ledger(office.driver, office.zone)
    await ledger.batch("B0001")
    place = await ledger.placement("370102", "历下窗口")
    return Past(office, ledger, await ledger.card(place, "QC10", batch="B0001"))


async def test_a_day_is_judged_by_its_kept_signs_and_by_its_neighbours(past: Past) -> None:
    await past.ledger.record(
        past.opening(0, A),
        past.opening(1, B),  # a colleague
        past.opening(2, A, shard=3),  # a repeat that another process could not see
        past.opening(3, C, signs=PRETENDER),  # kept by a later program, judged by an older one
        past.opening(40, C, signs=PRETENDER),  # nobody just before
        past.opening(41, A, klass=Class.RECALLED),
        past.opening(42, A, klass=Class.ROBOT, signs=Sign.LISTED_ROBOT.value),
        past.opening(43, B, signs=Sign.STAFF.value),
    )
    judged = await past.judge()
    assert (judged.rows, judged.renamed) == (8, 5)
    assert judged.changes == {
        ("person", "repeat"): 1,
        ("person", "preview"): 1,
        ("person", "staff"): 1,
    }
    expected = [
        *("person", "person", "repeat", "preview", "person"),
        *("recalled", "robot", "staff"),
    ]
    assert await past.classes() == [(klass, RULES) for klass in expected]
    assert await past.holds()
    assert await past.sets() == (RULES,)


async def test_what_a_row_was_stays_with_it(past: Past) -> None:
    await past.ledger.record(past.opening(0, A), past.opening(1, A))
    await past.judge()
    (row,) = await past.rows("select day, shard, class, rules, became from scan_judged")
    assert tuple(row.values()) == (NUMBER, 0, "person", OLD, "repeat")


async def test_a_class_without_rows_leaves_no_line_in_a_report(past: Past) -> None:
    await past.ledger.record(past.opening(0, A, signs=Sign.STAFF.value))
    await past.judge()
    report = await past.ledger.report("service,placement", "2026-11-23", "2026-11-23")
    assert report.lines == ()
    assert (report.waterfall.staff, report.waterfall.person, report.rules) == (1, 0, RULES)


async def test_the_log_tells_what_became_what_once_a_day(past: Past) -> None:
    await past.ledger.record(*(past.opening(n / 10, A) for n in range(20)))
    await past.judge()
    (line,) = await past.rows("select subject, detail from log where act like 'scan.%'")
    assert line["subject"] == "2026-11-23"
    assert line["detail"] == (
        '{"before": "2026-11", "changes": {"person>repeat": 19}, "rows": 19, "rules": "2026-12-01"}'
    )


async def test_judging_again_changes_nothing(past: Past) -> None:
    await past.ledger.record(past.opening(0, A), past.opening(1, A), past.opening(2, B))
    await past.judge()
    before, asked = await past.everything(), len(past.asked)
    judged = await past.judge()
    assert (judged.rows, judged.renamed, judged.changes) == (3, 0, {})
    assert (await past.everything(), len(past.asked)) == (before, asked)


async def test_a_trial_tells_the_same_and_changes_nothing(past: Past) -> None:
    await past.ledger.record(past.opening(0, A), past.opening(1, A), past.opening(2, B))
    before = await past.everything()
    trial = await past.judge(is_trial=True)
    assert await past.everything() == before
    assert past.asked == []
    assert trial == await past.judge()


async def test_it_goes_on_where_it_was_interrupted(
    past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SLICE", 3)
    await past.ledger.record(*(past.opening(n, A) for n in range(12)))
    past.fails_after = 2
    with pytest.raises(Problem, match="service-unreachable"):
        await past.judge()
    assert await past.holds()
    assert await past.sets() == (OLD, RULES)
    assert [rules for _, rules in await past.classes()] == [RULES] * 6 + [OLD] * 6
    past.fails_after = 1 << 30
    judged = await past.judge()
    assert judged.changes == {("person", "repeat"): 6}  # the others became so before
    assert await past.sets() == (RULES,)
    assert await past.holds()
    (line,) = await past.rows("select detail from log where act = 'scan.reclass'")
    assert '"person>repeat": 11' in line["detail"]  # of both parts of the run


async def test_one_that_only_lacked_its_end_is_ended(past: Past) -> None:
    await past.ledger.record(past.opening(0, A))
    past.fails_after = 1
    with pytest.raises(Problem):
        await past.judge()
    past.fails_after = 1 << 30
    await past.judge()
    assert past.asked[-1] == "scan.reclass"
    assert await past.sets() == (RULES,)


async def test_what_arrives_late_by_an_older_rule_set_is_told_and_judged_next_time(
    past: Past,
) -> None:
    await past.ledger.record(past.opening(0, A))
    await past.judge()
    await past.ledger.record(past.opening(1, A))  # moved from a spool
    assert await past.sets() == (OLD, RULES)
    report = await past.ledger.report("day", "2026-11-23", "2026-11-23")
    assert report.rules == f"{OLD}, {RULES}"
    judged = await past.judge()
    assert judged.changes == {("person", "repeat"): 1}
    assert await past.sets() == (RULES,)
    assert await past.holds()


async def test_a_day_that_still_runs_is_refused(past: Past) -> None:
    office = past.office
    desk = Desk(office.settings, office.zone, office.signer, office.driver.read, past._do)
    with pytest.raises(Problem, match="reclass-today"):
        await anext(reclass(desk, Period(DAY, TODAY), today=TODAY, is_trial=True))
    for act in ("scan.judge", "scan.reclass"):
        args = {"day": day_number(TODAY), "same": [], "others": []}
        with pytest.raises(Problem, match="reclass-today"):
            await do(office, act, once=act, **args)


async def test_a_sealed_day_is_left_alone_and_its_history_goes_with_its_rows(
    past: Past, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "SLICE", 2)
    monkeypatch.setattr(retention, "PAUSE_S", 0.0)
    await past.ledger.record(*(past.opening(n, A) for n in range(5)))
    await past.judge()
    driver, zone = past.office.driver, past.office.zone
    clock.advance(seconds=400 * 86_400)
    await Retention(driver, zone, days=1, now=clock, is_sure=sure).run()
    for table in ("scan", "scan_judged"):
        assert await past.rows(f"select * from {table}") == []
    assert await past.sets() == (RULES,)
    judged = await past.judge()
    assert (judged.is_sealed, judged.rows) == (True, 0)
    for act in ("scan.judge", "scan.reclass"):
        args = {"day": NUMBER, "same": [], "others": []}
        with pytest.raises(Problem, match="reclass-sealed"):
            await do(past.office, act, once=act, **args)


async def test_a_day_is_not_sealed_by_totals_that_a_run_has_moved_since(past: Past) -> None:
    await past.ledger.record(past.opening(0, A), past.opening(1, A))
    driver = past.office.driver

    async def sealed(*, judge_between: bool) -> bool:
        proof, judging = await driver.read(lambda r: retention._looked_at(r, NUMBER))
        if judge_between:
            await past.judge()
        seal = Seal(day=NUMBER, rows=proof.rows, digest=proof.digest, sealed_at=0, version="0.1.0")
        return await driver.write(lambda tx: seals.add(tx, seal, judging=judging))

    assert not await sealed(judge_between=True)
    assert await sealed(judge_between=False)


async def test_a_kept_sign_of_a_flood_is_judged_and_one_that_is_not_there_is_not_made_up(
    past: Past,
) -> None:
    await past.ledger.record(
        *(past.opening(n, bytes([n]) * 8) for n in range(70)),
        past.opening(80, A, signs=Sign.FLOOD.value),
        past.opening(81, A, signs=Sign.FLOOD.value | Sign.STAFF.value),
        past.opening(82, B, signs=Sign.FLOOD.value),
        past.opening(83, B),
    )
    judged = await past.judge()
    assert judged.changes == {("person", "flood"): 2, ("person", "staff"): 1}
    assert [klass for klass, _ in await past.classes()] == [
        *["person"] * 70, "flood", "staff", "flood", "person",
    ]  # fmt: skip
    assert await past.holds()


async def test_a_report_names_what_it_said_before_and_since_when_it_says_another(
    past: Past, clock: Clock
) -> None:
    await past.ledger.record(past.opening(0, A), past.opening(1, A), past.opening(2, B))
    other = past.opening(0, A)._replace(at=instant("2026-11-22T01:00:00Z"))
    await past.ledger.record(other)

    async def told() -> list[tuple[object, ...]]:
        report = await past.ledger.report("day", "2026-11-22", "2026-11-23")
        return [tuple(edition) for edition in report.editions]

    assert await told() == [(1, None, (OLD,), 4)]
    await past.judge(is_trial=True)
    assert await told() == [(1, None, (OLD,), 4)]
    await past.judge()
    second = (2, date(2026, 11, 24), (OLD, RULES), 3)
    assert await told() == [(1, None, (OLD,), 4), second]
    await past.judge()  # nothing was left to judge
    assert await told() == [(1, None, (OLD,), 4), second]
    clock.advance(seconds=2 * 86_400)
    await past.ledger.record(past.opening(3, A))  # moved from a spool
    await past.judge()
    third = (3, date(2026, 11, 26), (OLD, RULES), 3)
    assert await told() == [(1, None, (OLD,), 4), (*second[:3], 4), third]


async def test_an_interrupted_run_is_one_edition(
    past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SLICE", 3)
    await past.ledger.record(*(past.opening(n, A) for n in range(12)))
    past.fails_after = 2
    with pytest.raises(Problem, match="service-unreachable"):
        await past.judge()
    past.fails_after = 1 << 30
    await past.judge()
    assert await past.rows("select day, rules, act, class, n from day_edition") == [
        {"day": NUMBER, "rules": OLD, "act": "scan", "class": "person", "n": 12}
    ]


async def test_editions_outlive_the_rows_and_leave_the_seal_alone(
    past: Past, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "PAUSE_S", 0.0)
    await past.ledger.record(past.opening(0, A), past.opening(1, A))
    await past.judge()
    clock.advance(seconds=400 * 86_400)
    await Retention(past.office.driver, past.office.zone, days=1, now=clock, is_sure=sure).run()
    report = await past.ledger.report("day", "2026-11-23", "2026-11-23")
    assert [(one.scans, one.rules) for one in report.editions] == [(2, (OLD,)), (1, (RULES,))]
    seal = await past.office.driver.read(lambda reader: seals.find(reader, NUMBER))
    assert seal is not None
    proof = await past.office.driver.read(lambda reader: proofs.sealed(reader, seal))
    assert (proof.is_whole, proof.differences) == (True, ())
