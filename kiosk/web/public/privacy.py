"""What is stored, and what is not."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.web.requests import Canonical, state_of


async def show(request: Request) -> ASGIApp:
    """In Chinese."""
    return Canonical(state_of(request).shelf.privacy("zh"))


async def show_english(request: Request) -> ASGIApp:
    """In English."""
    return Canonical(state_of(request).shelf.privacy("en"))
