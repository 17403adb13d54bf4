"""The catalogue of problems: every failure a person can see, by a stable code, zh and en."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.domain.problems import backup, desk, device, paper, service, staff, stock
from kiosk.domain.problems.kind import Kind

KINDS: Mapping[str, Kind] = MappingProxyType(
    service.KINDS
    | backup.KINDS
    | paper.KINDS
    | desk.KINDS
    | staff.KINDS
    | device.KINDS
    | stock.KINDS
)

__all__ = ["KINDS", "Kind"]
