"""The life of a batch from the command line: numbers, links, slips, stale print, reconciliation."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.cli.conftest import Run
from tests.conftest import ADDRESS


@pytest.fixture
def made(run: Run, placements: str) -> str:
    words = ("--design", "a5-process", "--service", "QC10", "--placements", placements, "--json")
    return str(json.loads(run("batch", "create", *words).stdout)["batch"])


def told(run: Run, *words: str) -> Any:
    answer = run(*words)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_numbers_are_noted_corrected_and_told(run: Run, made: str) -> None:
    assert run("batch", "record", made, "P0001", "received", "90").stdout == "已记下，第1条\n"
    again = ("batch", "record", made, "P0001", "received", "100", "--corrects", "1")
    assert run(*again, "--note", "重点").stdout == "已记下，第2条\n"
    assert run("batch", "record", made, "P0001", "left", "60").exit_code == 0
    stock = told(run, "batch", "stock", made, "--json")
    first = stock["placements"][0]
    assert (first["received"], first["on_hand"], first["out"]) == (100, 60, 40)
    assert [entry["corrects"] for entry in first["entries"]] == [None, 1, None]
    assert [step["state"] for step in stock["life"]] == ["planned"]
    assert told(run, "batch", "show", made)["stock"] == stock
    plain = run("batch", "stock", made).stdout
    assert "计划 100  印制 —  收到 100  发出 —  现存 60  损坏 —  在外 40  要补 —" in plain
    off = run("batch", "record", made, "P0001", "printed", "120")
    assert off.exit_code == 1
    assert off.stderr.startswith("印了120张，计划100张，相差超过3%")
    assert run("batch", "record", made, "P0001", "printed", "120", "--sure").exit_code == 0
    assert run("batch", "record", made, "P0009", "left", "1").exit_code == 1
    assert run("batch", "record", made, "P0001", "lost", "1").exit_code == 2


def test_links_are_made_listed_and_revoked_and_slips_written(
    run: Run, made: str, tmp_path: Path
) -> None:
    assert run("clerk", "add", made, "--placement", "P0002", "--days", "3").exit_code == 0
    (link,) = told(run, "clerk", "list", made, "--json")
    assert link["placement"] == "P0002"
    assert re.fullmatch(rf"{ADDRESS}/C/[0-9A-Z]{{24}}", link["url"])
    slips = tmp_path / "slips.pdf"
    assert run("batch", "slips", made, "-o", str(slips)).exit_code == 0
    with pikepdf.open(slips) as pdf:
        assert len(pdf.pages) == 2
    listed = run("clerk", "list", made).stdout.splitlines()
    assert [line.split("  ")[0] for line in listed] == ["P0001", "P0002"]
    assert link["url"] in listed[1]
    assert run("clerk", "revoke", made, "P0002").exit_code == 0
    assert len(told(run, "clerk", "list", made, "--json")) == 1
    assert run("clerk", "revoke", made, "P0002").exit_code == 1


@pytest.mark.slow
def test_stale_and_reconciled_are_told(run: Run, made: str, tmp_path: Path) -> None:
    assert told(run, "batch", "stale", "--json") == {"batches": [], "unkept": []}
    assert run("batch", "set-state", made, "printed").exit_code == 0
    assert run("batch", "stale").stdout == ""
    for form in ("csv", "json", "xlsx"):
        file = tmp_path / f"out.{form}"
        words = ("--format", form, "-o", str(file), "--days", "14")
        assert run("report", "reconciliation", *words).exit_code == 0
        assert file.stat().st_size > 100
    rows = json.loads((tmp_path / "out.json").read_text("utf-8"))["rows"]
    assert [(row["placement"], row["planned"]) for row in rows] == [("P0001", 100), ("P0002", 1)]
