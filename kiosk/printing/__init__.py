"""From a batch to print files: catalogue words and codes become cards."""

from cards.typeset import missing_glyphs
from kiosk.printing.choosing import WHOLE_CATALOGUE, Offer, designs, offer, services_for
from kiosk.printing.glass import GlassSymbol, glass_symbol
from kiosk.printing.issued import (
    Allotment,
    Issue,
    IssuedCode,
    codes,
    imprint_of,
    issue_json,
    order_of,
    read_issue,
)
from kiosk.printing.order import Card, Copy, Format, Imprint, Order
from kiosk.printing.rendering import cards, faces, is_archive, render
from kiosk.printing.specimen import reasons

__all__ = [
    "WHOLE_CATALOGUE",
    "Allotment",
    "Card",
    "Copy",
    "Format",
    "GlassSymbol",
    "Imprint",
    "Issue",
    "IssuedCode",
    "Offer",
    "Order",
    "cards",
    "codes",
    "designs",
    "faces",
    "glass_symbol",
    "imprint_of",
    "is_archive",
    "issue_json",
    "missing_glyphs",
    "offer",
    "order_of",
    "read_issue",
    "reasons",
    "render",
    "services_for",
]
