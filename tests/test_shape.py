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

# What breaks each contract, by its name: a file and the line that does.
BREAKS = {
    "Inside kiosk, imports go one way": [
        ("kiosk/store/driver.py", "import kiosk.web.http.guard"),
        ("kiosk/reports/words.py", "import kiosk.printing.job"),
        ("kiosk/stray/__init__.py", ""),
    ],
    "Drawing and data know nothing of the service": [
        ("cards/marks.py", "import kiosk.domain.code"),
    ],
    "Data imports nothing of ours": [("assets/__init__.py", "import cards.measure")],
    "Inside cards, imports go one way, and writers know only marks": [
        ("cards/svg.py", "import cards.design"),
    ],
    "Drawing is pure: no HTTP, database, loop or clock": [("cards/marks.py", "import datetime")],
    "Only cards.qr knows the qrcode library": [("cards/svg.py", "import qrcode")],
    "Readers, OpenCV and PDFium stay in pre-flight": [("cards/qr.py", "import numpy")],
    "Only pre-flight's own process loads it": [
        ("kiosk/printing/worker.py", "import cards.preflight"),
    ],
    "The domain is plain Python and waits for nothing": [
        ("kiosk/domain/period.py", "import asyncio"),
    ],
    "Only the adapter knows a database": [
        ("kiosk/acts/token.py", "import sqlite3"),
        ("kiosk/store/spool.py", "import sqlite3"),
        ("kiosk/store/sqlite_copy.py", "import pysqlite3"),
    ],
    "HTTP stays in web and app": [("kiosk/reports/words.py", "import starlette")],
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("houses") / "house"
    path.mkdir()
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
    assert {contract["name"] for contract in contracts} == BREAKS.keys()


@pytest.mark.parametrize("place", range(max(map(len, BREAKS.values()))))
def test_broken_contracts_are_seen(copy: Path, place: int) -> None:
    """The first break of every contract at once, then the second of those that have one."""
    broken = {contract: lines[place] for contract, lines in BREAKS.items() if lines[place:]}
    house = copy.with_name(f"house{place}")
    shutil.copytree(copy, house)
    for file, line in broken.values():
        path = house / file
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as text:
            text.write(f"\n{line}\n")
    said = " ".join(lint(house).stdout.split())
    assert [contract for contract in broken if f"{contract} BROKEN" not in said] == []


def test_nothing_takes_sqlite_but_from_its_one_module() -> None:
    """Two libraries on one file in one process undo each other's locks, in tests as well."""
    allowed = {"kiosk/store/sqlite_library.py", "tests/bench/contestants.py"}  # one of its own
    taken = {
        str(path.relative_to(ROOT)): name
        for package in (*PACKAGES, "tests")
        for path in (ROOT / package).rglob("*.py")
        for name in _imports(path)
        if name.partition(".")[0] in {"sqlite3", "pysqlite3", "aiosqlite", "apsw"}
    }
    assert taken.keys() == allowed


def test_a_process_of_the_service_loads_one_sqlite_library() -> None:
    code = (
        "import sys, kiosk.cli, kiosk.app.service, kiosk.store.sqlite_library as library;"
        "print(library.IS_PLATFORMS, '_sqlite3' in sys.modules, 'pysqlite3' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    is_platforms, has_platforms, has_wheels = (word == "True" for word in told)
    assert (has_platforms, has_wheels) == (is_platforms, not is_platforms)


def _imports(path: Path) -> list[str]:
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
    return found


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
