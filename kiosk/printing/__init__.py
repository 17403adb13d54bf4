"""From a batch to print files: catalogue words and codes become cards."""

from cards.typeset import missing_glyphs
from kiosk.printing.artwork import Standing, artwork_of, standing
from kiosk.printing.choosing import WHOLE_CATALOGUE, Offer, designs, offer, services_for
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
from kiosk.printing.naming import order_name
from kiosk.printing.order import Card, Copy, Format, Imprint, Order
from kiosk.printing.planning import Plan, planned_reasons, sample
from kiosk.printing.preflight import Outcome, preflight_file, preflight_order
from kiosk.printing.press import MOST_CARDS, Press
from kiosk.printing.rendering import cards, faces, is_archive, render
from kiosk.printing.specimen import printed_facts, reasons

__all__ = [
    "MOST_CARDS",
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
    "Outcome",
    "Plan",
    "Press",
    "Standing",
    "artwork_of",
    "cards",
    "codes",
    "designs",
    "ends",
    "faces",
    "glass_symbol",
    "imprint_for",
    "imprint_of",
    "is_archive",
    "issue_json",
    "missing_glyphs",
    "offer",
    "order_name",
    "order_of",
    "planned_reasons",
    "preflight_file",
    "preflight_order",
    "printed_facts",
    "read_issue",
    "reasons",
    "render",
    "sample",
    "service_of",
    "services_for",
    "standing",
]
