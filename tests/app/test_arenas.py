"""All threads of a service allocate from one heap, so that a worker stays small."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

# Each thread holds what is too large for Python's own pools; the C library then tells its heaps.
_PROGRAM = """
import ctypes, sys, threading
from kiosk.app.arenas import share_arena

if sys.argv[1] == "shared":
    share_arena()
library = ctypes.CDLL(None)
held, all_hold = [], threading.Barrier(4)
def hold():
    held.append([bytearray(4_000) for _ in range(100)])
    all_hold.wait()
threads = [threading.Thread(target=hold) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
library.fdopen.restype = ctypes.c_void_p
stream = ctypes.c_void_p(library.fdopen(1, b"w"))
library.malloc_info(0, stream)
library.fflush(stream)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library has no arenas")
@pytest.mark.parametrize(("how", "is_one"), [("shared", True), ("left", False)])
def test_threads_share_one_arena(how: str, is_one: bool) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _PROGRAM, how], check=True, capture_output=True, text=True
    )
    assert (told.stdout.count("<heap nr=") == 1) is is_one
