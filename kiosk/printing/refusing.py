"""What the drawing refuses, told to a person as a problem."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cards.design import Crowded, DesignFault, QuietZone, SymbolTooSmall, UnknownDesign
from cards.qr import AddressTooLong
from cards.raster import TooCoarse
from cards.refusal import Refusal
from cards.typeset import MissingGlyphs, Overflow
from kiosk.domain.problem import Problem


@contextmanager
def refusals(design: str, service: str | None = None) -> Iterator[None]:
    """Turn a refusal into a Problem that names the design, the service and the box."""
    try:
        yield
    except Refusal as refusal:
        places = {"design": design, "service": service or design, "box": refusal.box}
        code = _CODES[type(refusal)]
        raise Problem(code, **places | vars(refusal) | _lists(refusal)) from refusal


_CODES: dict[type[Refusal], str] = {
    Overflow: "card-text-too-long",
    MissingGlyphs: "card-character-missing",
    Crowded: "card-too-full",
    SymbolTooSmall: "card-address-too-long",
    AddressTooLong: "card-address-too-long",
    QuietZone: "design-quiet-zone",
    TooCoarse: "picture-too-coarse",
    UnknownDesign: "design-not-found",
    DesignFault: "design-faulty",
}


def _lists(refusal: Refusal) -> dict[str, object]:
    """What a refusal holds as a list, in words."""
    match refusal:
        case UnknownDesign(known=known):
            return {"known": "、".join(known)}
        case DesignFault(design=design, faults=faults):
            told = "\n".join(f"{design}.toml:{fault}" for fault in faults)
            return {"count": len(faults), "faults": told}
        case _:
            return {}
