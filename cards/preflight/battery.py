"""The battery as it is written in ``assets/preflight.toml``: faults, figures, what must be read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Final

from pydantic import Field as Constraint
from pydantic import NonNegativeFloat, PositiveFloat, PositiveInt, TypeAdapter

import assets
from cards.measure import Mm

_FILE: Final = "preflight.toml"


class Strength(StrEnum):
    """How strong a fault is."""

    MILD = "mild"
    HARSH = "harsh"


class Spoiled(StrEnum):
    """What a fault spoils: one shot of many, or the card itself."""

    SHOT = "shot"
    CARD = "card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Base of everything in the file: unknown keys are refused."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}


Share = Annotated[float, Constraint(ge=0, le=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera(Entry):
    """`pixels` / distance in mm gives pixels a mm; nearer than `nearest` nothing is sharp."""

    pixels: PositiveFloat
    nearest: PositiveFloat

    def scale(self, side: Mm, reach: float) -> float:
        """Pixels a millimetre for a symbol of this side, seen from `reach` sides away."""
        return self.pixels / max(self.nearest, reach * side)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuff(Entry):
    """Reflectances that are assumed."""

    paper: Share
    ink: Share
    table: Share
    skin: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions(Entry):
    """All that is wrong with one shot. Without units: shares; `reach` in sides of the symbol.

    On the card: `spread` moves the edges of ink outwards or inwards, `black` is the ink's strength,
    `worn` a patch's diameter, `scratch` and `fold` are widths, all in mm, `bend` the fold's angle
    in degrees, `cover` how far in mm something lies over the symbol. In the shot: `tilt` and `turn`
    in degrees, `light` of an office, `shadow` what its dark side lacks, `glare` of full scale,
    `glare_size` of the symbol's side.
    """

    spread: NonNegativeFloat = 0
    black: Share = 1
    worn: NonNegativeFloat = 0
    scratch: NonNegativeFloat = 0
    fold: NonNegativeFloat = 0
    bend: NonNegativeFloat = 0
    cover: NonNegativeFloat = 0
    reach: PositiveFloat = 8
    tilt: Annotated[float, Constraint(ge=0, le=60)] = 0
    turn: Annotated[float, Constraint(ge=0, le=180)] = 0
    light: Annotated[float, Constraint(gt=0, le=1)] = 1
    shadow: Share = 0
    glare: NonNegativeFloat = 0
    glare_size: PositiveFloat = 0.3
    blur_px: NonNegativeFloat = 0
    motion_px: NonNegativeFloat = 0
    noise: Share = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault(Entry):
    """One kind of fault; `mild` and `harsh` name what differs from what every shot has."""

    name: str
    on: Spoiled
    zh: str
    en: str
    mild: dict[str, float]
    harsh: dict[str, float]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Least(Entry):
    """Shares of shots that must be read."""

    mild: Share
    harsh: Share


_SMALLER_IS_BETTER: Final = frozenset({"growth", "finder", "timing", "alignment"})
Scale = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades(Entry):
    """Where each figure reaches 4, 3, 2 and 1."""

    contrast: Scale
    modulation: Scale
    unused: Scale
    growth: Scale
    finder: Scale
    timing: Scale
    alignment: Scale

    def of(self, name: str, value: float) -> float:
        """4 best, 0 worst."""
        if name in _SMALLER_IS_BETTER:
            return float(sum(value <= most for most in self.scale(name)))
        return float(sum(value >= least for least in self.scale(name)))

    def scale(self, name: str) -> Scale:
        """The four bounds of a figure, the best first."""
        bounds: Scale = getattr(self, name)
        return bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Print(Entry):
    """A fair print shop: how far ink's edge moves, how far paper scatters light, in mm.

    `drawn` and `printed` are the lowest grades that pass, of the card as drawn and as printed.
    """

    spread: NonNegativeFloat
    scatter: NonNegativeFloat
    drawn: float
    printed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules(Entry):
    """What is asked of a face before any shot; millimetres where no unit is named."""

    dots: PositiveInt
    module: PositiveFloat
    quiet_modules: PositiveInt
    edge: NonNegativeFloat
    fold: NonNegativeFloat
    ink_percent: PositiveFloat
    image_dpi: PositiveInt


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence(Entry):
    """A finding in both languages, with places in braces."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A fault at a strength, and the conditions of its shots."""

    fault: Fault
    strength: Strength
    conditions: Conditions

    @property
    def asks_both(self) -> bool:
        """Whether each reader must read enough of its shots, or either."""
        return self.fault.on is Spoiled.SHOT and self.strength is Strength.MILD

    @property
    def name(self) -> str:
        """Such as ``worn.harsh``."""
        return f"{self.fault.name}.{self.strength}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery(Entry):
    """The whole file."""

    seed: int
    shots: PositiveInt
    dpi: PositiveInt
    sample: PositiveInt
    camera: Camera
    stuff: Stuff
    always: Conditions
    faults: Annotated[tuple[Fault, ...], Constraint(min_length=1)]
    least: dict[Spoiled, Least]
    grades: Grades
    figures: Print
    rules: Rules
    findings: dict[str, Sentence]
    words: dict[str, Sentence]

    def cells(self) -> Iterator[Cell]:
        """Every fault, mild and harsh. Raises ValueError where it names an unknown condition."""
        for fault in self.faults:
            for strength in Strength:
                changes = fault.mild if strength is Strength.MILD else fault.harsh
                yield Cell(fault, strength, _changed(self.always, changes))

    def least_of(self, cell: Cell) -> float:
        """The share of a cell's shots that must be read."""
        least = self.least[cell.fault.on]
        return least.mild if cell.strength is Strength.MILD else least.harsh


@cache
def load_battery() -> Battery:
    """The battery that is kept."""
    return parse(assets.read_bytes(_FILE).decode())


def parse(text: str) -> Battery:
    """A battery's text, checked; raises ValueError."""
    read: Battery = TypeAdapter(Battery).validate_python(tomllib.loads(text))
    tuple(read.cells())
    return read


def _changed(always: Conditions, changes: Mapping[str, float]) -> Conditions:
    changed: Conditions = TypeAdapter(Conditions).validate_python({**asdict(always), **changes})
    return changed
