"""One symbol through the battery: figures, shots, and what came of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Final

from PIL import Image

from cards.preflight.battery import Battery, Cell
from cards.preflight.figures import Figures, measure
from cards.preflight.optics import Picture, Shot, as_shot, blurred, spread
from cards.preflight.reading import Reader, read
from cards.preflight.report import Finding, Measured, SymbolReport, Tally, finding
from cards.preflight.rules import quiet_finding
from cards.preflight.shot import take
from cards.preflight.subject import Subject
from cards.qr import Level

PICTURE_MOST: Final = 96 * 1024
_TOO_WIDE: Final = 360  # pixels of a picture that is kept
Progress = Callable[[int], None]


def tried(
    subject: Subject, level: Level, battery: Battery, *, progress: Progress = lambda _: None
) -> SymbolReport:
    """Everything about a symbol; `progress` is told how many shots were taken since it was last."""
    findings = list(_clean(subject, battery))
    measured = tuple(measured_states(subject, level, battery))
    findings += quiet_finding(measured[0].quiet, battery)
    findings += [_grade_finding(m, battery) for m in measured if m.grade < _least(m, battery)]
    tallies = []
    for cell in battery.cells():
        tally, foreign = tallied(subject, battery, cell, shots=battery.shots)
        tallies.append(tally)
        findings += [finding(battery, "misread", text=text) for text in sorted(foreign)]
        progress(battery.shots)
    findings += [_cell_finding(tally, battery) for tally in tallies if not tally.is_passed]
    reach = battery.always.reach
    report = SymbolReport(
        address=subject.address,
        side=subject.side,
        module=subject.module,
        version=(subject.matrix.size - 17) // 4,
        level=level.value,
        pixels=battery.camera.scale(subject.side, reach) * subject.module,
        measured=measured,
        tallies=tuple(tallies),
        findings=tuple(dict.fromkeys(findings)),
    )
    return replace(report, picture=_picture(report, subject, battery))


def tallied(
    subject: Subject, battery: Battery, cell: Cell, *, shots: int
) -> tuple[Tally, frozenset[str]]:
    """How often a cell's shots were read; also what else was read, which must be nothing.

    Where either reader will do, the second is not asked what the first has read: it costs most.
    """
    read_by, foreign = dict.fromkeys(Reader, 0), set[str]()
    for number in range(shots):
        shot = take(subject, battery, cell, number)
        for reader in Reader:
            texts = read(reader, shot)
            read_by[reader] += subject.address in texts
            foreign |= texts - {subject.address} - subject.others
            if subject.address in texts and not cell.asks_both:
                break
    least = math.ceil(battery.least_of(cell) * shots)
    return Tally(cell, shots, read_by, least), frozenset(foreign)


def measured_states(subject: Subject, level: Level, battery: Battery) -> Iterator[Measured]:
    """Figures as drawn, and as fairly printed."""
    for state, picture in (("drawn", subject.picture), ("printed", printed(subject, battery))):
        figures = measure(subject, picture, level, battery.grades)
        yield Measured(
            state=state,
            contrast=figures.contrast,
            modulation=figures.modulation,
            damage=figures.damage,
            unused=figures.unused,
            growth=figures.growth,
            quiet=figures.quiet,
            grade=figures.grade,
            weakest=_weakest(figures),
        )


def printed(subject: Subject, battery: Battery) -> Picture:
    """The card as a fair print shop prints it: ink a little fatter, light scattered by paper."""
    fat = spread(subject.picture, battery.figures.spread * subject.scale)
    return blurred(fat, battery.figures.scatter * subject.scale)


def _clean(subject: Subject, battery: Battery) -> Iterator[Finding]:
    """The finished symbol as it is, without any fault."""
    clean = as_shot(subject.picture)
    for reader in Reader:
        texts = read(reader, clean)
        if subject.address not in texts:
            yield finding(battery, "unreadable", reader=reader.value)
        for text in sorted(texts - {subject.address} - subject.others):
            yield finding(battery, "misread", text=text)


def _weakest(figures: Figures) -> str:
    return min(figures.grades, key=lambda name: figures.grades[name])


def _least(measured: Measured, battery: Battery) -> float:
    figures = battery.figures
    return figures.drawn if measured.state == "drawn" else figures.printed


def _grade_finding(measured: Measured, battery: Battery) -> Finding:
    least = _least(measured, battery)
    return finding(
        battery,
        measured.state,
        grade=f"{measured.grade:.1f}",
        figure=measured.weakest,
        least=f"{least:.1f}",
    )


def _cell_finding(tally: Tally, battery: Battery) -> Finding:
    fault, strength = tally.cell.fault, tally.cell.strength
    sentence, word = battery.findings["cell"], battery.words[strength]
    places = {"shots": tally.shots, "found": tally.counted, "least": tally.least}
    return Finding(
        f"cell:{tally.cell.name}",
        sentence.zh.format(fault=fault.zh, strength=word.zh, **places),
        sentence.en.format(fault=fault.en, strength=word.en, **places),
    )


def _picture(report: SymbolReport, subject: Subject, battery: Battery) -> bytes | None:
    """A shot of the weakest cell that was not read by both, as PNG; the card where all were."""
    if not report.findings or report.weakest is None:
        return None
    for number in range(battery.shots):
        shot = take(subject, battery, report.weakest.cell, number)
        if any(subject.address not in read(reader, shot) for reader in Reader):
            return png(shot)
    return png(as_shot(subject.picture))


def png(shot: Shot) -> bytes:
    """A grey picture of at most `PICTURE_MOST` bytes."""
    image = Image.fromarray(shot)
    image.thumbnail((_TOO_WIDE, _TOO_WIDE))
    while True:
        target = BytesIO()
        image.save(target, "PNG", optimize=True)
        if target.tell() <= PICTURE_MOST:
            return target.getvalue()
        image.thumbnail((image.width // 2, image.height // 2))
