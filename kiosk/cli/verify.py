"""``kiosk verify``."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import click

from kiosk.app.proof import Inspector, Proof, inspecting
from kiosk.cli.root import Context, kiosk, pass_context, say
from kiosk.config import Settings
from kiosk.domain.device import DeviceProof, Gap
from kiosk.domain.problem import Problem
from kiosk.domain.proof import DayProof, Difference, MonthProof
from kiosk.domain.seal import SealProof


@dataclass(slots=True)
class Findings:
    """What was looked at, and how many `faults` were told."""

    faults: int = 0
    days: list[DayProof] = field(default_factory=list)
    seals: list[SealProof] = field(default_factory=list)
    months: list[MonthProof] = field(default_factory=list)

    def fault(self, zh: str, en: str) -> None:
        """Tell what does not hold, as soon as it is found."""
        self.faults += 1
        click.echo(say(zh, en))


@kiosk.command()
@pass_context
def verify(context: Context) -> None:
    """Recompute every total from its rows, and check seals and database; 1 where one is wrong."""
    prove(context.settings)


def prove(settings: Settings) -> None:
    """Check all of it, and tell what holds and what does not; ends with status 1 in that case."""
    findings = Findings()
    try:
        asyncio.run(_verify(settings, findings))
    except Problem as problem:
        if not findings.faults:
            raise
        # The database told of damage before, and cannot be read past it.
        findings.fault(problem.text("zh"), problem.text("en"))
    if findings.faults:
        click.echo(say(f"共{findings.faults}处不符", f"faults: {findings.faults}"), err=True)
        raise click.exceptions.Exit(1)


async def _verify(settings: Settings, findings: Findings) -> None:
    async with inspecting(settings) as inspector:
        await _check(inspector, findings)
        async for proof in inspector.proofs():
            _judge(proof, findings)
        _tell_days(findings.days)
        _tell_seals(findings.seals)
        _tell_months(findings.months)
        for device in await inspector.devices():
            _tell_device(device, findings)
        uncounted = await inspector.uncounted()
        waiting = uncounted.waiting
        click.echo(
            say(f"落盘待入账的扫码：{waiting:,}次", f"scans that wait in the spool: {waiting:,}")
        )
        lost = sum(uncounted.lost.values())
        click.echo(say(f"未能记录的扫码：{lost:,}次", f"unrecorded scans: {lost:,}"))


async def _check(inspector: Inspector, findings: Findings) -> None:
    complaints = await inspector.complaints()
    for complaint in complaints:
        findings.fault(f"数据库自检：{complaint}", f"the database's own check: {complaint}")
    if not complaints:
        click.echo(say("数据库自检：没有问题", "the database's own check: no fault"))


def _judge(proof: Proof, findings: Findings) -> None:
    """Tell a proof's faults; the rest is told in sum, at the end."""
    for difference in proof.differences:
        _tell_difference(difference, findings)
    if isinstance(proof, DayProof):
        findings.days.append(proof)
    elif isinstance(proof, MonthProof):
        findings.months.append(proof)
    else:
        findings.seals.append(proof)
        _judge_seal(proof, findings)


def _tell_difference(difference: Difference, findings: Findings) -> None:
    place, source = difference.place, difference.total.source
    findings.fault(
        f"{place}：按{source}重算是{difference.found}，合计里是{difference.told}",
        f"{place}: {source} gives {difference.found}, the total says {difference.told}",
    )


def _judge_seal(proof: SealProof, findings: Findings) -> None:
    seal, day = proof.seal, _day(proof.seal.day)
    if not proof.is_whole:
        findings.fault(
            f"{day}：合计与封存时不同；封存时有{seal.rows}条扫码记录，现在合计{proof.counted}次；"
            f"摘要是{proof.digest}，封存时是{seal.digest}",
            f"{day}: the totals are not those that were sealed; there were {seal.rows} rows, the"
            f" totals now say {proof.counted}; digest {proof.digest}, sealed {seal.digest}",
        )
    if proof.late:
        findings.fault(
            f"{day}：扫码记录已经删除，现在又有{proof.late}条",
            f"{day}: its rows were removed, and now there are {proof.late}",
        )


def _tell_days(days: Sequence[DayProof]) -> None:
    rows, good = sum(day.rows for day in days), sum(not day.differences for day in days)
    click.echo(
        say(
            f"由扫码记录重算的日子：{len(days)}天，{rows:,}条记录；相符{good}天",
            f"days recomputed from rows: {len(days)}, rows: {rows:,}; days that hold: {good}",
        )
    )


def _tell_seals(seals: Sequence[SealProof]) -> None:
    good = sum(seal.is_whole and not seal.late for seal in seals)
    click.echo(
        say(
            f"记录到期、已封存的日子：{len(seals)}天；与封存时相同{good}天",
            f"sealed days, whose rows are removed: {len(seals)}; days that hold: {good}",
        )
    )


def _tell_months(months: Sequence[MonthProof]) -> None:
    """By hour of the day: only months that still have all their rows can be recomputed."""
    whole = _named([month.month for month in months if month.has_rows])
    rest = _named([month.month for month in months if not month.has_rows])
    good = sum(not month.differences for month in months)
    click.echo(
        say(
            f"各时段的合计：由扫码记录重算的月份：{whole}；记录不全、只按星期与各天合计核对的月份："
            f"{rest}；相符{good}个月",
            f"totals by hour: months recomputed from rows: {whole}; months without all rows,"
            f" compared with their days by weekday: {rest}; months that hold: {good}",
        )
    )


def _tell_device(proof: DeviceProof, findings: Findings) -> None:
    """A gap is told and is no fault: an event may still be on its way."""
    if proof.strays:
        findings.fault(
            f"自助终端{proof.name}：{proof.strays}条事件没有对应的扫码记录",
            f"device {proof.name}: events without their scan: {proof.strays}",
        )
    known, highest, first = proof.known, proof.highest, proof.forgotten + 1
    since = say(f"从{first:,}", f" from {first:,}") if proof.forgotten else ""
    missing = _gaps(proof.gaps, proof.missing)
    told = say(
        f"自助终端{proof.name}：已知{known:,}条事件，序号{since}到{highest:,}，缺{missing}",
        f"device {proof.name}: {known:,} events known{since} up to {highest:,}, missing {missing}",
    )
    again = say(f"，重号{proof.repeated:,}条", f", numbers used again: {proof.repeated:,}")
    click.echo(told + (again if proof.repeated else ""))


def _gaps(gaps: Sequence[Gap], missing: int) -> str:
    """The first gaps, and how many numbers lie in others."""
    if not gaps:
        return say("无", "none")
    told = [f"{gap.first}" if gap.first == gap.last else f"{gap.first}–{gap.last}" for gap in gaps]
    left = missing - sum(gap.last - gap.first + 1 for gap in gaps)
    more = [say(f"另{left:,}个", f"and {left:,} more")] if left else []
    return ", ".join([*told, *more])


def _named(months: Sequence[int]) -> str:
    named = [f"{month // 100}-{month % 100:02d}" for month in months]
    return ", ".join(named) if named else say("无", "none")


def _day(day: int) -> str:
    return f"{day // 10_000}-{day // 100 % 100:02d}-{day % 100:02d}"
