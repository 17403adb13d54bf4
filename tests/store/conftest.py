"""A migrated, empty database of each kind."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from kiosk.domain.period import Zone
from kiosk.store.driver import Driver
from kiosk.store.schema import migrate
from tests.store.rows import NOON
from tests.stores import Store


@pytest.fixture
async def driver(store: Store) -> AsyncIterator[Driver]:
    opened = await store.open(Zone("Asia/Shanghai"))
    await migrate(opened, now=NOON)
    yield opened
    await opened.close()
