"""The directory of services, at its own address."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.web.pages.texts import Language
from kiosk.web.requests import Canonical, district_of, state_of, updated_of


async def show(request: Request) -> ASGIApp:
    """In Chinese."""
    return _show(request, "zh")


async def show_english(request: Request) -> ASGIApp:
    """In English."""
    return _show(request, "en")


def _show(request: Request, language: Language) -> ASGIApp:
    district = district_of(request)
    updated = updated_of(request, "", district)
    return Canonical(state_of(request).shelf.directory(language, district, updated))
