"""Numbered name cards on A4, ours and the plain way: ``python -m tests.bench.press COUNT FILE``.

Run as a module it prints as JSON what ours took: seconds of the processor, peak memory, bytes.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import qrcode
from reportlab.lib.colors import CMYKColor
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from cards.font import font_bytes, font_name
from cards.marks import Circle, Face, Line, Mark, Rect, Symbol, Text
from cards.sheet import Grid, Turn
from kiosk.batches import Format, Making, Order
from kiosk.printing import Job, render
from tests.printing.numbered import numbered

OFFICE = Making(profile="office")


def ours(asked: Order, shared: Any, target: BinaryIO) -> None:
    """As the command writes them."""
    render(asked, shared, format=Format.PDF, target=target, making=OFFICE)


def plain(asked: Order, shared: Any, target: BinaryIO) -> None:
    """As anybody would: qrcode with its defaults, ReportLab, everything drawn where it stands.

    It gets the composed artwork for nothing, and symbols are one path of merged runs each.
    """
    for bold in (False, True):
        name = font_name(bold=bold)
        pdfmetrics.registerFont(TTFont(name, BytesIO(font_bytes(bold=bold))))
    job = Job(asked, shared, OFFICE)
    faces = job._studio.card(asked.copies[0]).faces
    grid = job.makeup.grid
    assert grid is not None
    canvas = Canvas(target, pagesize=(210 * mm, 297 * mm), pageCompression=1)
    copies = list(asked.copies)
    for start in range(0, len(copies), grid.places):
        sheet = copies[start : start + grid.places]
        for side, face in enumerate(faces):
            urls = [copy.url if side == 0 else "" for copy in sheet]
            _draw_sheet(canvas, face, urls, grid, is_back=side == 1)
    canvas.save()


def _draw_sheet(
    canvas: Canvas, face: Face, urls: Sequence[str], grid: Grid, *, is_back: bool
) -> None:
    for place, url in enumerate(urls):
        placed = grid.back(face, place, Turn.LONG) if is_back else grid.front(face, place)
        canvas.saveState()
        canvas.translate(placed.trim.x * mm, (297 - placed.trim.bottom) * mm)
        for mark in face.marks():
            _draw(canvas, mark, url, face.height)
        canvas.restoreState()
    canvas.showPage()


def _draw(canvas: Canvas, mark: Mark, url: str, top: float) -> None:
    ink = CMYKColor(*(part / 100 for part in mark.colour.cmyk))
    canvas.setFillColor(ink)
    canvas.setStrokeColor(ink)
    match mark:
        case Rect(area=area):
            canvas.rect(
                area.x * mm, (top - area.bottom) * mm, area.w * mm, area.h * mm, stroke=0, fill=1
            )
        case Line():
            canvas.setLineWidth(mark.width * mm)
            canvas.line(mark.x1 * mm, (top - mark.y1) * mm, mark.x2 * mm, (top - mark.y2) * mm)
        case Circle():
            canvas.circle(mark.x * mm, (top - mark.y) * mm, mark.radius * mm, stroke=0, fill=1)
        case Text():
            canvas.setFont(font_name(bold=mark.bold), mark.size)
            canvas.drawString(mark.x * mm, (top - mark.baseline) * mm, mark.text)
        case Symbol():
            _draw_symbol(canvas, mark, url, top)


def _draw_symbol(canvas: Canvas, mark: Symbol, url: str, top: float) -> None:
    symbol = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=0)
    symbol.add_data(url)
    symbol.make(fit=True)
    rows = symbol.get_matrix()
    side = mark.bounds.w * mm / len(rows)
    path = canvas.beginPath()
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                below = (top - mark.y) * mm - (y + 1) * side
                path.rect(mark.x * mm + x * side, below, length * side, side)
            x += length + 1
    canvas.drawPath(path, stroke=0, fill=1)


def _peak_mb() -> float:
    """The most memory this process had. Not `getrusage`, which begins with what its parent had."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    (told,) = [line for line in lines if line.startswith("VmHWM:")]
    return int(told.split()[1]) * 1_024 / 1e6


def main() -> None:
    """Write so many cards into a file, and tell what it took."""
    count, path = int(sys.argv[1]), Path(sys.argv[2])
    asked, shared = numbered(count)
    begun = time.process_time()
    with path.open("wb") as target:
        ours(asked, shared, target)
    told = {
        "seconds": time.process_time() - begun,
        "peak_mb": _peak_mb(),
        "bytes": path.stat().st_size,
    }
    print(json.dumps(told))  # noqa: T201 - read by the bench


if __name__ == "__main__":
    main()
