"""A service as a process of its own; and one inside the test, for faults that need its clock."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from kiosk.config import Settings
from tests.faults.process import Service
from tests.make import Clock
from tests.serving import Served, serving
from tests.stores import Store, in_folder


@pytest.fixture
def service(store: Store, tmp_path: Path) -> Iterator[Service]:
    """Not started yet; on a server it has two workers."""
    made = Service(in_folder(store, tmp_path), settings=store.environment)
    if store.environment:
        made.words = ("--workers", "2")
    yield made
    made.kill()


@pytest.fixture
async def served(settings: Settings, clock: Clock) -> AsyncIterator[Served]:
    """A service whose clock is the test's."""
    async with serving(settings, now=clock) as served:
        yield served
