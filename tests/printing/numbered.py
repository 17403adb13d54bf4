"""A numbered batch of the whole catalogue's card, as large as wanted, without a database."""

from __future__ import annotations

from kiosk.batches import Allotment, Imprint, Issue, Order, imprint_of, order_of
from kiosk.domain.code import Algorithm, CodeKey
from kiosk.domain.placement import Batch, BatchState, CodeRange, Placement, PlacementKind
from kiosk.domain.scan import Origin
from tests.make import catalogue

KEY = CodeKey("K1", Algorithm.SHA256, b"tests only" * 4)
FIRST = 7_000_000_000


def issue(*counts: int, url: str = "https://mbk.jinan.gov.cn") -> Issue:
    """A batch that sends so many numbered cards to each of some placements."""
    batch = Batch(
        "B0001", "card-90x54-catalogue", BatchState.PLANNED, numbered=True, url=url, made_at=0,
        made_by="tester",
    )  # fmt: skip
    places = [
        Placement(f"P{number}", "370102", f"第{number}街道便民服务中心", PlacementKind.WINDOW)
        for number, _ in enumerate(counts, start=1)
    ]
    ranges, serial = [], FIRST
    for place, count in zip(places, counts, strict=True):
        last = serial + count - 1
        ranges.append(
            CodeRange(serial, last, KEY.id, batch.id, place.id, "370102", "", Origin.CARD)
        )
        serial = last + 1
    allotments = tuple(map(Allotment, places, counts))
    return Issue(batch, allotments, tuple(ranges), ())


def numbered(*counts: int, url: str = "https://mbk.jinan.gov.cn") -> tuple[Order, Imprint]:
    """The order of such a batch."""
    made = issue(*counts, url=url)
    order = order_of(made, catalogue(), [KEY])
    return order, imprint_of(made, catalogue(), office="济南市司法局")
