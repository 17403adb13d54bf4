"""The README keeps up with the program: settings, commands, words, links, pictures."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from kiosk.cli import main
from kiosk.config import Settings
from tests import documents
from tests.cli.test_commands import COMMANDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
WORDS = (
    *("service", "workflow", "step", "time limit", "material", "legal basis", "law", "revision"),
    *("catalogue", "placement", "batch", "card", "code", "scan", "view", "touch", "source"),
    *("device", "account"),
)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_stands_in_the_readme(name: str) -> None:
    assert f"| `KIOSK_{name.upper()}` |" in README


def test_no_setting_is_invented() -> None:
    told = set(re.findall(r"KIOSK_([A-Z_]+)", README)) - {""}
    assert told <= {name.upper() for name in Settings.model_fields}


def _listed() -> set[str]:
    """Every command of the table; `kiosk token add|list` stands for two."""
    found: set[str] = set()
    for line in re.findall(r"^\| (`kiosk .+?) \| ", README.replace("\\|", "¦"), re.MULTILINE):
        for words in re.findall(r"`kiosk ([^`]+)`", line):
            group, _, rest = words.partition(" ")
            names = rest.partition(" ")[0].split("¦") if rest else [""]
            is_group = isinstance(main.commands.get(group), click.Group)
            found |= {f"{group} {name}" for name in names} if is_group else {group}
    return found


def test_the_table_of_commands_is_complete_and_invents_none() -> None:
    assert _listed() == set(COMMANDS)


@pytest.mark.parametrize("word", WORDS)
def test_every_word_stands_in_the_glossary(word: str) -> None:
    glossary = README.partition("## Glossary")[2].partition("\n## ")[0]
    column = [part.strip() for line in glossary.splitlines() for part in line.split("|")[2:3]]
    assert word in [one.strip() for cell in column for one in cell.split(",")]


def test_every_relative_link_leads_to_a_file() -> None:
    for text in [README, *(file.read_text("utf-8") for file in (ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            if "://" not in target:
                assert (ROOT / target).is_file() or (ROOT / "docs" / target).is_file(), target


def test_the_list_of_problems_is_the_catalogue_of_problems() -> None:
    assert documents.PROBLEMS.read_text("utf-8") == documents.problems(), "run make golden"


def test_the_table_of_designs_is_what_their_files_say() -> None:
    assert documents.DESIGNS.read_text("utf-8") == documents.designs(), "run make golden"


def test_the_picture_of_a_card_is_what_is_printed() -> None:
    assert documents.CARD.read_bytes() == documents.card(), "run make golden, and look at it"
