"""Nothing comes near a cut or a fold but colour that runs over it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from cards.design.plan import Paper
from cards.marks import Fold, Mark, Rect
from cards.measure import Area, Mm
from cards.refusal import Refusal


class OutsideSafeArea(Refusal):
    """Something lies so near a cut or a fold that it may be lost; `box` names it."""

    def __init__(self, *, box: str, surplus: Mm) -> None:
        super().__init__(f"{box} reaches {surplus:.1f} mm out of the safe area")
        self.box = box
        self.surplus = surplus


def guard_safe(paper: Paper, folds: Sequence[Fold], drawn: Iterable[tuple[str, Mark]]) -> None:
    """Refuse marks between the safe area and the cut, and type and lines at a fold.

    A plane may lie over a fold, and over the cut if it meets it. Raises OutsideSafeArea.
    """
    for box, mark in drawn:
        is_plane = isinstance(mark, Rect)
        if not (is_plane and _beyond_cut(mark.bounds, paper) >= paper.safe):
            keep_safe(box, mark.bounds, paper, () if is_plane else folds)


def keep_safe(box: str, area: Area, paper: Paper, folds: Sequence[Fold]) -> None:
    """Refuse a rectangle that is too near a cut or a fold. Raises OutsideSafeArea."""
    surplus = max(_beyond_cut(area, paper), *(_at_fold(area, fold, paper) for fold in folds), 0)
    if surplus > _HAIR:
        raise OutsideSafeArea(box=box, surplus=surplus)


_HAIR: Final[Mm] = 1e-6


def _beyond_cut(area: Area, paper: Paper) -> Mm:
    """How far a rectangle reaches out of the safe area; as far as that is wide, it is cut."""
    nearest = min(area.x, area.y, paper.width - area.right, paper.height - area.bottom)
    return paper.safe - nearest


def _at_fold(area: Area, fold: Fold, paper: Paper) -> Mm:
    start, end = (area.x, area.right) if fold.is_upright else (area.y, area.bottom)
    return paper.safe - max(start - fold.at, fold.at - end)
