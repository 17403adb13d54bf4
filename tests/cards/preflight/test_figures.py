"""Figures against what was done to the symbol, and against another program's own count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import numpy as np
import pytest
import zxingcpp

from cards import qr
from cards.marks import Matrix, Symbol
from cards.preflight import load_battery
from cards.preflight.figures import Figures, measure
from cards.preflight.optics import Picture, blurred, spread
from cards.preflight.subject import Subject
from tests.cards.preflight.faces import ADDRESS, PALE, crowded, face, subject

GRADES = load_battery().grades


def _measured(of: Subject, picture: Picture | None = None, level: qr.Level = qr.Level.Q) -> Figures:
    return measure(of, of.picture if picture is None else picture, level, GRADES)


@pytest.fixture(scope="module")
def clean() -> Subject:
    return subject(face())


def _spoiled(matrix: Matrix, places: Iterator[int]) -> Matrix:
    """The matrix with some modules of the wrong colour."""
    bits = list("".join(matrix.rows))
    for place in places:
        bits[place] = "10"[int(bits[place])]
    text = "".join(bits)
    return Matrix(tuple(text[at : at + matrix.size] for at in range(0, len(text), matrix.size)))


def _printed_wrong(places: Iterator[int]) -> Subject:
    """A card on which these modules came out wrong; what is right stays known."""
    (symbol,) = face().symbols()
    wrong = replace(symbol, matrix=_spoiled(symbol.matrix, places))
    return replace(subject(replace(face(), items=(wrong,))), matrix=symbol.matrix)


def test_a_clean_symbol_has_the_best_figures(clean: Subject) -> None:
    found = _measured(clean)
    assert found.grade == 4
    assert (found.unused, found.damage, found.quiet) == (1, 0, 4)
    assert found.growth == pytest.approx(0, abs=0.02)
    assert found.modulation > 0.9
    assert found.contrast == pytest.approx(0.77, abs=0.02)


@pytest.mark.parametrize("level", [qr.Level.M, qr.Level.Q, qr.Level.H])
@pytest.mark.parametrize("wrong", [1, 4])
def test_unused_correction_counts_wrong_codewords_as_another_program_does(
    level: qr.Level, wrong: int
) -> None:
    matrix = qr.encode(ADDRESS, level=level)
    built = qr.structure((matrix.size - 17) // 4, level)
    block = built.blocks[-1]
    places = [built.codewords[number][3] for number in block.codewords[:wrong]]
    (symbol,) = face(level=level).symbols()
    spoiled = replace(symbol, matrix=_spoiled(matrix, iter(places)))
    printed = subject(replace(face(level=level), items=(spoiled,)))
    found = _measured(replace(printed, matrix=matrix), level=level)
    assert found.unused == pytest.approx(1 - 2 * wrong / block.correction)
    shot = np.asarray(np.clip(printed.picture * 255, 0, 255), np.uint8)
    (read,) = zxingcpp.read_barcodes(shot)
    told = cast("dict[str, float]", read.extra)  # cut after two decimals
    assert float(told["UEC"]) == pytest.approx(found.unused, abs=0.01)


def test_pale_ink_lowers_the_contrast_alone() -> None:
    found = _measured(subject(face(colour=PALE)))
    assert found.grades["contrast"] < 3
    assert min(grade for name, grade in found.grades.items() if name != "contrast") == 4


def test_growth_follows_the_ink(clean: Subject) -> None:
    module = clean.module * clean.scale
    for share in (-0.1, 0.1):
        moved = spread(clean.picture, share / 2 * module)
        assert _measured(clean, moved).growth == pytest.approx(share, abs=0.05)


def test_blur_lowers_the_modulation(clean: Subject) -> None:
    module = clean.module * clean.scale
    figures = [_measured(clean, blurred(clean.picture, share * module)) for share in (0.2, 0.45)]
    assert 0.95 > figures[0].modulation > figures[1].modulation
    assert figures[0].grades["modulation"] > figures[1].grades["modulation"]


@pytest.mark.parametrize(("count", "grade"), [(1, 3), (3, 1), (4, 0)])
def test_wrong_modules_of_a_finder_are_counted(count: int, grade: float) -> None:
    found = _measured(_printed_wrong(iter(range(count))))
    assert found.grades["damage"] == grade
    assert found.unused == 1


def test_the_quiet_zone_is_as_wide_as_its_worst_side() -> None:
    assert _measured(subject(crowded(face()))).quiet == 0
    (symbol,) = face(margin=8).symbols()
    cut = replace(face(), width=symbol.bounds.right + 2.2 * symbol.module)
    assert _measured(subject(cut)).quiet == 2


def test_a_turned_symbol_is_no_symbol(clean: Subject) -> None:
    turned = np.ascontiguousarray(np.rot90(clean.picture))
    assert _measured(clean, turned).grade == 0


def test_figures_of_every_size_agree() -> None:
    for dots in (6, 10, 16):
        found = _measured(subject(face(dots=dots)))
        assert (found.grade, found.quiet) == (4, 4)
        assert isinstance(face(dots=dots).symbols()[0], Symbol)
