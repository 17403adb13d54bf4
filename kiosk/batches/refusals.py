"""What the drawing refuses, told to a person as a problem."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cards.design import (
    Crowded,
    DesignFault,
    OutsideSafeArea,
    QuietZone,
    SymbolsTooClose,
    SymbolTooSmall,
    UnknownDesign,
    box_titles,
)
from cards.profile import NoSheets, ProfileFault, UnknownProfile
from cards.qr import AddressTooLong
from cards.raster import TooCoarse
from cards.refusal import Refusal
from cards.sheet import SheetTooSmall
from cards.typeset import MissingGlyphs, Overflow
from kiosk.batches.labels import station_labels
from kiosk.domain.fact import Bilingual
from kiosk.domain.problem import Problem
from kiosk.domain.workflow import Service


@contextmanager
def refusals(design: str, service: Service | None = None) -> Iterator[None]:
    """Turn a refusal into a Problem that names the design, the service and the box."""
    try:
        yield
    except Refusal as refusal:
        places = {"design": design, "service": service.id if service else design}
        told = vars(refusal) | {"box": _box(refusal.box, service)} | _lists(refusal)
        raise Problem(_CODES[type(refusal)], **places | told) from refusal


def _box(name: str, service: Service | None) -> Bilingual:
    """A box as an editor knows it, with the name that the design gives it."""
    titles = {**box_titles(), **(station_labels(service) if service else {})}
    # A panel and its box, or a list and the number of its service: the nearest that has a name.
    whole, _, part = name.rpartition(".")
    title = titles.get(name) or (f"{titles[whole]}{part}" if whole in titles else titles.get(part))
    return Bilingual(zh=f"“{title}”（{name}）" if title else f"“{name}”", en=name)


_CODES: dict[type[Refusal], str] = {
    Overflow: "card-text-too-long",
    MissingGlyphs: "card-character-missing",
    Crowded: "card-too-full",
    SymbolTooSmall: "card-address-too-long",
    AddressTooLong: "card-address-too-long",
    QuietZone: "design-quiet-zone",
    OutsideSafeArea: "design-safe-area",
    SymbolsTooClose: "design-symbols-close",
    TooCoarse: "picture-too-coarse",
    UnknownDesign: "design-not-found",
    DesignFault: "design-faulty",
    UnknownProfile: "profile-not-found",
    ProfileFault: "profile-faulty",
    NoSheets: "profile-no-sheets",
    SheetTooSmall: "sheet-too-small",
}


def _lists(refusal: Refusal) -> dict[str, object]:
    """What a refusal holds as a list, in words."""
    match refusal:
        case Overflow(text=text):
            return {"text": text.replace("**", "")}
        case UnknownDesign(known=known) | UnknownProfile(known=known):
            return {"known": "、".join(known)}
        case DesignFault(design=name, faults=faults) | ProfileFault(profile=name, faults=faults):
            told = "\n".join(f"{name}.toml:{fault}" for fault in faults)
            return {"count": len(faults), "faults": told}
        case SheetTooSmall(sheet=sheet):
            return {"sheet": sheet.upper()}
        case _:
            return {}
