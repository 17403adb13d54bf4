"""Our own wheel, built from what git knows of: nothing that lies about travels with it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.tools.lock import ROOT

_EPOCH = "1577836800"  # a zip knows no time before 1980; the same files give the same bytes


def build_wheel(folder: Path) -> Path:
    """The wheel, in `folder`. Asks no network: setuptools is installed, by its lock."""
    with tempfile.TemporaryDirectory() as made:
        source = Path(made) / "house"
        for name in _listed():
            if (ROOT / name).is_file() and not name.startswith("tests/"):
                (source / name).parent.mkdir(parents=True, exist_ok=True)
                (source / name).write_bytes((ROOT / name).read_bytes())
        build = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index")
        subprocess.run(
            [*build, "--no-build-isolation", "-w", str(folder), "."],
            cwd=source,
            env=os.environ | {"SOURCE_DATE_EPOCH": _EPOCH},
            check=True,
        )
    (built,) = folder.glob("quancheng_mingbai_card-*.whl")
    return built


def _listed() -> list[str]:
    words = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, check=True)
    return [name for name in listed.stdout.decode().split("\0") if name]
