"""``python -m tests.faults.shifted``: the program on a machine whose clock is somebody else's.

The file named by ``TEST_CLOCK`` says by how many seconds it is wrong just now; the steady clock of
the machine is left alone.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from kiosk.cli import main

_FILE = Path(os.environ["TEST_CLOCK"])
_REAL = time.time_ns


def _shifted() -> int:
    return _REAL() + int(_FILE.read_text("ascii")) * 1_000_000_000


if __name__ == "__main__":
    time.time_ns = _shifted
    main()
