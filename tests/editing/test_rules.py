"""Every rule of a catalogue: one broken file each, with the very words that are told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import assets
from kiosk import editing
from tests.editing.cases import CASES, SOUND
from tests.editing.make import TODAY, catalogue

GOLDEN = Path(__file__).parents[1] / "golden" / "catalogue-faults.txt"


def expected() -> dict[str, list[str]]:
    """The told faults by case; a case begins with ``## `` and its name."""
    sections = GOLDEN.read_text("utf-8").split("## ")[1:]
    return {name: told for name, *told in (section.splitlines() for section in sections)}


def told(folder: Path) -> list[str]:
    report = editing.check(folder, today=TODAY, missing_glyphs=lambda text: set(text) & {"𠮷"})
    lines = [line for fault in report.faults for line in (fault.text("en"), fault.text("zh"))]
    return [line.replace(f"{folder}/", "").replace(f"{folder}:", ".:") for line in lines]


@pytest.mark.parametrize("name", CASES)
def test_a_broken_catalogue_is_told_by_file_and_line(name: str, tmp_path: Path) -> None:
    assert told(catalogue(tmp_path / "catalogue", CASES[name])) == expected()[name]


def test_every_case_has_its_words_and_every_words_a_case() -> None:
    assert list(expected()) == list(CASES)


def test_a_sound_catalogue_has_no_fault(tmp_path: Path) -> None:
    assert told(catalogue(tmp_path / "catalogue")) == []


@pytest.mark.parametrize("name", SOUND)
def test_what_is_right_is_not_refused(name: str, tmp_path: Path) -> None:
    assert told(catalogue(tmp_path / "catalogue", SOUND[name])) == []


def test_every_value_of_the_model_is_found_by_its_own_line(tmp_path: Path) -> None:
    lines = assets.read_bytes("catalogue", "services", "QC10.toml").decode().split("\n")
    path = tmp_path / "QC10.toml"
    keys = [n for n, line in enumerate(lines) if re.match(r"\w+ = [^\[{]", line)][::15]
    for place in keys:
        key = lines[place].partition(" = ")[0]
        path.write_text("\n".join([*lines[:place], f"{key} = 0.5", *lines[place + 1 :]]))
        wrong = [fault for fault in editing.read(path).faults if f"“{key}”" in fault.wrong.en]
        assert [fault.line for fault in wrong] == [place + 1]
