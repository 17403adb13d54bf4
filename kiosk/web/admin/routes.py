"""The addresses of the administration."""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp

from kiosk.domain.problem import Problem
from kiosk.web.admin import begin, language, log, sign_in
from kiosk.web.admin.page import see_other
from kiosk.web.admin.session import Staff
from kiosk.web.admin.staff import for_staff


async def _first(request: Request) -> ASGIApp:
    return see_other(request, "/admin")


async def _nothing(request: Request, staff: Staff) -> ASGIApp:  # noqa: ARG001
    raise Problem("not-found")


async def _soon(request: Request, staff: Staff) -> ASGIApp:  # noqa: ARG001
    """The first page, until there are statistics."""
    return see_other(request, "/admin/log")


ROUTES = [
    Route("/admin", for_staff(_soon)),
    Route("/admin/", _first),
    Route("/admin/log", for_staff(log.show)),
    Route("/admin/sign-in", sign_in.show),
    Route("/admin/sign-in", sign_in.enter, methods=["POST"]),
    Route("/admin/sign-out", sign_in.leave, methods=["POST"]),
    Route("/admin/begin", begin.show),
    Route("/admin/begin", begin.set_password, methods=["POST"]),
    Route("/admin/language/{language}", language.choose),
    Route("/admin/{rest:path}", for_staff(_nothing), methods=["GET", "POST"]),
]
