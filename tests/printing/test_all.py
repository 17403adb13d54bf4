"""Cards with a symbol a service: a leaflet carries the codes of all thirteen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest

from kiosk.batches import (
    Allotment,
    Copy,
    Format,
    Imprint,
    Issue,
    Leading,
    Making,
    Order,
    Plan,
    cards_in,
    codes,
    first_card,
    offer,
    order_of,
    planned_reasons,
    reasons,
    sample,
)
from kiosk.domain.code import Algorithm, CodeKey, Signer
from kiosk.domain.placement import Batch, BatchState, CodeRange, Placement, PlacementKind
from kiosk.domain.scan import Origin
from kiosk.printing import cards, order_name, render
from tests.cards.readers import read_zxing
from tests.make import catalogue, spot
from tests.printing.make import imprint, verified

LEAFLET = "leaflet-a4-fold3"
EVERY = tuple(f"QC{number:02}" for number in range(1, 14))
KEY = CodeKey("K1", Algorithm.SHA256, b"k" * 32)
ADDRESS = "https://mbk.jinan.gov.cn"


def _issue(*, copies: Sequence[int], numbered: bool, services: Sequence[str] = EVERY) -> Issue:
    """A leaflet batch at as many placements as there are `copies`."""
    batch = Batch("B0001", LEAFLET, BatchState.PLANNED, numbered, ADDRESS, 0, "tester")
    places = [
        Placement(f"P{number}", "370102", f"大厅{number}", PlacementKind.WINDOW)
        for number in range(len(copies))
    ]
    ranges, serial = [], 1_000
    for place, count in zip(places, copies, strict=True):
        size = count if numbered else 1
        for service in services:
            last = serial + size - 1
            ranges.append(
                CodeRange(
                    first=serial,
                    last=last,
                    key=KEY.id,
                    batch=batch.id,
                    placement=place.id,
                    district=place.district,
                    service=service,
                    source=Origin.CARD,
                )
            )
            serial += size
    allotments = tuple(Allotment(*pair) for pair in zip(places, copies, strict=True))
    return Issue(batch, allotments, tuple(ranges), ())


def _order(issue: Issue) -> Order:
    return order_of(issue, catalogue(), [KEY])


def _file(order: Order, form: Format, shared: Imprint | None = None) -> bytes:
    target = BytesIO()
    render(order, shared or imprint(), format=form, target=target, making=Making(dpi=100))
    return target.getvalue()


def test_a_placement_gets_one_card_with_the_code_of_every_service() -> None:
    order = _order(_issue(copies=[300, 20], numbered=False))
    assert [copy.placement_name for copy in order.copies] == ["大厅0", "大厅1"]
    for copy in order.copies:
        assert copy.service is None
        assert [one.service.id for one in copy.symbols if one.service] == list(EVERY)
        assert (copy.url, copy.code) == (copy.symbols[0].url, copy.symbols[0].code)
    every = [one.code for copy in order.copies for one in copy.symbols]
    assert len(set(every)) == 26


def test_numbered_copy_k_has_the_kth_serial_of_every_service_of_its_placement() -> None:
    issue = _issue(copies=[3, 2], numbered=True)
    order = _order(issue)
    signer = Signer((KEY,))
    assert [copy.placement_name for copy in order.copies] == ["大厅0"] * 3 + ["大厅1"] * 2
    for place, start in (("P0", 0), ("P1", 3)):
        spans = [span for span in issue.ranges if span.placement == place]
        for k in range(len(spans[0])):
            wanted = [signer.code(span.first + k) for span in spans]
            assert [one.code for one in order.copies[start + k].symbols] == wanted
    printed = {one.code for copy in order.copies for one in copy.symbols}
    assert printed == {one.code for one in codes(issue.ranges, [KEY], ADDRESS)}


def test_cards_are_counted_apart_from_codes() -> None:
    assert cards_in(_issue(copies=[300, 20], numbered=False)) == 2
    assert cards_in(_issue(copies=[3, 2], numbered=True)) == 5
    single = _issue(copies=[3, 2], numbered=True, services=[""])
    assert cards_in(replace(single, batch=replace(single.batch, design="tent"))) == 5
    spots = (spot("甲", copies=300), spot("乙", copies=20))
    plan = Plan(offer=offer(LEAFLET), services=EVERY, spots=spots, address=ADDRESS)
    assert (plan.codes, plan.kinds, plan.cards) == (26, 1, 320)


def test_the_first_card_has_all_its_codes() -> None:
    issue = _issue(copies=[3, 2], numbered=True)
    first = _order(first_card(issue))
    assert tuple(first.copies) == tuple(_order(issue).copies[:1])


@pytest.mark.parametrize("form", [Format.PDF, Format.ZIP, Format.PNG, Format.SVG])
def test_a_leaflet_is_written_as_every_kind_of_file(form: Format) -> None:
    file = _file(_order(_issue(copies=[5], numbered=False)), form)
    if form is Format.PDF:
        assert len(pypdfium2.PdfDocument(file)) == 2
        return
    with ZipFile(BytesIO(file)) as archive:
        stem = "leaflet-a4-fold3_历下区大厅0_5张"
        sides = [f"{stem}_内面.{form}", f"{stem}_外面.{form}"]
        files = [f"{stem}.pdf", "印刷作业单.txt"]
        assert archive.namelist() == (files if form is Format.ZIP else sides)


def test_every_code_of_a_printed_leaflet_opens_its_own_address() -> None:
    order = _order(_issue(copies=[1], numbered=False))
    pages = pypdfium2.PdfDocument(_file(order, Format.PDF))
    read = {text for page in pages for text in read_zxing(page.render(scale=2.5).to_pil())}
    assert read == {one.url for one in order.copies[0].symbols}


def test_symbols_of_one_card_are_of_one_size() -> None:
    order = _order(_issue(copies=[1], numbered=False))
    (copy,) = order.copies
    short = replace(copy.each[0], url="https://a.cn/S/000000000000")
    mixed = replace(copy, each=(short, *copy.each[1:]))
    (card,) = cards(Order(LEAFLET, (mixed,)), imprint())
    assert {s.matrix.size for face in card.faces for s in face.symbols()} == {33}


def test_copies_of_a_leaflet_share_their_artwork() -> None:
    one, other = cards(_order(_issue(copies=[2], numbered=True)), imprint())
    assert one.faces[0].items[0] is other.faces[0].items[0]


def test_a_leaflet_is_a_specimen_for_what_it_prints_and_for_nothing_else() -> None:
    services = tuple(verified(service) for service in catalogue().services)
    each = tuple(Leading(one, f"{ADDRESS}/S/{'0' * 12}", "0" * 12) for one in services)
    order = Order(LEAFLET, (Copy.of_all("大厅", "历下区", each),))
    said = reasons(order, imprint(services=services))
    # The term of the first screen is printed; it alone is still as the starter catalogue has it.
    assert said == ("QC02 重大项目法律服务团预约的“多久办好”待核实。",)
    told = planned_reasons(EVERY, ["370102"], ADDRESS, catalogue(), office=None, design=LEAFLET)
    assert not [reason for reason in told if "带什么" in reason]
    assert len([reason for reason in told if "还没有经办公室确认" in reason]) == 13


def test_a_sample_of_a_leaflet_has_all_its_symbols() -> None:
    order, shared = sample("", "gx", ADDRESS, catalogue(), design=LEAFLET, office=None)
    (card,) = cards(order, shared)
    assert sum(len(face.symbols()) for face in card.faces) == 13


def test_the_file_of_a_leaflet_is_named_by_batch_and_design() -> None:
    order = _order(_issue(copies=[1], numbered=False))
    name = order_name(order, imprint(), title=offer(LEAFLET).title, is_specimen=True)
    assert name == "B-01_A4-三折页_样张"
