"""The path of a scan: class, device estimate, group commit."""

from kiosk.recorder.devices import DeviceKey
from kiosk.recorder.losses import Losses
from kiosk.recorder.visits import Recorder, Visit

__all__ = ["DeviceKey", "Losses", "Recorder", "Visit"]
