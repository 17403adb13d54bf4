"""Who competes: our symbols, and what two libraries make of the same address by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
import qrcode
import segno

from cards import qr
from cards.design import Artwork, Copy, compose, design_ids, load
from cards.marks import QUIET_MODULES, Colour, Face, Matrix, Symbol
from cards.measure import MM_PER_INCH, Area, Mm, dots_length, whole_dots
from cards.preflight import Battery
from cards.preflight.finished import subject_of, written
from cards.preflight.subject import Subject, margin_of
from kiosk.domain.code import grouped
from tests.cards.contents import CATALOGUE, PENALTY

INK: Final = Colour("ink", (0, 0, 0, 100), "#141414")
_AROUND: Final[Mm] = 6
_USUAL: Final = "https://mbk.jinan.gov.cn/S/7K3MQ2XA9PRD"

Maker = Callable[[str], Matrix]


def plain_qrcode(address: str) -> Matrix:
    """What ``qrcode.make`` draws, without its border of four modules."""
    symbol = qrcode.QRCode(border=0)
    symbol.add_data(address)
    symbol.make(fit=True)
    rows = symbol.get_matrix()
    return Matrix(tuple("".join("1" if module else "0" for module in row) for row in rows))


def plain_segno(address: str) -> Matrix:
    """What ``segno.make`` draws, without its border of four modules."""
    rows = segno.make(address, micro=False).matrix
    return Matrix(tuple("".join("01"[module] for module in row) for row in rows))


LIBRARIES: Final[dict[str, Maker]] = {"qrcode": plain_qrcode, "segno": plain_segno}


def alone(matrix: Matrix, box: Mm, address: str, battery: Battery) -> Subject:
    """A symbol on white paper in a square of `box` mm with its quiet zone, in whole dots."""
    modules = matrix.size + 2 * QUIET_MODULES
    module = dots_length(whole_dots(box, battery.dpi) // modules, battery.dpi)
    corner = _AROUND + (box - module * matrix.size) / 2
    side = box + 2 * _AROUND
    return _subject(
        Face("x", side, side, 0, (Symbol(corner, corner, module, matrix, INK),)), address, battery
    )


def drawn(matrix: Matrix, dots: int, address: str, battery: Battery) -> Subject:
    """The same without the way over a print file, which costs more than the shots."""
    ink = np.array([[bit == "1" for bit in row] for row in matrix.rows])
    ink = ink.repeat(dots, axis=0).repeat(dots, axis=1)
    scale = battery.dpi / MM_PER_INCH
    side = matrix.size * dots / scale
    margin = round(margin_of(Area(0, 0, side, side)) * scale)
    edge = 2 * margin + ink.shape[0]
    picture = np.full((edge, edge), battery.stuff.paper, np.float32)
    picture[margin:-margin, margin:-margin][ink] = battery.stuff.ink
    area = Area(margin / scale, margin / scale, side, side)
    return Subject(picture, scale, area, matrix, address)


def squares() -> dict[Mm, tuple[str, ...]]:
    """Designs by the side of their symbols' squares, quiet zone included, in millimetres.

    Only those that show one service or the catalogue: a leaflet's symbols are as small as a card's
    and all different.
    """
    found: dict[Mm, tuple[str, ...]] = {}
    for name in design_ids():
        if load(name).plan.shows in _CONTENTS:
            side = side_of(finished(name, _USUAL))
            found[side] = (*found.get(side, ()), name)
    return found


def side_of(face: Face) -> Mm:
    """The side of the square that a face's symbols stand in, to a hundredth of a millimetre."""
    return round(face.symbols()[0].keep_out.w, 2)


def finished(design: str, address: str) -> Face:
    """Our face with its symbol."""
    artwork = _artwork(design, address)
    return artwork.face(Copy(address, grouped(address[-12:])))


def swapped(face: Face, matrix: Matrix) -> Face:
    """The same face with another symbol in the same square, quiet zone included.

    Of a face with several, which is folded between them, all are swapped.
    """
    items = (_instead(item, matrix) if isinstance(item, Symbol) else item for item in face.items)
    return replace(face, items=tuple(items))


def _instead(ours: Symbol, matrix: Matrix) -> Symbol:
    box = ours.keep_out
    module = box.w / (matrix.size + 2 * QUIET_MODULES)
    x, y = box.x + QUIET_MODULES * module, box.y + QUIET_MODULES * module
    return replace(ours, x=x, y=y, module=module, matrix=matrix)


def on_card(face: Face, address: str, battery: Battery) -> Subject:
    """What shots of a face's symbol are taken of.

    Of several it is the last: of a tent's two the one that stands upright, as the libraries' do.
    """
    return _subject(face, address, battery)


_CONTENTS = {"service": PENALTY, "catalogue": CATALOGUE}
_KEPT: dict[tuple[str, int], Artwork] = {}


def _artwork(design: str, address: str) -> Artwork:
    plan = load(design)
    version = qr.version_for([address], level=qr.Level(plan.plan.level))
    key = (design, version)
    if key not in _KEPT:
        sides = compose(plan, _CONTENTS[plan.plan.shows], version=version)
        _KEPT[key] = next(
            side for side in sides if side.face(Copy(address, address[-12:])).symbols()
        )
    return _KEPT[key]


def _subject(face: Face, address: str, battery: Battery) -> Subject:
    symbol = face.symbols()[-1]
    return subject_of(written([face]), 0, symbol, address=address, battery=battery)
