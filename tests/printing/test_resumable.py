"""Print files in a folder or a zip: interrupted at any point they go on, and end the same."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from zipfile import ZipFile

import pytest

from kiosk.batches import Imprint, Making, Order
from kiosk.printing import Job, Piece, fill_folder, fill_zip
from kiosk.printing.resumable import LEDGER
from tests.printing.make import copy, imprint, order, service
from tests.printing.numbered import numbered

MAKING = Making(profile="gang")


class CutError(Exception):
    """The power is gone."""


class CutJob(Job):
    """A job that is interrupted in the middle of a file; it knows what it drew."""

    def __init__(self, asked: Order, shared: Imprint, *, after: int = 1_000) -> None:
        self.drawn: list[str] = []
        self.told: list[tuple[int, int]] = []
        self._after = after
        super().__init__(asked, shared, MAKING, progress=lambda *at: self.told.append(at))

    def write(self, piece: Piece, target: BinaryIO) -> int:
        if len(self.drawn) == self._after:
            target.write(b"half a fi")
            raise CutError
        self.drawn.append(piece.name)
        return super().write(piece, target)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def whole(folder: Path, asked: Order, shared: Imprint) -> dict[str, bytes]:
    fill_folder(Job(asked, shared, MAKING), folder)
    return files(folder)


@pytest.mark.parametrize("after", [0, 1, 3])
def test_an_interrupted_folder_goes_on_where_it_was(tmp_path: Path, after: int) -> None:
    asked, shared = numbered(3, 2)
    wanted = whole(tmp_path / "whole", asked, shared)
    first = CutJob(asked, shared, after=after)
    with pytest.raises(CutError):
        fill_folder(first, tmp_path / "cut")
    second = CutJob(asked, shared)
    names = fill_folder(second, tmp_path / "cut")
    assert files(tmp_path / "cut") == wanted
    assert sorted(names) == sorted(wanted)
    assert first.drawn + second.drawn == [name for name in names if name.endswith(".pdf")]
    assert second.told == [(done, 10) for done in range(1, 11)]  # what was there counts as done


def test_a_file_that_was_changed_meanwhile_is_made_anew(tmp_path: Path) -> None:
    asked, shared = numbered(2, 2)
    wanted = whole(tmp_path / "whole", asked, shared)
    first = CutJob(asked, shared, after=3)
    with pytest.raises(CutError):
        fill_folder(first, tmp_path / "cut")
    (tmp_path / "cut" / first.drawn[1]).write_bytes(b"%PDF-1.7 something else")
    (tmp_path / "cut" / first.drawn[2]).unlink()
    second = CutJob(asked, shared)
    fill_folder(second, tmp_path / "cut")
    assert second.drawn[:2] == first.drawn[1:3]
    assert files(tmp_path / "cut") == wanted


def test_what_another_job_left_is_not_taken_over(tmp_path: Path) -> None:
    asked, shared = numbered(2, 2)
    with pytest.raises(CutError):
        fill_folder(CutJob(asked, shared, after=2), tmp_path)
    others = [
        (numbered(2, 2, url="https://other.gov.cn")[0], shared),
        (asked, imprint(office="另一个局")),
        (asked.part(2, 4), shared),
    ]
    for other, with_this in others:
        job = CutJob(other, with_this, after=1)
        with pytest.raises(CutError):
            fill_folder(job, tmp_path)
        assert len(job.drawn) == 1


def test_a_ledger_whose_last_line_was_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    asked, shared = numbered(2, 2)
    with pytest.raises(CutError):
        fill_folder(CutJob(asked, shared, after=2), tmp_path)
    ledger = tmp_path / LEDGER
    ledger.write_text(ledger.read_text("utf-8")[:-20], "utf-8")
    job = CutJob(asked, shared)
    names = fill_folder(job, tmp_path)
    assert job.drawn == list(names[1:4])
    assert not ledger.exists()


def test_a_zip_that_was_interrupted_goes_on_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    asked, shared = numbered(2, 2)
    parts, plain = tmp_path / ".cards.zip.parts", BytesIO()
    Job(asked, shared, MAKING).zip(plain)
    with pytest.raises(CutError):
        fill_zip(CutJob(asked, shared, after=3), BytesIO(), parts)
    job, target = CutJob(asked, shared), BytesIO()
    fill_zip(job, target, parts)
    assert len(job.drawn) == 1
    assert target.getvalue() == plain.getvalue()
    assert ZipFile(target).testzip() is None
    assert list(tmp_path.iterdir()) == []


SCRIPT = """
from pathlib import Path
from kiosk.printing.folder import _digest_of
from kiosk.printing import Job, Making
from tests.printing.make import imprint, order
print(_digest_of(Job(order("QC10", "QC04"), imprint(), Making())))
"""


@pytest.mark.slow
def test_another_process_knows_the_job_again() -> None:
    """Else an interrupted command would begin anew."""
    told = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[2],
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_cards_that_are_not_numbered_have_a_file_each_in_a_folder(tmp_path: Path) -> None:
    cards = (*order("QC10").copies, copy(service("QC04"), count=50))
    fill_folder(Job(Order("a5-process", cards), imprint(), Making()), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a5-process_QC04_历下区政务服务中心_50张.pdf",
        "a5-process_QC10_历下区政务服务中心.pdf",
        "印刷作业单.txt",
    ]
