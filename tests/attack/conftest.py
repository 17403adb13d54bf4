"""A running service for each test; passwords cost little where their cost is not the matter."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from argon2.profiles import CHEAPEST

from kiosk.acts.passwords import Passwords
from kiosk.config import Settings
from tests.make import Clock
from tests.serving import Served, serving


@pytest.fixture
async def served(settings: Settings, clock: Clock) -> AsyncIterator[Served]:
    """The service on a loopback port; its clock stands."""
    async with serving(settings, now=clock) as served:
        served.state.passwords = Passwords(CHEAPEST)
        yield served
