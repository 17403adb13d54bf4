"""What a batch is, what its cards say, and how it stands."""

from kiosk.batches.changes import Changed, Stale, StaleBatch, StaleBox, compare, find_stale
from kiosk.batches.designs import (
    Offer,
    designs,
    offer,
    offers_json,
    profile_of,
    profiles,
    services_for,
)
from kiosk.batches.issue import (
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
from kiosk.batches.order import Card, Copies, Copy, Format, Imprint, Leading, Making, Order
from kiosk.batches.plan import Plan, planned_reasons, sample
from kiosk.batches.readiness import Standing, artwork_of, standing
from kiosk.batches.slips import Slip
from kiosk.batches.specimen import printed_facts, reasons
from kiosk.batches.stock import kinds_of, read_placed, read_stock, read_stocks, stock_json

__all__ = [
    "Allotment",
    "Card",
    "Changed",
    "Copies",
    "Copy",
    "Format",
    "Imprint",
    "Issue",
    "IssuedCode",
    "Leading",
    "Making",
    "Offer",
    "Order",
    "Plan",
    "Slip",
    "Stale",
    "StaleBatch",
    "StaleBox",
    "Standing",
    "artwork_of",
    "cards_in",
    "codes",
    "compare",
    "designs",
    "ends",
    "find_stale",
    "first_card",
    "imprint_of",
    "issue_json",
    "kinds_of",
    "offer",
    "offers_json",
    "order_of",
    "planned_reasons",
    "printed_facts",
    "profile_of",
    "profiles",
    "read_issue",
    "read_placed",
    "read_stock",
    "read_stocks",
    "reasons",
    "sample",
    "services_for",
    "standing",
    "stock_json",
]
