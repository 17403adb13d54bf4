"""What an examination found, as values that a program may keep as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from cards.measure import Mm
from cards.preflight.battery import Battery, Cell
from cards.preflight.reading import Reader


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason to refuse; `code` is stable."""

    code: str
    zh: str
    en: str


def finding(battery: Battery, code: str, **places: object) -> Finding:
    """A finding in both languages. A place that is a key of the battery's words is told by it."""
    sentence, words = battery.findings[code], battery.words
    zh = {key: words[str(v)].zh if str(v) in words else v for key, v in places.items()}
    en = {key: words[str(v)].en if str(v) in words else v for key, v in places.items()}
    return Finding(code, sentence.zh.format(**zh), sentence.en.format(**en))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many shots each reader read; where either will do, the second what the first did not."""

    cell: Cell
    shots: int
    read: dict[Reader, int]
    least: int

    @property
    def counted(self) -> int:
        """What the worse reader read, or where either will do what either did."""
        choose = min if self.cell.asks_both else sum
        return int(choose(self.read.values()))

    @property
    def is_passed(self) -> bool:
        """Whether enough was read."""
        return self.counted >= self.least

    @property
    def margin(self) -> float:
        """How far above what is asked, as a share of the shots; below it negative."""
        return (self.counted - self.least) / self.shots


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Figures of one state of a card, `drawn` or `printed`."""

    state: str
    contrast: float
    modulation: float
    damage: float
    unused: float
    growth: float
    quiet: float
    grade: float
    weakest: str


@dataclass(frozen=True, kw_only=True)
class SymbolReport:
    """One symbol of a face: its size, its figures, what was read, what is wrong with it.

    `pixels` are those of the camera a module at the usual distance.
    """

    address: str
    side: Mm
    module: Mm
    version: int
    level: str
    pixels: float
    measured: tuple[Measured, ...]
    tallies: tuple[Tally, ...]
    findings: tuple[Finding, ...]
    picture: bytes | None = None

    @cached_property
    def weakest(self) -> Tally | None:
        """The cell that is nearest to being refused, or farthest below."""
        return min(self.tallies, key=lambda tally: tally.margin, default=None)

    @property
    def grade(self) -> float | None:
        """模拟评级, as fairly printed."""
        return self.measured[-1].grade if self.measured else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceReport:
    """One face of a card, or one page of a file."""

    name: str
    width: Mm
    height: Mm
    findings: tuple[Finding, ...]
    symbols: tuple[SymbolReport, ...]

    @property
    def is_passed(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.findings and not any(symbol.findings for symbol in self.symbols)
