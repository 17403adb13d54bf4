"""What a report says about itself: period, waterfall, losses, and the meaning of every figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.domain.report import BETWEEN_SETS, Dimension, Report
from kiosk.domain.ruleset import known_sets, rule_set
from kiosk.domain.scan import Class
from kiosk.reports.words import Words, words

_CHINA = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Note:
    """One line: what it is about, its value or number, what that means."""

    item: str
    value: str | int
    meaning: str = ""


def facts(report: Report) -> tuple[Note, ...]:
    """What the report is of; the same whenever a period that is over is asked for."""
    say = words(report.imprint.language)
    period, unfinished = report.ask.period, report.unfinished_from
    days = (period.last - period.first).days + 1
    between = say("dimension.between")
    dimensions = between.join(say(f"dimension.{by.value}") for by in report.ask.by)
    told = [
        Note(
            say("about.period"),
            say("about.period_value", first=period.first, last=period.last, days=days),
        ),
        Note(say("about.zone"), say("about.zone_value", zone=_zone(report, say))),
        Note(say("about.by"), say("about.by_value", dimensions=dimensions)),
    ]
    if unfinished is not None:
        told.append(Note(say("about.unfinished"), say("about.unfinished_value", day=unfinished)))
    if report.unsealed_from is not None:
        value = say("about.unsealed_value", day=report.unsealed_from)
        told.append(Note(say("about.unsealed"), value))
    return tuple(told)


def status(report: Report) -> tuple[Note, ...]:
    """That the report is a draft, while the catalogue is one."""
    say = words(report.imprint.language)
    return (Note(say("about.status"), say("report.draft")),) if report.is_draft else ()


def imprint(report: Report) -> tuple[Note, ...]:
    """Who made the report, and when; of a period that is over it says until when it goes."""
    say, zone = words(report.imprint.language), _zone(report, words(report.imprint.language))
    issuer = Note(say("about.issuer"), report.imprint.issuer or say("about.issuer_unset"))
    if report.is_over:
        until = say("about.until_value", day=report.ask.period.last, zone=zone)
        return Note(say("about.until"), until), issuer
    made = say("about.made_value", at=report.imprint.made_at, zone=zone)
    return Note(say("about.made"), made), issuer


def waterfall(report: Report) -> tuple[Note, ...]:
    """From all openings to those that count, each class with its definition."""
    say = words(report.imprint.language)
    notes = [Note(say("class.all"), report.waterfall.all, say("means.all"))]
    for klass, number in report.waterfall.parts:
        step = "class.leaves" if klass is Class.PERSON else "class.minus"
        item = say(step, name=say(f"class.{klass.value}"))
        notes.append(Note(item, number, say(f"means.{klass.value}")))
    return tuple(notes)


def clocks(report: Report) -> tuple[Note, ...]:
    """By whose time touches that devices reported are counted; nothing where none were."""
    say = words(report.imprint.language)
    if not sum(report.clocks):
        return ()
    return tuple(
        Note(say(f"means.clock_{name}_name"), number, say(f"means.clock_{name}"))
        for name, number in report.clocks._asdict().items()
    )


def missing(report: Report) -> tuple[Note, ...]:
    """What no figure of the report holds."""
    say = words(report.imprint.language)
    return (
        Note(say("means.unrecorded_name"), report.unrecorded, say("means.unrecorded")),
        Note(say("means.spooled_name"), report.spooled, say("means.spooled")),
        Note(say("means.implausible_name"), report.implausible, say("means.implausible")),
    )


def definitions(report: Report) -> tuple[Note, ...]:
    """What the columns of this report mean."""
    say = words(report.imprint.language)
    told = [
        Note(say(f"column.{count}"), "", say(f"means.{count}"))
        for count in ("scans", "repeats", "views", "touches")
    ]
    for dimension, key in (
        (Dimension.SOURCE, "source"),
        (Dimension.SERVICE, "service_none"),
        (Dimension.BATCH, "batch_none"),
    ):
        if dimension in report.ask.by:
            told.append(Note(say(f"column.{dimension.value}"), "", say(f"means.{key}")))
    return (*told, Note(say("means.absent_name"), "", say("means.absent")))


def classing(report: Report) -> tuple[Note, ...]:
    """How openings got their class."""
    say = words(report.imprint.language)
    robots = say("about.robots_value", robots=report.robots)
    several = say("means.several_sets") if len(report.rule_sets) > 1 else ""
    return (
        Note(say("about.rules"), report.rules, several),
        *editions(report),
        *_summaries(report, say),
        Note(say("about.robots"), robots),
        Note(say("means.order_name"), "", say("means.order")),
    )


def editions(report: Report) -> tuple[Note, ...]:
    """Each figure that the period has had, and since when; nothing where it had one."""
    say = words(report.imprint.language)
    if len(report.editions) < 2:
        return ()
    told = []
    for one in report.editions:
        is_last = one is report.editions[-1]
        key = "edition_first" if one.since is None else "edition_now" if is_last else "edition_past"
        rules = BETWEEN_SETS.join(one.rules)
        since = "" if one.since is None else one.since.isoformat()
        item = say("about.edition", n=one.number)
        told.append(Note(item, one.scans, say(f"about.{key}", since=since, rules=rules)))
    return tuple(told)


def _summaries(report: Report, say: Words) -> Iterator[Note]:
    """What each rule set does; of one that this program does not have only the name is known."""
    former = (name for edition in report.editions for name in edition.rules)
    for name in sorted({*report.rule_sets, *former}):
        if name in known_sets():
            summary = rule_set(name).summary.text(report.imprint.language)
            yield Note(say("about.rule_set", name=name), "", summary)


def _zone(report: Report, say: Words) -> str:
    zone = report.imprint.timezone
    return say("zone.china") if zone == _CHINA else zone
