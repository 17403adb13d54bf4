"""``kiosk verify``: what holds is told in sum, what does not to the line and the number."""

from __future__ import annotations

import asyncio
from pathlib import Path
from textwrap import dedent

import pytest

from kiosk.config import Settings
from kiosk.recorder import Losses, Retention
from tests.cli.conftest import Run
from tests.make import Clock, sure
from tests.reports.ledger import instant
from tests.store.keeping import dump, filled, ledger_at, tampering

TABLES = ("scan", "total_day", "total_range", "total_hour", "day_seal", "log", "meta", "migration")


@pytest.fixture
def database(settings: Settings) -> Path:
    """A data folder in which nothing serves, with rows of six days."""
    path = settings.data_dir / "kiosk.sqlite3"

    async def fill() -> None:
        async with ledger_at(path) as ledger:
            await filled(ledger)

    asyncio.run(fill())
    return path


def test_what_was_only_recorded_holds(run: Run, database: Path) -> None:
    losses = Losses.take(database.parent)
    losses.add(20261124, 1_234)
    losses.close()
    before = dump(database, *TABLES)
    told = run("verify")
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout == dedent("""\
        数据库自检：没有问题
        由扫码记录重算的日子：6天，483条记录；相符6天
        记录到期、已封存的日子：0天；与封存时相同0天
        各时段的合计：由扫码记录重算的月份：2025-10, 2025-11, 2026-11；记录不全、只按星期与各天合计核对的月份：无；相符3个月
        落盘待入账的扫码：0次
        未能记录的扫码：1,234次
        """)  # noqa: E501
    told = run("verify", lang="C")
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout == dedent("""\
        the database's own check: no fault
        days recomputed from rows: 6, rows: 483; days that hold: 6
        sealed days, whose rows are removed: 0; days that hold: 0
        totals by hour: months recomputed from rows: 2025-10, 2025-11, 2026-11; months without all rows, compared with their days by weekday: none; months that hold: 3
        scans that wait in the spool: 0
        unrecorded scans: 1,234
        """)  # noqa: E501
    assert dump(database, *TABLES) == before


def test_a_folder_that_counted_nothing_yet_holds(run: Run) -> None:
    told = run("verify")
    assert (told.exit_code, told.stderr) == (0, "")
    assert "0天，0条记录" in told.stdout
    assert told.stdout.endswith("未能记录的扫码：0次\n")


TAMPERED = {
    "a total of a day": (
        (
            "update total_day set n = n + 1 where day = 20261123 and act = 'scan'"
            " and class = 'person' and service = 'QC10'"
        ),
        [
            (
                "total_day day=20261123 act=scan service=QC10 district=370102 class=person"
                " source=card: scan gives 5, the total says 6"
            )
        ],
    ),
    "a total of a range": (
        "update total_range set n = 0 where day = 20261123 and first = 2000 and act = 'view'",
        [
            (
                "total_range day=20261123 first=2000 act=view service=QC06 class=person"
                " source=card: scan gives 5, the total says 0"
            )
        ],
    ),
    "a total of an hour": (
        (
            "update total_hour set n = n + 7 where month = 202511 and hour = 8 and class = 'person'"
            " and service = ''"
        ),
        [
            (
                "total_hour month=202511 weekday=5 hour=8 act=scan service=- district=370102"
                " class=person: scan gives 1, the total says 8"
            )
        ],
    ),
    "a row removed": (
        "delete from scan where id = (select min(id) from scan)",
        [
            (
                "total_day day=20251030 act=scan service=QC10 district=370102 class=person"
                " source=card: scan gives 0, the total says 1"
            ),
            (
                "total_range day=20251030 first=1000 act=scan service=QC10 class=person"
                " source=card: scan gives 0, the total says 1"
            ),
            (
                "total_hour month=202510 weekday=3 hour=8 act=scan service=QC10 district=370102"
                " class=person: scan gives 0, the total says 1"
            ),
        ],
    ),
    "a robot made a person": (
        (
            "update scan set class = 'person' where day = 20251101 and class = 'robot'"
            " and service = 'QC06'"
        ),
        [
            (
                "total_day day=20251101 act=scan service=QC06 district=gx class=person"
                " source=kiosk: scan gives 6, the total says 3"
            ),
            (
                "total_day day=20251101 act=scan service=QC06 district=gx class=robot"
                " source=kiosk: scan gives 0, the total says 3"
            ),
            (
                "total_range day=20251101 first=3000 act=scan service=QC06 class=person"
                " source=kiosk: scan gives 6, the total says 3"
            ),
            (
                "total_range day=20251101 first=3000 act=scan service=QC06 class=robot"
                " source=kiosk: scan gives 0, the total says 3"
            ),
            *(
                f"total_hour month=202511 weekday=5 hour={hour} act=scan service=QC06"
                f" district=gx class={klass}: scan gives {gives}, the total says {says}"
                for hour, klass, gives, says in (
                    (10, "person", 2, 1),
                    (10, "robot", 0, 1),
                    (11, "person", 1, 0),
                    (11, "robot", 0, 1),
                    (12, "person", 1, 0),
                    (12, "robot", 0, 1),
                )
            ),
        ],
    ),
    "a total added": (
        (
            "insert into total_day (day, act, service, district, class, source, shard, n)"
            " values (20270101, 'scan', 'QC10', '370102', 'person', 'card', 0, 40)"
        ),
        [
            (
                "total_day day=20270101 act=scan service=QC10 district=370102 class=person"
                " source=card: scan gives 0, the total says 40"
            )
        ],
    ),
    "a total of a month without scans": (
        (
            "insert into total_hour (month, weekday, hour, act, service, district, class, shard, n)"
            " values (202701, 1, 2, 'scan', 'QC10', '370102', 'person', 0, 4)"
        ),
        [
            (
                "total_hour month=202701 weekday=1 hour=2 act=scan service=QC10 district=370102"
                " class=person: scan gives 0, the total says 4"
            )
        ],
    ),
    "forged ones told of a place": (
        "update total_day set district = 'gx' where day = 20251030 and class = 'forged'",
        [
            (
                "total_day day=20251030 act=scan service=- district=gx class=forged source=-:"
                " scan gives 0, the total says 3"
            )
        ],
    ),
    "the time of a row moved to another day": (
        "update scan set at = at + 86400000 where id = (select min(id) from scan)",
        [
            (
                "total_hour month=202510 weekday=-1 hour=-1 act=scan service=QC10 district=370102"
                " class=person: scan gives 1, the total says 0"
            ),
            (
                "total_hour month=202510 weekday=3 hour=8 act=scan service=QC10 district=370102"
                " class=person: scan gives 0, the total says 1"
            ),
        ],
    ),
    "a day that is none": (
        "update scan set day = 20251399 where id = (select min(id) from scan)",
        [
            (
                "total_day day=20251030 act=scan service=QC10 district=370102 class=person"
                " source=card: scan gives 0, the total says 1"
            ),
            (
                "total_range day=20251030 first=1000 act=scan service=QC10 class=person"
                " source=card: scan gives 0, the total says 1"
            ),
            (
                "total_day day=20251399 act=scan service=QC10 district=370102 class=person"
                " source=card: scan gives 1, the total says 0"
            ),
            (
                "total_range day=20251399 first=1000 act=scan service=QC10 class=person"
                " source=card: scan gives 1, the total says 0"
            ),
            "day_rules day=20251399 rules=2026-12-01: scan gives 1, the total says 0",
            (
                "total_hour month=202510 weekday=3 hour=8 act=scan service=QC10 district=370102"
                " class=person: scan gives 0, the total says 1"
            ),
            (
                "total_hour month=202513 weekday=-1 hour=-1 act=scan service=QC10 district=370102"
                " class=person: scan gives 1, the total says 0"
            ),
        ],
    ),
}


@pytest.mark.parametrize(("change", "differences"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_changed_is_told_to_the_line_and_the_number(
    run: Run, database: Path, change: str, differences: list[str]
) -> None:
    with tampering(database) as hand:
        hand.execute(change)
    told = run("verify", lang="C")
    assert told.exit_code == 1
    assert [
        line for line in told.stdout.splitlines() if line.startswith(("total_", "day_rules"))
    ] == differences
    assert told.stderr == f"faults: {len(differences)}\n"


def test_a_difference_is_told_in_chinese(run: Run, database: Path) -> None:
    with tampering(database) as hand:
        hand.execute("update total_day set n = 9 where day = 20261122 and class = 'staff'")
    told = run("verify")
    assert (told.exit_code, told.stderr) == (1, "共3处不符\n")
    assert (
        "total_day day=20261122 act=scan service=QC10 district=370102 class=staff source=card："
        "按scan重算是4，合计里是9\n"
    ) in told.stdout
    assert "6天，483条记录；相符5天" in told.stdout


def test_all_rows_of_a_day_taken_away_are_missed(run: Run, database: Path) -> None:
    with tampering(database) as hand:
        hand.execute("delete from scan where day = 20251031")
    told = run("verify", lang="C")
    assert told.exit_code == 1
    assert "days recomputed from rows: 6, rows: 437; days that hold: 5" in told.stdout
    assert "first=2000 act=view service=QC06 class=person source=card: scan gives 0" in told.stdout


@pytest.mark.parametrize("page", [0, 1, 40])
def test_damage_to_the_file_is_told_in_sentences(run: Run, database: Path, page: int) -> None:
    whole = bytearray(database.read_bytes())
    whole[page * 4096 : page * 4096 + 4096] = b"\xa5" * 4096
    database.write_bytes(whole)
    told = run("verify")
    assert told.exit_code == 1
    assert told.stdout.startswith("数据库自检：")
    assert "没有问题" not in told.stdout.splitlines()[0]
    assert "Traceback" not in told.output
    assert told.stderr.startswith("共")


def test_a_row_that_its_index_does_not_know_is_told(run: Run, database: Path) -> None:
    with tampering(database) as hand:
        hand.execute("pragma writable_schema = on")
        hand.execute(
            "update sqlite_schema set sql = 'create index scan_day on scan (at, day)'"
            " where name = 'scan_day'"
        )
    told = run("verify", lang="C")
    assert told.exit_code == 1
    assert "the database's own check: row 1 missing from index scan_day" in told.stdout


def test_a_reference_that_leads_nowhere_is_told(run: Run, database: Path) -> None:
    with tampering(database) as hand:
        hand.execute("delete from placement where name = '高新大厅'")
    told = run("verify", lang="C")
    assert told.exit_code == 1
    assert "own check: row 3 of code_range refers to a missing placement" in told.stdout


def test_where_there_is_no_database_none_is_made(run: Run, tmp_path: Path) -> None:
    told = run("verify", KIOSK_DATA_DIR=str(tmp_path / "nowhere"))
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.endswith("里没有数据库；请核对 KIOSK_DATA_DIR。\n")
    assert not (tmp_path / "nowhere").exists()


def test_a_file_that_cannot_be_opened_is_told_in_one_sentence(run: Run, settings: Settings) -> None:
    database = settings.data_dir / "kiosk.sqlite3"
    database.unlink()
    database.mkdir()
    told = run("verify", lang="C")
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == (f"The data folder {settings.data_dir} cannot be used: Is a directory.\n")


def test_a_sealed_day_that_was_changed_is_told_with_what_it_was(run: Run, database: Path) -> None:
    async def remove() -> None:
        async with ledger_at(database) as ledger:
            now = Clock(instant("2026-12-05T02:00:00Z"))  # 400 days after 2025-10-31
            await Retention(ledger.driver, ledger.zone, days=400, now=now, is_sure=sure).run()

    asyncio.run(remove())
    told = run("verify")
    assert (told.exit_code, told.stderr) == (0, "")
    assert "由扫码记录重算的日子：5天，460条记录；相符5天\n" in told.stdout
    assert "记录到期、已封存的日子：1天；与封存时相同1天\n" in told.stdout
    assert "重算的月份：2025-11, 2026-11；" in told.stdout
    assert "只按星期与各天合计核对的月份：2025-10；相符3个月\n" in told.stdout
    with tampering(database) as hand:
        for table in ("total_day", "total_range"):
            hand.execute(f"update {table} set n = n + 4 where day = 20251030 and act = 'view'")
        ((digest,),) = hand.execute("select digest from day_seal").fetchall()
    told = run("verify")
    assert told.exit_code == 1
    assert (
        "2025-10-30：合计与封存时不同；封存时有23条扫码记录，现在合计27次；摘要是"
    ) in told.stdout
    assert f"，封存时是{digest}\n" in told.stdout
    assert (
        "total_hour month=202510 weekday=3 act=view service=QC06 district=370102 class=person："
        "按total_day重算是5，合计里是1\n"
    ) in told.stdout
    assert told.stderr == "共2处不符\n"


def test_a_row_in_a_day_whose_rows_were_removed_is_told(run: Run, database: Path) -> None:
    with tampering(database) as hand:
        hand.execute(
            "insert into day_seal (day, n, digest, sealed_at, version, removed_at)"
            " values (20251030, 20, '', 0, '0.1.0', 0)"
        )
    told = run("verify", lang="C")
    assert told.exit_code == 1
    assert "2025-10-30: its rows were removed, and now there are 23\n" in told.stdout
    assert "2025-10-30: the totals are not those that were sealed; there were 20" in told.stdout


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("delete from migration where number = (select max(number) from migration)", "比本程序的"),
        ("insert into migration values (99, 'x', 0)", "数据库的版本99比本程序认识的"),
    ],
    ids=["older", "newer"],
)
def test_the_database_of_another_program_is_not_judged(
    run: Run, database: Path, change: str, sentence: str
) -> None:
    with tampering(database) as hand:
        hand.execute(change)
    told = run("verify")
    assert told.exit_code == 1
    assert sentence in told.stderr
    assert "合计" not in told.stdout


def test_days_are_those_that_were_counted_whatever_the_setting_says(
    run: Run, database: Path
) -> None:
    assert run("verify", KIOSK_TIMEZONE="America/New_York").exit_code == 0
