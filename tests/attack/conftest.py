"""A running service for each test; passwords cost little where their cost is not the matter."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from argon2.profiles import CHEAPEST

from kiosk.acts.passwords import Passwords
from kiosk.config import Settings
from tests.attack.target import Site, attacked, prepare
from tests.faults.process import Service
from tests.make import Clock
from tests.serving import Served, serving


@pytest.fixture
async def served(settings: Settings, clock: Clock) -> AsyncIterator[Served]:
    """The service on a loopback port; its clock stands."""
    async with serving(settings, now=clock) as served:
        served.state.passwords = Passwords(CHEAPEST)
        yield served


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A data folder with cards, halls and an account: what is attacked in processes of its own."""
    return asyncio.run(prepare(tmp_path_factory.mktemp("attacked") / "data"))


@pytest.fixture
def service(site: Site) -> Iterator[Service]:
    """A process that serves the site."""
    started = attacked(site)
    started.start()
    yield started
    started.kill()
