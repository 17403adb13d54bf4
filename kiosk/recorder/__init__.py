"""The path of a scan: class, device estimate, group commit; and the end of its row."""

from kiosk.recorder.devices import DeviceKey
from kiosk.recorder.fallback import Fallback
from kiosk.recorder.losses import Losses, counts
from kiosk.recorder.replay import Kept, Replay
from kiosk.recorder.retention import Retention
from kiosk.recorder.visits import Recorder, Target, Visit

__all__ = [
    "DeviceKey",
    "Fallback",
    "Kept",
    "Losses",
    "Recorder",
    "Replay",
    "Retention",
    "Target",
    "Visit",
    "counts",
]
