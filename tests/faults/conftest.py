"""A service inside the test, for faults that need its clock."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from kiosk.config import Settings
from tests.make import Clock
from tests.serving import Served, serving


@pytest.fixture
async def served(settings: Settings, clock: Clock) -> AsyncIterator[Served]:
    """A service whose clock is the test's."""
    async with serving(settings, now=clock) as served:
        yield served
