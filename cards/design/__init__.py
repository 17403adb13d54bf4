"""Designs as data: a card's faces from what it says and a TOML file in millimetres."""

from cards.design.composing import USUAL_BLEED, Artwork, Copy, compose
from cards.design.content import (
    Amount,
    Content,
    Entry,
    Figure,
    Fork,
    Lead,
    Paragraphs,
    Side,
    Station,
    Stop,
    Stops,
    Table,
)
from cards.design.path import Crowded
from cards.design.reading import (
    Design,
    DesignFault,
    UnknownDesign,
    box_titles,
    design_ids,
    house_words,
    load,
    parse,
)
from cards.design.source import Fault
from cards.design.symbol import QuietZone, SymbolTooSmall

__all__ = [
    "USUAL_BLEED",
    "Amount",
    "Artwork",
    "Content",
    "Copy",
    "Crowded",
    "Design",
    "DesignFault",
    "Entry",
    "Fault",
    "Figure",
    "Fork",
    "Lead",
    "Paragraphs",
    "QuietZone",
    "Side",
    "Station",
    "Stop",
    "Stops",
    "SymbolTooSmall",
    "Table",
    "UnknownDesign",
    "box_titles",
    "compose",
    "design_ids",
    "house_words",
    "load",
    "parse",
]
