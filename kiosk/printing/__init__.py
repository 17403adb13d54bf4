"""From a batch to print files: catalogue words and codes become cards."""

from cards.typeset import missing_glyphs
from kiosk.printing.artwork import Standing, artwork_of, standing
from kiosk.printing.choosing import (
    Offer,
    designs,
    offer,
    offers_json,
    profile_of,
    profiles,
    services_for,
)
from kiosk.printing.folder import fill_folder, fill_zip
from kiosk.printing.glass import glass_symbol
from kiosk.printing.issued import (
    Allotment,
    Issue,
    IssuedCode,
    cards_in,
    codes,
    ends,
    first_card,
    imprint_of,
    issue_json,
    order_of,
    read_issue,
)
from kiosk.printing.makeup import Makeup
from kiosk.printing.naming import order_name
from kiosk.printing.order import Card, Copies, Copy, Format, Imprint, Leading, Making, Order
from kiosk.printing.pieces import Made, Piece
from kiosk.printing.planning import Plan, planned_reasons, sample
from kiosk.printing.preflight import Outcome, preflight_file, preflight_order
from kiosk.printing.press import MOST_CARDS, Press, most_cards
from kiosk.printing.rendering import Job, cards, faces, is_archive, render
from kiosk.printing.slip import Slip, write_slips
from kiosk.printing.specimen import printed_facts, reasons
from kiosk.printing.stale import Changed, Stale, StaleBatch, StaleBox, compare, find_stale
from kiosk.printing.stock import kinds_of, read_placed, read_stock, read_stocks, stock_json

__all__ = [
    "MOST_CARDS",
    "Allotment",
    "Card",
    "Changed",
    "Copies",
    "Copy",
    "Format",
    "Imprint",
    "Issue",
    "IssuedCode",
    "Job",
    "Leading",
    "Made",
    "Makeup",
    "Making",
    "Offer",
    "Order",
    "Outcome",
    "Piece",
    "Plan",
    "Press",
    "Slip",
    "Stale",
    "StaleBatch",
    "StaleBox",
    "Standing",
    "artwork_of",
    "cards",
    "cards_in",
    "codes",
    "compare",
    "designs",
    "ends",
    "faces",
    "fill_folder",
    "fill_zip",
    "find_stale",
    "first_card",
    "glass_symbol",
    "imprint_of",
    "is_archive",
    "issue_json",
    "kinds_of",
    "missing_glyphs",
    "most_cards",
    "offer",
    "offers_json",
    "order_name",
    "order_of",
    "planned_reasons",
    "preflight_file",
    "preflight_order",
    "printed_facts",
    "profile_of",
    "profiles",
    "read_issue",
    "read_placed",
    "read_stock",
    "read_stocks",
    "reasons",
    "render",
    "sample",
    "services_for",
    "standing",
    "stock_json",
    "write_slips",
]
