"""The whole map of addresses, on one page."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from kiosk.web import problems
from kiosk.web.admin import routes as admin
from kiosk.web.api import devices, office
from kiosk.web.forms import CLERK, taking
from kiosk.web.http import statics
from kiosk.web.public import (
    badge,
    check,
    clerk,
    directory,
    health,
    metrics,
    privacy,
    service,
    verification,
)
from kiosk.web.scans.dispatch import Front
from kiosk.web.state import State


def application(state: State) -> ASGIApp:
    """The service as one ASGI application. Scans (``/S/…``) are answered before this map."""
    router = Starlette(
        routes=[
            Route("/", directory.show),
            Route("/en", directory.show_english),
            Route("/services/{name}", service.show),
            Route("/en/services/{name}", service.show_english),
            Route("/check", check.show),
            Route("/en/check", check.show_english),
            Route("/privacy", privacy.show),
            Route("/en/privacy", privacy.show_english),
            Route("/C/{token}", clerk.show),
            Route("/C/{token}", taking(CLERK, clerk.send), methods=["POST"]),
            Route("/en/C/{token}", clerk.show_english),
            Route("/en/C/{token}", taking(CLERK, clerk.send_english), methods=["POST"]),
            Route("/c/{token}", clerk.show),
            Route("/c/{token}", taking(CLERK, clerk.send), methods=["POST"]),
            Route("/staff/{token}", badge.show),
            Route("/en/staff/{token}", badge.show_english),
            Route("/api/v1/reports/scans", office.scans),
            Route("/api/v1/reports/reconciliation", office.reconciliation),
            Route("/api/v1/batches/{batch}/stock", office.stock),
            Route("/api/v1/stale", office.stale),
            Route("/api/v1/designs", office.designs),
            Route("/api/v1/batches/{batch}/preflight", office.preflight, methods=["GET", "POST"]),
            Route("/api/v1/batches/{batch}/files", office.files),
            Route("/api/v1/kiosk/enrol", devices.enrol, methods=["POST"]),
            Route("/api/v1/kiosk/events", devices.events, methods=["POST"]),
            Route("/healthz", health.alive),
            Route("/readyz", health.ready),
            Route("/metrics", metrics.show),
            *admin.ROUTES,
            Mount("/static", statics.files()),
            Route("/{name}", verification.show),
        ],
        exception_handlers=problems.HANDLERS,
    )
    router.state.state = state
    router.router.redirect_slashes = False  # `kiosk.web.slashes` does it, under the public path
    return Front(state, router)
