"""Figures in the terms of ISO/IEC 15415, computed against the matrix that is known to be right.

They rank designs; they are simulated and no grades of that standard. Reflectance is taken through a
round aperture of 0.8 module; the threshold is half way between the lightest and the darkest one
percent. What a figure is worth stands in ``assets/preflight.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cards.marks import QUIET_MODULES
from cards.preflight.battery import Grades
from cards.preflight.optics import Picture, sampled
from cards.preflight.subject import Subject
from cards.qr import Level, Structure, structure

_APERTURE: Final = 0.8
_RINGS: Final = (
    (0.0, 1),
    (0.5, 6),
    (0.9, 12),
)  # radius, points on it
_FINER: Final = 24  # samples a module along a timing pattern
_QUIET_SHARE: Final = 0.98  # of a quiet row's length that must be light

Modules = NDArray[np.float32]
Place = NDArray[np.floating]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured. Shares but for `quiet`, clear modules beside the worst side.

    `growth` is how much wider dark modules are than light ones expect, in modules. `grade` is the
    lowest of `grades`, 4 best and 0 worst.
    """

    contrast: float
    modulation: float
    damage: float
    unused: float
    quiet: float
    growth: float
    grades: dict[str, float]

    @property
    def grade(self) -> float:
        """模拟评级: the lowest of all."""
        return min(self.grades.values())


def measure(subject: Subject, picture: Picture, level: Level, grades: Grades) -> Figures:
    """Figures of the subject as `picture` shows it, seen straight from above."""
    built = structure((subject.matrix.size - 17) // 4, level)
    eye = _Eye(subject, picture)
    values = eye.modules()
    lightest, darkest = _extremes(eye.with_quiet_zone())
    threshold = (lightest + darkest) / 2
    contrast = lightest - darkest
    dark = _truth(subject)
    is_right = (values < threshold) == dark
    margins = np.where(is_right, abs(values - threshold) / (contrast / 2), 0)
    modulation = _modulation_grade(margins.ravel(), built, grades)
    unused = _unused(~is_right.ravel(), built)
    fixed = _fixed_patterns(subject.matrix.size)
    growth = eye.growth(threshold)
    return Figures(
        contrast=contrast,
        modulation=float(np.quantile(margins, 0.02)),
        damage=float((~is_right)[fixed.anything].mean()),
        unused=unused,
        quiet=eye.quiet(threshold),
        growth=growth,
        grades={
            "contrast": grades.of("contrast", contrast),
            "modulation": modulation,
            "damage": _damage_grade(~is_right, fixed, grades),
            "unused": grades.of("unused", unused),
            "growth": grades.of("growth", abs(growth)),
        },
    )


class _Eye:
    """Reads reflectances at places given in modules from the symbol's corner."""

    def __init__(self, subject: Subject, picture: Picture) -> None:
        self.subject = subject
        self.picture = picture
        self.step = subject.module * subject.scale

    def at(self, x: Place, y: Place) -> Modules:
        """Reflectance at points; pixel centres lie at halves."""
        corner_x = self.subject.area.x * self.subject.scale - 0.5
        corner_y = self.subject.area.y * self.subject.scale - 0.5
        return sampled(self.picture, x * self.step + corner_x, y * self.step + corner_y)

    def modules(self, around: int = 0) -> Modules:
        """Mean reflectance of each module through the aperture, with `around` modules outside."""
        centres = np.arange(-around, self.subject.matrix.size + around, dtype=np.float32) + 0.5
        x, y = np.meshgrid(centres, centres)
        seen = [self.at(x + dx, y + dy) for dx, dy in _aperture()]
        return np.asarray(np.mean(seen, axis=0), np.float32)

    def with_quiet_zone(self) -> Modules:
        """Every pixel of the symbol and its quiet zone."""
        keep_out = self.subject.area.grown(QUIET_MODULES * self.subject.module)
        scale = self.subject.scale
        left, top = max(0, round(keep_out.x * scale)), max(0, round(keep_out.y * scale))
        return self.picture[
            top : round(keep_out.bottom * scale), left : round(keep_out.right * scale)
        ]

    def growth(self, threshold: float) -> float:
        """How much wider than a module the dark ones of both timing patterns are, in modules."""
        size = self.subject.matrix.size
        along = np.arange((size - 16) * _FINER, dtype=np.float32) / _FINER + 8 + 0.5 / _FINER
        middle = np.full_like(along, 6.5)
        dark = [
            self.at(x[None, :], y[None, :]) < threshold
            for x, y in ((along, middle), (middle, along))
        ]
        count = (size - 15) // 2
        return float(np.mean(dark) * (size - 16) / count) - 1

    def quiet(self, threshold: float) -> float:
        """Modules beside the symbol's worst side that are clear, up to four."""
        values = self.modules(around=QUIET_MODULES) > threshold
        return float(min(_clear(np.rot90(values, side)) for side in range(4)))


def _aperture() -> Sequence[tuple[float, float]]:
    radius = _APERTURE / 2
    return [
        (share * radius * np.cos(angle), share * radius * np.sin(angle))
        for share, points in _RINGS
        for angle in np.arange(points) * 2 * np.pi / points
    ]


def _clear(values: Flags) -> int:
    """Rows above the symbol, nearest first, that are light over nearly all of their length."""
    rows = values[:QUIET_MODULES][::-1]
    clear = 0
    for row in rows:
        if row[QUIET_MODULES:-QUIET_MODULES].mean() < _QUIET_SHARE:
            break
        clear += 1
    return clear


def _extremes(pixels: Modules) -> tuple[float, float]:
    low, high = np.quantile(pixels, (0.01, 0.99))
    return float(high), float(low)


def _truth(subject: Subject) -> Flags:
    return np.array([[bit == "1" for bit in row] for row in subject.matrix.rows])


def _modulation_grade(margins: Modules, built: Structure, grades: Grades) -> float:
    """The best level at which error correction could do without every codeword below it."""
    of_codewords = margins[np.array(built.codewords)].min(axis=1)
    levels = sorted({4.0, 3.0, 2.0, 1.0}, reverse=True)
    held = [
        min(level, grades.of("unused", _unused_of(of_codewords < least, built)))
        for level, least in zip(levels, grades.scale("modulation"), strict=True)
    ]
    return max(held)


def _unused(wrong: Flags, built: Structure) -> float:
    return _unused_of(wrong[np.array(built.codewords)].any(axis=1), built)


def _unused_of(wrong: Flags, built: Structure) -> float:
    """Share of the correction that the worst block has left; 0 where it has not enough."""
    left = (1 - 2 * wrong[list(b.codewords)].sum() / b.correction for b in built.blocks)
    return max(0.0, float(min(left)))


@dataclass(frozen=True, slots=True)
class _Fixed:
    """Where the patterns are that every symbol of a size has."""

    finders: tuple[Flags, ...]
    timing: Flags
    alignment: Flags

    @property
    def anything(self) -> Flags:
        return np.asarray(np.any([*self.finders, self.timing, self.alignment], axis=0), np.bool_)


def _fixed_patterns(size: int) -> _Fixed:
    def flags(*areas: tuple[int, int, int, int]) -> Flags:
        where = np.zeros((size, size), bool)
        for x, y, w, h in areas:
            where[y : y + h, x : x + w] = True
        return where

    # Of the alignment patterns only the one in the corner without a finder stands in each version.
    last = size - 9
    return _Fixed(
        (flags((0, 0, 8, 8)), flags((size - 8, 0, 8, 8)), flags((0, size - 8, 8, 8))),
        flags((8, 6, size - 16, 1), (6, 8, 1, size - 16)),
        flags((last, last, 5, 5)) if size > 21 else flags(),
    )


def _damage_grade(wrong: Flags, fixed: _Fixed, grades: Grades) -> float:
    """Finders by wrong modules, timing and alignment by their share; the worst of all."""
    finders = [grades.of("finder", int(wrong[where].sum())) for where in fixed.finders]
    shares = (
        ("timing", wrong[fixed.timing].mean()),
        ("alignment", wrong[fixed.alignment].mean() if fixed.alignment.any() else 0),
    )
    return min(*finders, *(grades.of(name, float(share)) for name, share in shares))
