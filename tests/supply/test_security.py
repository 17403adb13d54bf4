"""docs/security.md: every row has a result, and every test that it names exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import Final

from tests.supply.netless import ROOT

PAGE: Final = (ROOT / "docs" / "security.md").read_text("utf-8")
RESULTS: Final = {"通过", "达到", "部分", "未通过", "未达到", "未做", "外部"}
HELD: Final = {"通过", "达到"}
OPEN: Final = {"未通过", "未达到"}
LISTED: Final = {
    "A": 13,
    "B": 6,
    "C": 8,
    "D": 7,
    "E": 7,
    "F": 14,
    "G": 5,
    "H": 10,
    "I": 13,
    "J": 4,
    "K": 3,
}
ROWS: Final = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith(("| 编号", "| 条目", "| 控制点", "| 洪水"))
    if not re.search(r"\| [\d.]+ \|$", line)  # a table of figures
]


def _result(row: list[str]) -> str:
    return row[-3]


def _named(row: list[str]) -> list[str]:
    return re.findall(r"`(tests/[^`]+)`", row[-1])


def test_every_test_of_the_first_attack_has_its_row() -> None:
    found = [row[0] for row in ROWS if re.fullmatch(r"[A-K]\d+", row[0])]
    assert found == [f"{kind}{n}" for kind, most in LISTED.items() for n in range(1, most + 1)]
    assert len(found) == 90


def test_every_row_has_one_of_the_results() -> None:
    assert {_result(row) for row in ROWS} <= RESULTS


def test_what_holds_is_held_by_a_test() -> None:
    assert [row[0] for row in ROWS if _result(row) in HELD and not _named(row)] == []


def test_what_does_not_hold_says_which_later_issue_mends_it() -> None:
    assert [row[0] for row in ROWS if _result(row) in OPEN and "一期" not in row[-2]] == []


def test_every_test_that_is_named_exists() -> None:
    named = {(row[0], name) for row in ROWS for name in _named(row)}
    assert {one for one in named if not _exists(one[1])} == set()


def _exists(name: str) -> bool:
    path, _, function = name.partition("::")
    return (ROOT / path).is_file() and function in _functions(path)


@cache
def _functions(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, kinds))


def test_it_says_what_it_is() -> None:
    assert "自查对照，不代表测评结论" in PAGE
