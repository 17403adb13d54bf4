"""The directory of services, at its own address."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.web.requests import Canonical, district_of, state_of


async def show(request: Request) -> ASGIApp:
    """In Chinese."""
    return Canonical(state_of(request).shelf.directory("zh", district_of(request)))


async def show_english(request: Request) -> ASGIApp:
    """In English."""
    return Canonical(state_of(request).shelf.directory("en", district_of(request)))
