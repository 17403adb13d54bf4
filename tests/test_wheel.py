"""A wheel works in another folder: catalogue, designs, templates and fonts travel with it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.tools.wheel import build_wheel

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


def test_everything_that_the_service_needs_travels(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    data = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "assets").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert data <= names
    assert "kiosk/store/migrations/0001_begin.sql" in names
    assert not [name for name in names if name.startswith("tests/")]


def test_it_works_in_another_folder(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    file = tmp_path / "p.csv"
    file.write_text("district,name,kind,copies\n370124,平阴大厅,window,5\n", encoding="utf-8")
    environment = os.environ | {
        "PYTHONPATH": str(tmp_path / "installed"),
        "KIOSK_DATA_DIR": str(tmp_path / "data"),
    }
    for words in (
        ("batch", "create", "--design", "a5-process", "--placements", str(file)),
        ("cards", "render", "B0001", "-o", "cards.pdf"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "kiosk", *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    where = subprocess.run(
        [sys.executable, "-c", "import kiosk, assets; print(kiosk.__file__, assets.__file__)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert where.stdout.count(str(tmp_path / "installed")) == 2
    assert (tmp_path / "cards.pdf").read_bytes().startswith(b"%PDF-")
