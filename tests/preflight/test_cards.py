"""What of an order goes through the battery, and what is only read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cards.preflight import load_battery
from kiosk.batches.order import Copy, Leading, Order
from kiosk.preflight import cards as module
from kiosk.preflight.cards import examine_order
from tests.cards.preflight.faces import few
from tests.printing.make import catalogue_order, copy, imprint, service

SPAN = range(1, 14)
CODES = [f"7K3MQ2XA9P{n:02d}" for n in range(12)]


@pytest.fixture(autouse=True)
def _few_shots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which copies are chosen is asked here, not how many shots are taken of each."""
    monkeypatch.setattr(module, "load_battery", lambda: few("distance", shots=1))


def placed(*services: str, codes: list[str]) -> Order:
    copies = tuple(
        replace(copy(service(name) if name else None), code=code, url=f"https://x.gov.cn/S/{code}")
        for name, code in zip(services, codes, strict=True)
    )
    return Order("a5-process" if services[0] else "card-90x54-catalogue", copies)


def test_each_service_once_then_a_sample_and_the_rest_is_read_clean() -> None:
    order = placed(*["QC06"] * 6, *["QC10"] * 6, codes=CODES)
    steps: list[tuple[int, int]] = []
    outcome = examine_order(order, imprint(), lambda *told: steps.append(told))
    sample = load_battery().sample
    assert outcome.is_passed, outcome.report["faces"]
    assert outcome.report["counts"] == {
        "codes": 12,
        "thorough": 2 + sample,
        "clean": 10 - sample,
        "faces": 2 + sample,
        "symbols": 2 + sample,
    }
    assert steps[-1][0] == steps[-1][1]
    assert {face["name"] for face in outcome.report["faces"]} == {"QC06 正面", "QC10 正面"}


def test_every_side_of_a_card_is_looked_at() -> None:
    outcome = examine_order(catalogue_order(), imprint(), lambda *_: None)
    assert outcome.is_passed
    faces = outcome.report["faces"]
    assert [(face["name"], len(face["symbols"])) for face in faces] == [("正面", 1), ("背面", 0)]


def test_every_symbol_of_a_leaflet_is_one_of_its_codes() -> None:
    every = [
        Leading(service(f"QC{n:02}"), f"https://x.gov.cn/S/7K3MQ2XA9P{n:02}", "") for n in SPAN
    ]
    order = Order("leaflet-a4-fold3", (Copy.of_all("大厅", "历下区", every),))
    outcome = examine_order(order, imprint(), lambda *_: None)
    faces = outcome.report["faces"]
    assert {one["code"] for face in faces for one in face["findings"]} == set()
    assert {
        one["code"] for face in faces for s in face["symbols"] for one in s["findings"]
    } == set()
    opened = [symbol["address"] for face in faces for symbol in face["symbols"]]
    assert sorted(opened) == [leading.url for leading in every]


def test_a_code_that_is_not_on_its_card_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    order = placed(*["QC10"] * 6, codes=CODES[:6])
    wrong = "https://x.gov.cn/S/000000000000"
    monkeypatch.setattr(module, "addresses_of", lambda _card: (wrong,))
    outcome = examine_order(order, imprint(), lambda *_: None)
    assert not outcome.is_passed
    assert outcome.report["unread"] == {"count": 1, "first": [wrong]}
    found = [one["code"] for face in outcome.report["faces"] for one in face["findings"]]
    assert set(found) == {"no-symbol"}
