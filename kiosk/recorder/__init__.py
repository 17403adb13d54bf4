"""The path of a scan: class, device estimate, group commit."""

from kiosk.recorder.devices import DeviceKey
from kiosk.recorder.losses import Losses
from kiosk.recorder.visits import Recorder, Target, Visit

__all__ = ["DeviceKey", "Losses", "Recorder", "Target", "Visit"]
