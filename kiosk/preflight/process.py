"""The other process: it examines one order or file, says how far it is, what it found, and ends.

Started as ``python -m kiosk.preflight.process``. It alone loads the readers and PDFium.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from base64 import b64encode
from importlib import import_module
from typing import BinaryIO, Final

from kiosk.domain.problem import Problem
from kiosk.preflight.client import Outcome

_NICER: Final = 10  # examining gives way to scans and to drawing, yet comes on beside busy programs
# A reader that hangs works on without a word. Seconds of this process's own work, not of the clock:
# on a busy machine a process as nice as this one may wait for minutes until it has worked for one.
SILENT_S: Final = 120.0
_NEEDED: Final = ("numpy", "cv2", "zxingcpp", "pypdfium2")


def main() -> None:
    """Do what standard input asks for; progress, then the outcome or the Problem, a line each."""
    os.nice(_NICER)
    watch(SILENT_S)
    # What a library prints must not stand between our lines.
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    deed, args = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the service that started us
    try:
        _tell(told, _examined(told, deed, args))
    except Problem as problem:
        _tell(told, problem)


def _examined(told: BinaryIO, deed: str, args: tuple[object, ...]) -> Outcome:
    for name in _NEEDED:
        try:
            import_module(name)
        except ImportError as error:
            raise Problem("preflight-missing", name=name) from error
    import_module("cv2").setNumThreads(1)
    work = import_module("kiosk.preflight.cards")
    examine = {"order": work.examine_order, "file": work.examine_print_file}[deed]
    outcome: Outcome = examine(*args, lambda *steps: _tell(told, steps))
    return outcome


def watch(work_s: float) -> None:
    """End this process, with no more words, once it has worked for so long from now on."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, work_s)


def _tell(told: BinaryIO, said: object) -> None:
    watch(SILENT_S)
    told.write(b64encode(pickle.dumps(said)) + b"\n")
    told.flush()


if __name__ == "__main__":
    main()
