"""File names for a print shop."""

from __future__ import annotations

import pytest

from cards.design import load
from kiosk.batches import Order
from kiosk.printing.file_names import LONGEST, Names
from tests.printing.make import copy, service


def _name(placement: str, district: str = "历下区") -> str:
    one = copy(service(), placement_name=placement, district_name=district)
    return Names(Order("a5-process", (one,)), load("a5-process")).card(one)


@pytest.mark.parametrize(
    ("placement", "name"),
    [
        ("历下区政务服务中心", "a5-process_QC10_历下区政务服务中心"),
        ("泉城路街道便民服务中心", "a5-process_QC10_历下区泉城路街道便民服务中心"),
        ("  政务大厅 3/4 号窗口 ", "a5-process_QC10_历下区政务大厅-3-4-号窗口"),
        ('..\\..\\"大厅"?', "a5-process_QC10_历下区..-..-大厅"),
    ],
)
def test_a_place_is_told_once_and_safely(placement: str, name: str) -> None:
    assert _name(placement) == name


def test_a_long_place_is_kept_short() -> None:
    assert len(_name("大" * 300)) == len("a5-process_QC10_") + LONGEST
