"""What is asked of a face before any shot: whole dots, distances, inks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from cards.marks import Colour, Face, Mark, Symbol
from cards.measure import Area, Mm, pixels
from cards.preflight.battery import Battery
from cards.preflight.report import Finding, finding
from cards.qr import Level, modules_of, version_for

_HAIR: Final[Mm] = 0.005
_PART: Final = 0.02  # of a dot
_OUR_ADDRESS: Final = re.compile(r"https?://[^/?#]+[^?#]*/S/[0-9A-HJKMNP-TV-Z]{12}\Z")
_CODE: Final = "000000000000"


def face_findings(face: Face, battery: Battery) -> Iterator[Finding]:
    """What is wrong with the inks of a face."""
    most = battery.rules.ink_percent
    colours = {mark.colour.name: mark.colour for mark in face.marks()}
    for colour in colours.values():
        found = sum(colour.cmyk)
        if found > most:
            yield finding(battery, "ink", colour=colour.name, found=f"{found:g}", most=f"{most:g}")


def symbol_findings(symbol: Symbol, face: Face, battery: Battery) -> Iterator[Finding]:
    """What is wrong with a symbol's place and ink."""
    yield from module_findings(symbol.module, symbol.matrix.size, battery, exact=True)
    yield from _black(symbol.colour, battery)
    yield from _overlaps(symbol, face.marks(), battery)
    yield from edge_findings(symbol.bounds, Area(0, 0, face.width, face.height), battery)
    least = battery.rules.fold
    for fold in face.folds:
        near, far = symbol.bounds.x, symbol.bounds.right
        if not fold.is_upright:
            near, far = symbol.bounds.y, symbol.bounds.bottom
        found = max(near - fold.at, fold.at - far)
        if found < least - _HAIR:
            yield finding(battery, "fold", found=f"{max(found, 0):.1f}", least=f"{least:g}")


def module_findings(
    module: Mm, modules: int, battery: Battery, *, exact: bool
) -> Iterator[Finding]:
    """Modules that are too small for the printer or the phone; where `exact`, of whole dots."""
    rules, dots = battery.rules, pixels(module, battery.dpi)
    if dots < rules.dots - _PART:
        places = {"dpi": battery.dpi, "found": f"{dots:.1f}", "least": rules.dots}
        yield finding(battery, "dots", **places)
    if exact and abs(dots - round(dots)) > _PART:
        yield finding(battery, "part-dots", dpi=battery.dpi, found=f"{dots:.2f}")
    if module < rules.module - _HAIR:
        side = module * modules
        places = {"found": f"{module:.2f}", "least": f"{rules.module:g}", "side": f"{side:.1f}"}
        yield finding(battery, "module", **places)


def edge_findings(area: Area, trim: Area, battery: Battery) -> Iterator[Finding]:
    """A symbol too near to where the card is cut."""
    least = battery.rules.edge
    found = min(
        area.x - trim.x, area.y - trim.y, trim.right - area.right, trim.bottom - area.bottom
    )
    if found < least - _HAIR:
        yield finding(battery, "edge", found=f"{found:.1f}", least=f"{least:g}")


def quiet_finding(modules: float, battery: Battery) -> Iterator[Finding]:
    """A quiet zone that is not clear as far as it must be."""
    least = battery.rules.quiet_modules
    if modules < least:
        yield finding(battery, "quiet", found=f"{modules:g}", least=least)


def address_finding(
    address: str, modules: int, level: Level, battery: Battery
) -> Iterator[Finding]:
    """An address that makes a larger symbol than our form of it would."""
    if _OUR_ADDRESS.match(address):
        return
    house = re.match(r"[a-z]+://[^/?#]+", address, re.IGNORECASE)
    usual = f"{house.group() if house else 'https://mbk.jinan.gov.cn'}/S/{_CODE}"
    size = modules_of(version_for([usual], level=level))
    yield finding(battery, "address-form", address=address, modules=modules, usual=size)


def _black(colour: Colour, battery: Battery) -> Iterator[Finding]:
    if colour.cmyk != (0, 0, 0, 100):
        names = zip("CMYK", colour.cmyk, strict=True)
        ink = " ".join(f"{name}{part:g}" for name, part in names if part)
        yield finding(battery, "not-black", ink=ink or "–")


def _overlaps(symbol: Symbol, marks: Iterable[Mark], battery: Battery) -> Iterator[Finding]:
    """Marks over the symbol or in its quiet zone."""
    quiet = symbol.keep_out
    others = [mark for mark in marks if mark is not symbol and mark.bounds.meets(quiet)]
    if any(mark.bounds.meets(symbol.bounds) for mark in others):
        yield finding(battery, "overlap")
    elif others:
        nearest = min(_gap(mark.bounds, symbol.bounds) for mark in others)
        yield from quiet_finding(round(nearest / symbol.module, 1), battery)


def _gap(one: Area, other: Area) -> Mm:
    """How far two areas are apart, across or down."""
    across = max(one.x - other.right, other.x - one.right)
    down = max(one.y - other.bottom, other.y - one.bottom)
    return max(across, down, 0)
