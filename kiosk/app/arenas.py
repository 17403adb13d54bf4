"""How many heaps the C library keeps: one, for threads that hardly ever allocate at once."""

from __future__ import annotations

import ctypes
import platform
from typing import Final

_ARENA_MAX: Final = -8  # M_ARENA_MAX of malloc.h


def share_arena() -> None:
    """Have all threads of this process, and of its forks, allocate from one arena.

    Python's lock lets one thread allocate at a time. An arena for each would only keep what its
    thread gave back: 5 MB of a worker. Call it before there are threads. Another C library than
    glibc is left as it is.
    """
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)
