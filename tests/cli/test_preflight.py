"""``kiosk cards preflight`` as it is typed, and what may not be printed without it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from cards.raster import write_png
from tests.cards.preflight.faces import face, with_logo
from tests.cli.conftest import Run
from tests.cli.test_work import create


def bad_card() -> Path:
    path = Path("card.png")
    with path.open("wb") as target:
        write_png(with_logo(face()), target, dpi=300)
    return path


def test_a_batch_is_examined_before_it_is_printed(run: Run, placements: str) -> None:
    create(run, placements, design="card-90x54-catalogue")
    drawn = run("cards", "render", "B0001", "-o", "cards.pdf")
    assert "还没有通过预检" in drawn.stderr
    printed = run("batch", "set-state", "B0001", "printed")
    assert printed.exit_code == 0, printed.stderr
    told = json.loads(run("batch", "show", "B0001").stdout)
    assert told["state"] == "printed"
    assert (told["preflight"]["passed"], told["preflight"]["current"]) == (True, True)
    assert told["preflight"]["counts"]["codes"] == 2
    drawn = run("cards", "render", "B0001", "-o", "cards.pdf")
    assert "预检" not in drawn.stderr
    back = run("batch", "set-state", "B0001", "printed")
    assert (back.exit_code, "只能向前" in back.stderr) == (1, True)


def test_a_bad_file_is_refused_with_its_reasons_and_a_picture(run: Run) -> None:
    words = ("cards", "preflight", str(bad_card()), "--shots", "1", "-o", "report.json")
    told = run(*words, lang="en_GB.UTF-8")
    assert told.exit_code == 1
    assert told.stdout.startswith("refused\n")
    assert "the simulated grade as drawn is" in told.stdout
    report = json.loads(Path("report.json").read_text("utf-8"))
    assert report["passed"] is False
    assert Path("report.png").read_bytes().startswith(b"\x89PNG")


def test_without_the_extra_it_says_what_is_missing_and_ends_with_two(
    run: Run, placements: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = tmp_path / "missing"
    missing.mkdir()
    (missing / "cv2.py").write_text("raise ModuleNotFoundError(name='cv2')", "ascii")
    monkeypatch.setattr(sys, "path", [str(missing), *sys.path])
    create(run, placements, "--service", "QC10")
    for words in (("cards", "preflight", "B0001"), ("batch", "set-state", "B0001", "printed")):
        told = run(*words)
        assert told.exit_code == 2
        assert "没有安装预检要用的组件cv2" in told.stderr
    assert json.loads(run("batch", "show", "B0001").stdout)["state"] == "planned"


def test_a_batch_gets_the_whole_battery(run: Run) -> None:
    assert run("cards", "preflight", "B0001", "--shots", "1").exit_code == 2


def test_what_is_neither_batch_nor_file_is_told(run: Run) -> None:
    told = run("cards", "preflight", "B0042")
    assert (told.exit_code, told.stderr) == (1, "没有批次B0042。\n")
