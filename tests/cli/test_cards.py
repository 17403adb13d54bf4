"""Print files on the command line: for whom, on what, which part, and gone on with."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest

from kiosk.cli import cards
from kiosk.printing import Job, Piece
from tests.cli.conftest import Run
from tests.cli.test_work import create

CARD = "card-90x54-catalogue"
TICKET = "印刷作业单.txt"


@pytest.fixture
def batch(run: Run, tmp_path: Path) -> Path:
    """A numbered batch of 23 cards."""
    file = tmp_path / "few.csv"
    file.write_text("区县,投放点,类型,数量\n历下区,甲,窗口,20\n历下区,乙,窗口,3\n", "utf-8")
    create(run, str(file), "--numbered", "--codes-out", "codes.csv", design=CARD)
    return tmp_path


def render(run: Run, *words: str) -> str:
    told = run("cards", "render", "B0001", *words)
    assert told.exit_code == 0, told.stderr
    return str(told.stderr)


def test_sheets_for_an_office_and_their_ticket(run: Run, batch: Path) -> None:
    render(run, "--profile", "office", "--turn", "short", "-o", "a.pdf", "--ticket", "a.txt")
    assert len(pypdfium2.PdfDocument("a.pdf")) == 6
    ticket = Path("a.txt").read_bytes().decode("utf-8-sig")
    assert hashlib.sha256(Path("a.pdf").read_bytes()).hexdigest() in ticket
    assert "6 页（3 张纸）；印 1 份" in ticket
    assert "短边翻转" in ticket


def test_designs_and_profiles_are_listed(run: Run) -> None:
    lines = run("cards", "designs").stdout.splitlines()
    assert "sticker-60  台面贴纸  60 × 60 mm  正面" in lines
    assert "--profile gang  网上印名片（合版）" in lines
    told = json.loads(run("cards", "designs", "--json").stdout)
    assert {"poster-a3", "tent"} < {design["id"] for design in told["designs"]}


def test_a_part_by_its_numbers(run: Run, batch: Path) -> None:
    render(run, "--profile", "press", "--sheet", "a3", "--range", "3-12", "-o", "a.pdf")
    assert len(pypdfium2.PdfDocument("a.pdf")) == 2
    render(run, "--range", "23-23", "-o", "b.pdf")
    assert len(pypdfium2.PdfDocument("b.pdf")) == 2


def test_a_folder_and_a_zip_hold_the_same(run: Run, batch: Path) -> None:
    render(run, "--profile", "gang", "--format", "folder", "-o", "files")
    render(run, "--profile", "gang", "--format", "zip", "-o", "files.zip")
    with ZipFile("files.zip") as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    there = {path.name: path.read_bytes() for path in Path("files").iterdir()}
    assert inside == there
    assert len(there) == 5
    assert not [path for path in Path().iterdir() if path.name.startswith(".files")]


def test_an_interrupted_zip_goes_on(run: Run, batch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    class Interrupted(Job):
        def write(self, piece: Piece, target: object) -> int:
            drawn.append(piece.name)
            if len(drawn) == 3:
                raise KeyboardInterrupt
            return super().write(piece, target)  # type: ignore[arg-type]

    words = ("cards", "render", "B0001", "--profile", "gang", "--format", "zip", "-o", "c.zip")
    monkeypatch.setattr(cards, "Job", Interrupted)
    told = run(*words)
    assert told.exit_code == 1
    assert "再运行同一个命令，会接着做" in told.stderr
    assert not Path("c.zip").exists()
    assert run(*words).exit_code == 0
    assert len(drawn) == 5  # two, the one that was interrupted, and what was left
    with ZipFile("c.zip") as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 5


def test_what_is_wrong_is_one_sentence(run: Run, batch: Path) -> None:
    for words, status, sentence in (
        (("--profile", "newspaper"), 1, "没有用途“newspaper”；有："),
        (("--profile", "gang", "--sheet", "a4"), 1, "用途gang是每页一面"),
        (("--range", "20-24"), 1, "没有第20至第24张：这一批共23张"),
        (("--range", "x"), 2, "范围“x”写得不对"),
        (("--sheet", "b5"), 2, "b5"),
        (("--format", "png", "--profile", "office"), 1, "只用在“屏幕上看”"),
    ):
        told = run("cards", "render", "B0001", *words, "-o", "x.pdf")
        assert (told.exit_code, sentence in told.stderr) == (status, True), told.stderr
        assert not Path("x.pdf").exists()


def test_a_ticket_that_cannot_be_written_is_told_before_anything_is_drawn(
    run: Run, batch: Path
) -> None:
    told = run("cards", "render", "B0001", "-o", "x.pdf", "--ticket", "away/t.txt")
    assert told.exit_code == 1
    assert told.stderr.startswith("不能写入away/t.txt")
    assert not Path("x.pdf").exists()
    told = run("cards", "render", "B0001", "--format", "zip", "-o", "x.zip", "--ticket", "t.txt")
    assert told.exit_code == 2
    assert "--ticket 只用于 --format pdf" in told.stderr


def test_a_folder_that_cannot_be_made_is_told(run: Run, batch: Path) -> None:
    Path("files").write_text("in the way", "utf-8")
    told = run("cards", "render", "B0001", "--format", "folder", "-o", "files")
    assert told.exit_code == 1
    assert told.stderr.startswith("不能写入files")


def test_codes_of_the_list_are_those_that_are_printed(run: Run, batch: Path) -> None:
    render(run, "--format", "folder", "-o", "files")
    shown = json.loads(run("batch", "show", "B0001").stdout)
    texts = ""
    for path in sorted(Path("files").glob("*.pdf")):
        texts += pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range()
    for place in shown["placements"]:
        code = place["first"]
        assert f"{code[:4]}-{code[4:8]}-{code[8:]}" in texts
