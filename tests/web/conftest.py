"""A running service for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from kiosk.config import Settings
from tests.make import Clock
from tests.serving import Served, serving
from tests.web.hall import Hall, hall_of


@pytest.fixture
async def served(settings: Settings, clock: Clock) -> AsyncIterator[Served]:
    """The service on a loopback port; its clock stands."""
    async with serving(settings, now=clock) as served:
        yield served


@pytest.fixture
async def hall(served: Served) -> Hall:
    """A hall with one card, on a running service."""
    return await hall_of(served)
