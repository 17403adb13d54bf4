"""Power cuts under load: what was acknowledged is on the disk, once, whatever else is not."""

from __future__ import annotations

import asyncio
import os
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import main
from tests.faults.ledger import issue, serials_of
from tests.faults.power import witness, wreck
from tests.faults.power.site import Kept, Run, contents, keep_busy, watched
from tests.faults.power.witness import Kind, Record
from tests.faults.process import HOST, Load, Service

CUTS = int(os.environ.get("FAULT_CUTS", "40"))
SCANS = 25 * CUTS  # before the database is locked, and as many afterwards

pytestmark = pytest.mark.faults


@dataclass(frozen=True)
class Site:
    """A service that has ended, what it did from its first start on, and codes to go on with."""

    service: Service
    library: Path
    codes: Iterator[str]
    load: Load
    run: Run
    left: dict[str, bytes]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("power")
    library = witness.build(folder)
    log = folder / "log"
    service = watched(Service(folder / "data"), library, log)
    try:
        service.start()
        codes = issue(service, folder)
        load = asyncio.run(keep_busy(service, codes, recorded=SCANS, spooled=SCANS // 10))
        service.stop()
        run = Run(service.data, {}, log)
        yield Site(service, library, codes, load, run, contents(service.data))
    finally:
        service.kill()


@dataclass
class Tally:
    """What was found at all cuts."""

    cuts: int = 0
    with_loss: int = 0
    recorded_lost: int = 0
    spooled_lost: int = 0
    twice: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, found: wreck.Found, kept: Sequence[Kept]) -> None:
        """Compare what is found with what was acknowledged."""
        lost = found.lost(one.serial for one in kept)
        spooled = {one.serial for one in kept if one.is_spooled}
        self.cuts += 1
        self.with_loss += bool(lost)
        self.recorded_lost += len(lost - spooled)
        self.spooled_lost += len(lost & spooled)
        self.twice += len(found.twice)
        self.faults += found.faults

    def require_exact(self) -> None:
        """Fail where anything was lost, counted twice or broken at any cut."""
        assert (self.with_loss, self.twice, self.faults) == (0, 0, [])

    def __str__(self) -> str:
        return (
            f"cuts {self.cuts}, with loss {self.with_loss}, recorded and lost {self.recorded_lost},"
            f" spooled and lost {self.spooled_lost}, twice {self.twice},"
            f" corrupt {len(self.faults)}"
        )


def after_answers(run: Run, count: int, chance: random.Random) -> list[int]:
    """Cuts right after answers: half of them told that a scan is spooled.

    Of these only such as nothing was done in the spool since its last sync, if there are any: what
    is written next may be there too, and hide what is not.
    """
    fresh = fresh_commits(run.records)
    spooled = [one.before + 1 for one in run.kept if one.is_spooled]
    spooled = [cut for cut in spooled if cut - 1 in fresh] or spooled
    recorded = [one.before + 1 for one in run.kept if not one.is_spooled]
    half = count // 2
    return chance.choices(spooled, k=half) + chance.choices(recorded, k=count - half)


def fresh_commits(records: Sequence[Record]) -> set[int]:
    """The records at which the last thing done to a spool was that its sync ended."""
    found = set()
    is_fresh = False
    for number, record in enumerate(records):
        if record.name.startswith("spool-"):
            is_fresh = record.kind is Kind.SYNC_ENDS
        elif is_fresh:
            found.add(number)
    return found


def anywhere(run: Run, within: range, count: int, chance: random.Random) -> list[int]:
    """Cuts right after records, rare ones (a checkpoint's) as often as common ones."""
    alike: defaultdict[tuple[Kind, str], list[int]] = defaultdict(list)
    for number in within:
        record = run.records[number]
        alike[record.kind, record.name].append(number + 1)
    kinds = list(alike.values())
    return [chance.choice(chance.choice(kinds)) for _ in range(count)]


def test_the_log_tells_all_that_was_done_and_said(site: Site) -> None:
    ((disk, kept),) = site.run.disks([len(site.run.records)])
    assert disk.seen() == site.left
    acknowledged = site.load.acknowledged
    assert {one.serial for one in kept} == set(serials_of(site.service.data, acknowledged).values())
    assert sum(one.is_spooled for one in kept) == len(site.load.spooled)


def test_no_cut_loses_or_doubles_what_was_acknowledged(site: Site, tmp_path: Path) -> None:
    chance = random.Random(20261126)
    run = site.run
    begun = run.kept[0].before  # all before is the first start
    cuts = after_answers(run, CUTS // 2, chance)
    cuts += anywhere(run, range(begun), CUTS // 20, chance)
    cuts += anywhere(run, range(begun, len(run.records)), CUTS - len(cuts), chance)
    left, started = Tally(), Tally()
    for disk, kept in run.disks(cuts):
        files = disk.cut(chance)
        found = wreck.look(wreck.lay(tmp_path / "left", files))
        left.add(found, kept)
        # A start takes its time: at some, and wherever it has more to do than to start.
        if found.spooled or not kept or chance.random() < 0.2:
            folder = wreck.lay(tmp_path / "started", files)
            asyncio.run(wreck.restart(folder, f"https://{HOST}"))
            found = wreck.look(folder)
            assert not found.spooled
            started.add(found, kept)
    print(  # noqa: T201 - the figures are the point
        f"\nacknowledged {len(run.kept)}; as it was left: {left}; after a start: {started}"
    )
    left.require_exact()
    started.require_exact()
    told = CliRunner().invoke(main, ["verify"], env={"KIOSK_DATA_DIR": str(tmp_path / "started")})
    assert told.exit_code == 0, told.output


def test_a_cut_is_seen_to_lose_scans_where_less_is_synced(site: Site, tmp_path: Path) -> None:
    chance = random.Random(20261126)
    before = contents(site.service.data)
    weaker = watched(Service(site.service.data), site.library, tmp_path / "log")
    weaker.program = "tests.faults.power.weaker"
    try:
        weaker.start()
        asyncio.run(keep_busy(weaker, site.codes, recorded=SCANS // 4, spooled=SCANS // 20))
        weaker.stop()
    finally:
        weaker.kill()
    run = Run(weaker.data, before, tmp_path / "log")
    left = Tally()
    for disk, kept in run.disks(after_answers(run, CUTS // 2, chance)):
        left.add(wreck.look(wreck.lay(tmp_path / "left", disk.cut(chance))), kept)
    print(f"\nless synced: acknowledged {len(run.kept)}; {left}")  # noqa: T201 - as above
    assert left.recorded_lost > 0
    assert left.spooled_lost > 0
    assert (left.twice, left.faults) == (0, [])
