"""A C compiler: the machine's own, or else the one that ``make compiler`` brings as a package."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Sequence

LOCK = "requirements-compiler.lock"


def command() -> Sequence[str]:
    """How the compiler is called."""
    own = shutil.which("cc")
    return (own,) if own else (sys.executable, "-m", "ziglang", "cc")


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
