"""From a batch to print files: catalogue words and codes become cards."""

from kiosk.printing.order import Card, Copy, Format, Imprint, Order
from kiosk.printing.rendering import cards, faces, render
from kiosk.printing.specimen import reasons

__all__ = ["Card", "Copy", "Format", "Imprint", "Order", "cards", "faces", "reasons", "render"]
