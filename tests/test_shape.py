"""The plan of the house: every import contract is seen to fail when it is broken on purpose."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("kiosk", "cards", "assets")
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"

BREAKS = [
    ("Inside kiosk, imports go one way", "kiosk/store/driver.py", "import kiosk.web.guard"),
    ("Inside kiosk, imports go one way", "kiosk/reports/words.py", "import kiosk.printing.order"),
    ("Inside kiosk, imports go one way", "kiosk/stray/__init__.py", ""),
    (
        "Drawing and data know nothing of the service",
        "cards/marks.py",
        "import kiosk.domain.code",
    ),
    ("Data imports nothing of ours", "assets/__init__.py", "import cards.measure"),
    (
        "Inside cards, imports go one way, and writers know only marks",
        "cards/svg.py",
        "import cards.design",
    ),
    ("Drawing is pure: no HTTP, database, loop or clock", "cards/marks.py", "import datetime"),
    ("Only cards.qr knows the qrcode library", "cards/svg.py", "import qrcode"),
    ("Readers, OpenCV and PDFium stay in pre-flight", "cards/qr.py", "import numpy"),
    ("Only pre-flight's own process loads it", "kiosk/printing/press.py", "import cards.preflight"),
    (
        "The domain is plain Python and waits for nothing",
        "kiosk/domain/period.py",
        "import asyncio",
    ),
    ("Only the adapter knows a database", "kiosk/acts/token.py", "import sqlite3"),
    ("HTTP stays in web and app", "kiosk/reports/words.py", "import starlette"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, path / package, ignore=shutil.ignore_patterns("fonts", "__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", path)
    return path


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_all_contracts_hold() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


def test_every_contract_has_a_break() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    assert {contract["name"] for contract in contracts} == {name for name, _, _ in BREAKS}


@pytest.mark.parametrize(("contract", "file", "line"), BREAKS)
def test_a_broken_contract_is_seen(copy: Path, contract: str, file: str, line: str) -> None:
    path = copy / file
    before = path.read_text("utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        result = lint(copy)
    finally:
        if before is None:
            shutil.rmtree(path.parent)
        else:
            path.write_text(before, encoding="utf-8")
    assert result.returncode != 0
    assert f"{contract} BROKEN" in " ".join(result.stdout.split())


def test_no_file_is_longer_than_this_house_likes() -> None:
    long = []
    for path in [
        path for package in (*PACKAGES, "tests") for path in (ROOT / package).rglob("*.py")
    ]:
        text = path.read_text("utf-8")
        if text.count("\n") > 400:
            long.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
        long += [
            f"{path.relative_to(ROOT)}: {node.name} has over 60 lines"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and (node.end_lineno or 0) - node.lineno >= 60
        ]
    assert long == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = {"utils", "helpers", "common", "manager", "base", "data", "misc"}
    names = {path.stem for package in PACKAGES for path in (ROOT / package).rglob("*.py")}
    assert names.isdisjoint(empty)
