"""The path of a scan: class, device estimate, group commit; what devices report; a row's end."""

from kiosk.recorder.alarms import Alarm, Alarms, Raised
from kiosk.recorder.board import Board
from kiosk.recorder.checks import Checks
from kiosk.recorder.clock import Timekeeper
from kiosk.recorder.devices import DeviceKey
from kiosk.recorder.fallback import Fallback
from kiosk.recorder.intake import IMPLAUSIBLE, Intake
from kiosk.recorder.losses import Losses, counted
from kiosk.recorder.replay import Kept, Replay
from kiosk.recorder.retention import Retention
from kiosk.recorder.tally import Count, Tally
from kiosk.recorder.uncounted import tell_losses, uncounted
from kiosk.recorder.visits import Recorder, Target, Visit
from kiosk.recorder.watch import Watch

__all__ = [
    "IMPLAUSIBLE",
    "Alarm",
    "Alarms",
    "Board",
    "Checks",
    "Count",
    "DeviceKey",
    "Fallback",
    "Intake",
    "Kept",
    "Losses",
    "Raised",
    "Recorder",
    "Replay",
    "Retention",
    "Tally",
    "Target",
    "Timekeeper",
    "Visit",
    "Watch",
    "counted",
    "tell_losses",
    "uncounted",
]
