"""What was seen of every flood, as lines to read and as data to keep."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from tests.attack.pressure import Seen, percentile

GAP_MS: Final = 50.0
TIMES: Final = 3.0


@dataclass(frozen=True, slots=True)
class Line:
    """One flood over all runs; times in milliseconds.

    `gap` is the median of the runs' worst gaps of the heartbeat, `worked` the same of what the
    loop's own thread worked in one piece, `gap_most` the worst of all runs; `p50` and `p99` are
    medians of the runs' own, and `times` is p99 by that of the ready answers.
    """

    flood: str
    sent: int
    answers: dict[int, int]
    gap: float
    gap_most: float
    worked: float
    scans: int
    p50: float
    p99: float
    times: float
    told: dict[str, int]

    @property
    def holds(self) -> bool:
        """Whether both goals are met."""
        return self.gap <= GAP_MS and self.times <= TIMES


def line(flood: str, runs: Sequence[Seen], reference: Sequence[Seen]) -> Line:
    """A flood's runs beside those of ready answers."""
    answers, told = Counter[int](), Counter[str]()
    for run in runs:
        answers.update(run.answers)
        told.update(run.told)
    p99 = _p99(runs)
    return Line(
        flood,
        sum(answers.values()),
        dict(sorted(answers.items())),
        round(statistics.median(run.gap_ms for run in runs), 1),
        round(max(run.gap_ms for run in runs), 1),
        round(statistics.median(run.worked_ms for run in runs), 1),
        sum(len(run.scans) for run in runs),
        round(statistics.median(percentile(run.scans, 0.5) for run in runs) * 1_000, 1),
        round(p99, 1),
        round(p99 / max(_p99(reference), 1e-9), 2),
        dict(told),
    )


def _p99(runs: Sequence[Seen]) -> float:
    """The median of the runs' 99th percentiles in ms: one disturbed run is no verdict."""
    return statistics.median(percentile(run.scans, 0.99) for run in runs) * 1_000


def written(lines: Sequence[Line]) -> Iterator[str]:
    """The table; what misses a goal has a mark."""
    yield (
        f"{'':2}{'flood':46} {'gap':>7} {'most':>7} {'worked':>7} {'p50':>7} {'p99':>7} {'×':>6}"
        "  answers"
    )
    for one in lines:
        mark = " " if one.holds else "!"
        answers = " ".join(f"{_status(status)}:{n}" for status, n in one.answers.items())
        lost = sum(n for told, n in one.told.items() if told != "recorded")
        yield (
            f"{mark:2}{one.flood:46} {one.gap:7.1f} {one.gap_most:7.1f} {one.worked:7.1f} "
            f"{one.p50:7.1f} {one.p99:7.1f} {one.times:6.2f}  {answers}"
            + (f"  NOT RECORDED {lost}" if lost else "")
        )


def keep(path: Path, lines: Sequence[Line], **rest: object) -> None:
    """Write all of it as JSON."""
    told = {**rest, "floods": [asdict(one) for one in lines]}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")


def _status(status: int) -> str:
    return {0: "cut", -1: "late"}.get(status, str(status))
