"""A running service whose passwords cost little: what they cost is tested where it matters."""

from __future__ import annotations

import pytest
from argon2.profiles import CHEAPEST

from kiosk.acts.passwords import Passwords
from tests.serving import Served


@pytest.fixture(autouse=True)
def _cheap(request: pytest.FixtureRequest) -> None:
    if "served" in request.fixturenames:
        served: Served = request.getfixturevalue("served")
        served.state.passwords = Passwords(CHEAPEST)
