"""From a batch to print files: catalogue words and codes become cards."""

from cards.typeset import missing_glyphs
from kiosk.printing.choosing import (
    WHOLE_CATALOGUE,
    Offer,
    designs,
    offer,
    profile_of,
    profiles,
    services_for,
)
from kiosk.printing.folder import fill_folder, fill_zip
from kiosk.printing.glass import GlassSymbol, glass_symbol
from kiosk.printing.issued import (
    Allotment,
    Issue,
    IssuedCode,
    codes,
    ends,
    imprint_for,
    imprint_of,
    issue_json,
    order_of,
    read_issue,
    service_of,
)
from kiosk.printing.makeup import Makeup
from kiosk.printing.naming import order_name
from kiosk.printing.order import Card, Copies, Copy, Format, Imprint, Making, Order
from kiosk.printing.pieces import Made, Piece
from kiosk.printing.planning import Plan, planned_reasons, sample
from kiosk.printing.press import MOST_CARDS, Press, most_cards
from kiosk.printing.rendering import Job, cards, faces, is_archive, render
from kiosk.printing.specimen import printed_facts, reasons

__all__ = [
    "MOST_CARDS",
    "WHOLE_CATALOGUE",
    "Allotment",
    "Card",
    "Copies",
    "Copy",
    "Format",
    "GlassSymbol",
    "Imprint",
    "Issue",
    "IssuedCode",
    "Job",
    "Made",
    "Makeup",
    "Making",
    "Offer",
    "Order",
    "Piece",
    "Plan",
    "Press",
    "cards",
    "codes",
    "designs",
    "ends",
    "faces",
    "fill_folder",
    "fill_zip",
    "glass_symbol",
    "imprint_for",
    "imprint_of",
    "is_archive",
    "issue_json",
    "missing_glyphs",
    "most_cards",
    "offer",
    "order_name",
    "order_of",
    "planned_reasons",
    "printed_facts",
    "profile_of",
    "profiles",
    "read_issue",
    "reasons",
    "render",
    "sample",
    "service_of",
    "services_for",
]
