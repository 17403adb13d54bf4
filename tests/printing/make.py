"""Builders: orders of the starter catalogue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from kiosk.batches import Copy, Imprint, Order
from kiosk.domain.catalogue import Desk
from kiosk.domain.fact import Fact, Verify
from kiosk.domain.workflow import Service, Status
from tests.make import catalogue

CODE = "7K3MQ2XA9PRD"
URL = f"https://mbk.jinan.gov.cn/S/{CODE}"


def service(name: str = "QC10") -> Service:
    """A service of the starter catalogue."""
    return catalogue().by_id[name].service


def copy(of: Service | None = None, **changes: Any) -> Copy:
    """A card for the window of a hall in 历下区."""
    return replace(Copy("历下区政务服务中心", "历下区", of, URL, CODE), **changes)


def order(*services: str, **changes: Any) -> Order:
    """A5 cards of services, one each at one placement."""
    return Order("a5-process", tuple(copy(service(name), **changes) for name in services))


def catalogue_order(**changes: Any) -> Order:
    """A card of the whole catalogue."""
    return Order("card-90x54-catalogue", (copy(**changes),))


def imprint(**changes: Any) -> Imprint:
    """What the cards of these tests share."""
    whole = catalogue()
    shared = Imprint(
        office="济南市司法局",
        domain="mbk.jinan.gov.cn",
        batch="B-01",
        law_date=date(2026, 11, 23),
        services=whole.services,
        papers=whole.shared.papers,
    )
    return replace(shared, **changes)


def desk(**changes: Any) -> Desk:
    """The desk of QC10 in 历下区, as an office might fill it in."""
    known = Desk(
        service="QC10",
        district="370102",
        name="历下区行政复议受理窗口",
        address="解放东路99号",
        phone="0531-88000000",
        verify=Verify.CHECKED,
    )
    return replace(known, **changes)


def verified(of: Service) -> Service:
    """The same service as an office might have confirmed it: every printed fact checked."""
    card = of.card
    boxes = ("first", "figure", "table", "bring", "cost", "after", "note")
    sure = {box: _sure(getattr(card, box)) for box in boxes}
    steps = tuple(replace(step, limits=tuple(map(_sure, step.limits))) for step in of.steps)
    remedies = tuple(replace(r, limits=tuple(map(_sure, r.limits))) for r in of.remedies)
    changed = replace(of, card=replace(card, **sure), steps=steps, remedies=remedies)
    return replace(changed, status=Status.OFFICE_CONFIRMED)


def _sure(fact: Any) -> Any:
    assert isinstance(fact, Fact)
    return replace(fact, verify=Verify.CHECKED)
