"""Totals are compared line by line; a digest is of a text that anybody can write."""

from __future__ import annotations

import hashlib

import pytest

from kiosk.domain.proof import BY_BOTH, BY_DAY, Difference, compare, digest_of, with_rows
from kiosk.domain.seal import Seal, SealProof

DAY = {"day": 20261124, "act": "scan", "service": "QC10", "district": "370102"}
PERSON = DAY | {"class": "person", "source": "card", "n": 3}
ROBOT = DAY | {"class": "robot", "source": "card", "n": 1}
FORGED = {"day": 20261124, "act": "scan", "service": "", "district": ""} | {
    "class": "forged",
    "source": "",
    "n": 5,
}
RANGE = {"day": 20261124, "first": 1000, "act": "scan", "service": "QC10"} | {
    "class": "person",
    "source": "card",
    "n": 3,
}


def test_the_digest_is_of_the_documented_text() -> None:
    text = (
        '["total_day",20261124,"scan","","","forged","",5]\n'
        '["total_day",20261124,"scan","QC10","370102","person","card",3]\n'
        '["total_range",20261124,1000,"scan","QC10","person","card",3]'
    )
    expected = hashlib.sha256(text.encode()).hexdigest()
    assert digest_of([PERSON, FORGED], [RANGE]) == expected


def test_the_digest_knows_neither_order_nor_how_a_line_is_split() -> None:
    whole = digest_of([PERSON, FORGED, ROBOT], [RANGE])
    split = [PERSON | {"n": 1}, ROBOT, FORGED, PERSON | {"n": 2}, ROBOT | {"class": "x", "n": 0}]
    assert digest_of(split, [RANGE]) == whole
    assert digest_of([PERSON, FORGED], [RANGE]) != whole


def test_a_line_that_is_missing_says_nought() -> None:
    key = (20261124, "scan", "QC10", "370102", "person", "card")
    assert compare(BY_DAY, {key: 3}, {}) == (Difference(BY_DAY, key, 3, 0),)
    assert compare(BY_DAY, {}, {key: 3}) == (Difference(BY_DAY, key, 0, 3),)
    assert compare(BY_DAY, {}, {key: 0}) == compare(BY_DAY, {key: 3}, {key: 3}) == ()


def test_a_difference_names_table_columns_and_values() -> None:
    (difference,) = compare(BY_BOTH, {}, BY_BOTH.fold([FORGED]))
    assert difference.place == "total_day day=20261124 act=scan service=- class=forged source=-"
    assert (difference.found, difference.told) == (0, 5)


@pytest.mark.parametrize("place", ["service", "district", "source"])
def test_only_forged_and_unknown_ones_of_no_place_have_no_rows(place: str) -> None:
    unknown = FORGED | {"class": "unknown"}
    assert with_rows([PERSON, FORGED, unknown, ROBOT]) == [PERSON, ROBOT]
    assert with_rows([FORGED | {place: "x"}]) == [FORGED | {place: "x"}]
    assert with_rows([ROBOT | {place: ""}]) == [ROBOT | {place: ""}]


def test_rows_are_late_only_once_all_were_removed() -> None:
    seal = Seal(day=20261124, rows=9, digest="a", sealed_at=1, version="0.1.0")
    removed = Seal(day=20261124, rows=9, digest="a", sealed_at=1, version="0.1.0", removed_at=2)
    assert SealProof(seal, "a", 9, 4, ()).late == 0
    assert SealProof(removed, "a", 9, 4, ()).late == 4
    assert SealProof(seal, "a", 9, 4, ()).is_whole
    assert not SealProof(seal, "b", 9, 4, ()).is_whole
