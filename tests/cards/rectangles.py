"""A reader of our print files that knows nothing of renderers: filled rectangles of a page."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

import pikepdf

Matrix6: TypeAlias = tuple[float, float, float, float, float, float]
Box: TypeAlias = tuple[float, float, float, float]


def symbol_boxes(page: pikepdf.Page) -> Iterator[list[Box]]:
    """The rectangles of every fill of more than a hundred, as points: left, bottom, right, top."""
    matrix: Matrix6 = (1, 0, 0, 1, 0, 0)
    kept: list[Matrix6] = []
    boxes: list[Box] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        operands: list[object] = list(instruction.operands)
        numbers = [float(o) for o in operands if isinstance(o, int | float | Decimal)]
        if operator == "q":
            kept.append(matrix)
        elif operator == "Q":
            matrix = kept.pop()
        elif operator == "cm":
            matrix = _times(numbers, matrix)
        elif operator == "re":
            boxes.append(_box(numbers, matrix))
        elif operator.lower().startswith("f"):
            if len(boxes) > 100:
                yield boxes
            boxes = []


def is_dark(boxes: list[Box], x: float, y: float) -> bool:
    """Whether a point lies in one of the rectangles."""
    return any(left < x < right and bottom < y < top for left, bottom, right, top in boxes)


def _times(numbers: list[float], m: Matrix6) -> Matrix6:
    a, b, c, d, e, f = numbers
    return (
        a * m[0] + b * m[2],
        a * m[1] + b * m[3],
        c * m[0] + d * m[2],
        c * m[1] + d * m[3],
        e * m[0] + f * m[2] + m[4],
        e * m[1] + f * m[3] + m[5],
    )


def _box(numbers: list[float], m: Matrix6) -> Box:
    x, y, w, h = numbers
    corners = [(x, y), (x + w, y + h)]
    xs = [m[0] * px + m[2] * py + m[4] for px, py in corners]
    ys = [m[1] * px + m[3] * py + m[5] for px, py in corners]
    return min(xs), min(ys), max(xs), max(ys)
