"""File names a print shop understands: design, service, placement, how many, side."""

from __future__ import annotations

import re
from collections import Counter

from cards.design import Design
from kiosk.batches.order import Copy, Imprint, Order

LONGEST = 60

_UNSAFE = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')


class Names:
    """The file names of an order. Cards that would have one name carry their code in it."""

    def __init__(self, order: Order, design: Design) -> None:
        self._design = design
        self._digits = max(5, len(str(order.first + len(order.copies) - 1)))
        self._counts = Counter[str]()
        if not order.numbered:
            self._counts.update(self.stem(copy) for copy in order.copies)

    def card(self, copy: Copy) -> str:
        """Name of a card's file without its ending; it tells how many are to be printed."""
        stem = self.stem(copy)
        name = stem if self._counts[stem] <= 1 else f"{stem}_{copy.code}"
        return name if copy.count == 1 else f"{name}_{copy.count}张"

    def run(self, copy: Copy, first: int, last: int) -> str:
        """Name of a file of numbered cards, of which the first is `copy`."""
        return f"{self.stem(copy)}_{first:0{self._digits}}-{last:0{self._digits}}"

    def side(self, name: str, number: int) -> str:
        """Name of the file of one side alone."""
        return f"{name}_{self._design.plan.faces[number].title}"

    def stem(self, copy: Copy) -> str:
        """Design, service and place: what cards share that lie together."""
        service = copy.service.id if copy.service else None
        parts = (self._design.id, service, place_name(copy))
        return "_".join(part for part in parts if part)


def order_name(order: Order, imprint: Imprint, *, title: str, is_specimen: bool) -> str:
    """Name of the file of a whole order without its ending: batch, design, service, 样张."""
    services = tuple(dict.fromkeys(copy.service.id for copy in order.kinds if copy.service))
    what = services[0] if len(services) == 1 else f"{len(services)}项" if services else ""
    parts = (imprint.batch, title, what, "样张" if is_specimen else "")
    return _UNSAFE.sub("-", "_".join(part for part in parts if part))


def place_name(copy: Copy) -> str:
    """District and placement; a placement that begins with its district's name says it once."""
    name, district = copy.placement_name.strip(), copy.district_name
    place = name if name.startswith(district) else f"{district}{name}"
    return _UNSAFE.sub("-", place).strip("-.")[:LONGEST]
