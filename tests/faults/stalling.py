"""``python -m tests.faults.stalling serve …``: the service, whose loop stands still at SIGUSR1.

For STALL_FOR_S seconds; its watchdog waits STALL_S, and alarms of a moment are told for HOLD_S.
"""

from __future__ import annotations

import os
import signal
import time

from kiosk.app import watchdog
from kiosk.cli import main
from kiosk.recorder import watch


def stand_still(*_: object) -> None:
    """What the loop does instead of turning."""
    time.sleep(float(os.environ["STALL_FOR_S"]))


if __name__ == "__main__":
    vars(watchdog)["STALL_S"] = float(os.environ["STALL_S"])
    vars(watch)["HOLD_S"] = float(os.environ["HOLD_S"])
    signal.signal(signal.SIGUSR1, stand_still)
    main()
