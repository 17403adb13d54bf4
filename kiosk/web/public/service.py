"""A service's workflow page, at its own address."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.domain.problem import Problem
from kiosk.domain.workflow import Status
from kiosk.web.pages.texts import Language
from kiosk.web.requests import Canonical, Fresh, district_of, state_of, updated_of


async def show(request: Request) -> ASGIApp:
    """In Chinese."""
    return _show(request, "zh")


async def show_english(request: Request) -> ASGIApp:
    """In English."""
    return _show(request, "en")


def _show(request: Request, language: Language) -> ASGIApp:
    state = state_of(request)
    name = request.path_params["name"]
    found = state.snapshot.catalogue.find(name)
    if found is not None and found.service.status is not Status.WITHDRAWN:
        service, district = found.service.id, district_of(request)
        updated = updated_of(request, service, district)
        return Canonical(state.shelf.service(service, language, district, updated))
    withdrawn = state.snapshot.catalogue.find_withdrawn(name)
    if withdrawn is None:
        raise Problem("not-found")
    return Fresh(state.answers.withdrawn(language, withdrawn.service.id))
