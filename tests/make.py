"""Builders: small true values for tests."""

from __future__ import annotations

from datetime import date
from functools import cache

import assets
from kiosk import editing
from kiosk.domain.catalogue import Catalogue, Revision, Shared
from kiosk.domain.placement import PlacementKind, Spot
from kiosk.domain.workflow import Service

TODAY = date(2026, 11, 24)
NOON = 1_795_492_800_000  # 2026-11-24 12:00 in Jinan


class Clock:
    """A clock for tests: it stands until it is moved."""

    def __init__(self, at: int = NOON) -> None:
        self.at = at

    def __call__(self) -> int:
        return self.at

    def advance(self, *, seconds: float) -> None:
        """Move on."""
        self.at += round(seconds * 1_000)


async def sure() -> bool:
    """That the clock of a test is right."""
    return True


@cache
def starter() -> editing.Whole:
    """The starter catalogue, read once."""
    return editing.checked(assets.path("catalogue"), today=TODAY)


def catalogue(services: tuple[Service, ...] | None = None) -> Catalogue:
    """The starter catalogue as it is in force, or one of `services`."""
    held = starter().services if services is None else services
    return Catalogue(tuple(Revision(service, 1, 0, "0" * 64) for service in held), starter().shared)


def shared() -> Shared:
    """Laws, districts and the rest."""
    return starter().shared


def spot(
    name: str = "历下区政务服务中心",
    *,
    district: str = "370102",
    kind: PlacementKind = PlacementKind.WINDOW,
    copies: int = 100,
) -> Spot:
    """A placement as it is asked for."""
    return Spot(district, name, kind, copies)
