"""Make a report out of the totals, in one snapshot of the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from importlib.metadata import version

from cards import design
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.clock import doubt_of
from kiosk.domain.edition import Edition
from kiosk.domain.edition import editions as editions_of
from kiosk.domain.period import Period, Zone, epoch_ms
from kiosk.domain.placement import Batch
from kiosk.domain.report import BETWEEN_SETS, Ask, Dimension, Imprint, Report
from kiosk.domain.scan import RULES, Origin
from kiosk.domain.uncounted import Uncounted
from kiosk.reports.words import words
from kiosk.store import batches, clocks, editions, implausible, judgings, placements, totals
from kiosk.store.driver import Reader

MOST_LINES = 200_000
_ROBOTS = "crawler-user-agents"


async def make(
    reader: Reader,
    ask: Ask,
    *,
    catalogue: Catalogue,
    imprint: Imprint,
    uncounted: Uncounted,
) -> Report:
    """A report; `uncounted` is what it says of openings that are in no total.

    All else is read through one reader, so that it is of one moment. Raises Problem where it has
    more than `MOST_LINES` lines, and where the totals do not agree with each other.
    """
    lines = await totals.lines(reader, ask, most=MOST_LINES)
    waterfall = await totals.waterfall(reader, ask.period)
    clocks = await totals.clocks(reader, ask.period)
    places = await placements.known(reader) if Dimension.PLACEMENT in ask.by else {}
    printed = await reader.all(batches.LIST) if Dimension.BATCH in ask.by else []
    sets = await judgings.rule_sets(reader, ask.period) or (RULES,)
    say = words(imprint.language)
    return Report(
        ask=ask,
        lines=lines,
        waterfall=waterfall,
        clocks=clocks,
        unrecorded=uncounted.within(ask.period),
        spooled=uncounted.waiting,
        implausible=await implausible.total(reader, ask.period),
        rules=BETWEEN_SETS.join(sets),
        editions=await _editions(reader, ask.period, imprint) or (_only(sets, waterfall.person),),
        robots=_robots(),
        is_draft=not catalogue.is_confirmed,
        names={
            Dimension.SERVICE: _services(catalogue, imprint.language),
            Dimension.DISTRICT: _districts(catalogue, imprint.language),
            Dimension.PLACEMENT: {place.id: place.name for place in places.values()},
            Dimension.BATCH: _batches(map(batches.batch_of, printed), imprint),
            Dimension.SOURCE: {origin.value: say(f"source.{origin.value}") for origin in Origin},
        },
        kinds={place.id: say(f"kind.{place.kind.value}") for place in places.values()},
        imprint=imprint,
        doubted_from=await _doubted_from(reader, imprint.made_at),
    )


async def _doubted_from(reader: Reader, made_at: datetime) -> date | None:
    """Since which day scans bear the time of a clock that was not confirmed; None where none do."""
    mark, now = await clocks.find(reader), epoch_ms(made_at)
    if mark.good_at is None or doubt_of(now, mark) is None:
        return None
    since = datetime.fromtimestamp(min(mark.good_at, now) / 1000, made_at.tzinfo)
    return since.date()


async def _editions(reader: Reader, period: Period, imprint: Imprint) -> tuple[Edition, ...]:
    """What the days of the period said before they were judged again; nothing where none was."""
    former = await editions.former(reader, period)
    if not former:
        return ()
    zone = Zone(imprint.timezone)
    return editions_of(await editions.now(reader, period), former, zone.today)


def _only(sets: tuple[str, ...], scans: int) -> Edition:
    return Edition(1, None, sets, scans)


def _services(catalogue: Catalogue, language: str) -> Mapping[str, str]:
    """Hidden services too: scans outlive a service's place on the card."""
    names = {revision.service.id: revision.service.name for revision in catalogue.revisions}
    said = {service: name.zh if language == "zh" else name.en for service, name in names.items()}
    return {**said, "": words(language)("none.service")}


def _districts(catalogue: Catalogue, language: str) -> Mapping[str, str]:
    return {
        district.id: district.name if language == "zh" else district.en
        for district in catalogue.shared.districts
    }


def _batches(printed: Iterable[Batch], imprint: Imprint) -> Mapping[str, str]:
    say = words(imprint.language)

    def name(batch: Batch) -> str:
        day = datetime.fromtimestamp(batch.made_at / 1000, imprint.made_at.tzinfo).date()
        # Designs have a Chinese title only; elsewhere their name says as much.
        called = _title(batch.design) if imprint.language == "zh" else batch.design
        return say("batch.name", design=called, day=day)

    return {**{batch.id: name(batch) for batch in printed}, "": say("none.batch")}


def _title(name: str) -> str:
    """What people call a design; one that is no longer kept goes by its name."""
    return design.load(name).plan.title if name in design.design_ids() else name


@cache
def _robots() -> str:
    """The list that the recorder judges by, as it is installed with this program."""
    return f"{_ROBOTS} {version(_ROBOTS)}"
