"""Finished cards as they are: what is read of them, what is not, and what is told of it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from cards import qr
from cards.design import Copy, compose, load
from cards.marks import Face, Matrix, Rect, Symbol
from cards.measure import Area
from cards.pdf import write_pdf
from cards.preflight import (
    TooLargeFile,
    examine_face,
    examine_file,
    missing_findings,
    unread_addresses,
)
from cards.preflight.trial import PICTURE_MOST, png
from cards.raster import write_png
from cards.sheet import single
from tests.cards.contents import CATALOGUE, COPY, PENALTY
from tests.cards.preflight.faces import ADDRESS, INK, MARGIN, face, few, with_marks
from tests.cards.preflight.test_known_bad import reasons
from tests.study.contestants import plain_qrcode

BATTERY = few("distance", shots=1)
OTHER = "https://mbk.jinan.gov.cn/S/000000000000"


def covered() -> Face:
    """A symbol under a black plane."""
    made = face()
    return with_marks(made, Rect(Area(0, 0, made.width, made.height), INK))


@pytest.mark.parametrize(
    ("design", "content"), [("a5-process", PENALTY), ("card-90x54-catalogue", CATALOGUE)]
)
def test_nothing_is_wrong_with_a_side_of_a_finished_card(design: str, content: object) -> None:
    for artwork in compose(load(design), content, version=4):  # type: ignore[arg-type]
        side = artwork.face(COPY)
        addresses = [COPY.address] if side.symbols() else []
        assert reasons(examine_face(side, addresses, BATTERY, name=side.name)) == {}


def test_codes_that_no_clean_card_tells_are_named() -> None:
    cards = [
        ([face(), face(OTHER)], [ADDRESS, OTHER]),
        ([face(OTHER)], [ADDRESS.replace("7K", "8K")]),
        ([covered()], [OTHER]),
    ]
    assert unread_addresses(cards) == [ADDRESS.replace("7K", "8K"), OTHER]


def test_what_cannot_be_read_at_all_says_so() -> None:
    report = examine_face(covered(), [ADDRESS], BATTERY, name="covered")
    told = reasons(report)
    assert "读不出来" in told["unreadable"]
    assert report.symbols[0].picture is not None


def test_a_symbol_that_is_none_is_measured_all_the_same() -> None:
    (symbol,) = face().symbols()
    blank = replace(symbol.matrix, rows=("0" * 33,) * 33)
    made = replace(face(), items=(replace(symbol, matrix=blank),))
    told = reasons(examine_face(made, [ADDRESS], BATTERY, name="blank"))
    assert {"stray", "unreadable", "drawn"} <= set(told)


def test_another_symbol_beside_it_that_says_something_else_is_told() -> None:
    made = face()
    (symbol,) = made.symbols()
    other = Symbol(symbol.bounds.right + 1.2, MARGIN + 3, 0.25, qr.encode("hi"), INK)
    told = reasons(examine_face(with_marks(made, other), [ADDRESS], BATTERY, name="two"))
    assert told["stray"].startswith("有一个二维码打开的是hi")
    assert told["misread"] == "二维码读出了别的内容：hi"


UPPER = "HTTPS://MBK.SIFAJU.JINAN.GOV.CN/MINGBAIKA/S/7K3MQ2XA9PRD"


@pytest.mark.parametrize("address", [ADDRESS, UPPER])
def test_a_symbol_of_other_segments_is_measured_as_it_is_seen(address: str) -> None:
    (symbol,) = face().symbols()
    theirs = replace(symbol, matrix=plain_qrcode(address))
    target = BytesIO()
    write_png(replace(face(), items=(theirs,)), target, dpi=300)
    (report,) = examine_file(target.getvalue(), BATTERY, name="theirs")
    assert (report.symbols[0].level, report.symbols[0].version) == ("M", 3)
    assert report.symbols[0].grade == 4


def test_a_page_too_large_to_look_at_is_refused() -> None:
    target = BytesIO()
    write_pdf(single([Face("x", 3_000, 3_000, 0, ())]), target, title="large")
    with pytest.raises(TooLargeFile):
        examine_file(target.getvalue(), BATTERY, name="large")


def test_a_picture_that_is_kept_is_small() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (1_500, 1_500)).astype(np.uint8)
    kept = png(noise)
    assert len(kept) <= PICTURE_MOST
    with Image.open(BytesIO(kept)) as image:
        assert min(image.size) >= 90


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_symbol_that_the_face_turns_is_measured_upright(turns: int) -> None:
    (symbol,) = face().symbols()
    rows = symbol.matrix.rows
    for _ in range(turns):
        rows = tuple("".join(column) for column in zip(*rows[::-1], strict=True))
    turned = replace(face(), items=(replace(symbol, matrix=Matrix(rows)),))
    report = examine_face(turned, [ADDRESS], BATTERY, name="turned")
    assert reasons(report) == {}
    assert report.symbols[0].grade == 4


def test_an_address_that_no_side_opens_is_told() -> None:
    reports = [
        examine_face(side, [ADDRESS, OTHER], BATTERY, name="x")
        for side in (face(), Face("back", 90, 54, 0, ()))
    ]
    assert all(report.is_passed for report in reports)
    (missing,) = missing_findings(reports, [ADDRESS, OTHER], BATTERY)
    assert missing.zh == f"没有打开{OTHER}的二维码"


def test_copies_of_one_card_differ_in_their_symbols_alone() -> None:
    (artwork,) = compose(load("a5-process"), PENALTY, version=4)
    copies = [Copy(ADDRESS, "7K3M-Q2XA-9PRD"), Copy(OTHER, "0000-0000-0000")]
    cards = [([artwork.face(copy)], [copy.address]) for copy in copies]
    assert unread_addresses(cards) == []
