"""A C compiler: the machine's own, or else the one that ``make compiler`` brings as a package."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

LOCK = "requirements-compiler.lock"


def command() -> Sequence[str]:
    """How the compiler is called."""
    own = shutil.which("cc")
    return (own,) if own else (sys.executable, "-m", "ziglang", "cc")


def library(source: Path, folder: Path) -> Path:
    """Compile a library that processes can be started with."""
    made = folder / source.with_suffix(".so").name
    subprocess.run(
        [
            *(*command(), "-shared", "-fPIC", "-O2", "-nostdlib"),
            *("-Wall", "-Wextra", "-Werror", "-o", str(made), str(source)),
        ],
        env=os.environ
        | {
            "ZIG_GLOBAL_CACHE_DIR": str(folder / "cache"),
            "ZIG_LOCAL_CACHE_DIR": str(folder / "cache"),
        },
        check=True,
    )
    return made


def main() -> None:
    """Install a compiler where there is none."""
    if shutil.which("cc") is None and importlib.util.find_spec("ziglang") is None:
        install = (
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "--no-deps",
        )
        subprocess.run([*install, "-r", LOCK], check=True)


if __name__ == "__main__":
    main()
