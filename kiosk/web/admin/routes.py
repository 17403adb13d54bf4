"""The addresses of the administration."""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp

from kiosk.domain.problem import Problem
from kiosk.web import forms
from kiosk.web.admin import (
    account,
    begin,
    clock,
    fact,
    implausible,
    language,
    log,
    overview,
    reconciliation,
    report,
    sign_in,
    slip,
    stale,
    stock,
)
from kiosk.web.admin.batch import create as batch_create
from kiosk.web.admin.batch import files as batch_files
from kiosk.web.admin.batch import list as batch_list
from kiosk.web.admin.batch import preflight as batch_preflight
from kiosk.web.admin.batch import print as batch_print
from kiosk.web.admin.batch import show as batch
from kiosk.web.admin.batch import state as batch_state
from kiosk.web.admin.page import see_other
from kiosk.web.admin.session import Staff
from kiosk.web.admin.staff import for_staff


async def _first(request: Request) -> ASGIApp:
    return see_other(request, "/admin")


async def _nothing(request: Request, staff: Staff) -> ASGIApp:  # noqa: ARG001
    raise Problem("not-found")


ROUTES = [
    Route("/admin", for_staff(overview.show)),
    Route("/admin/", _first),
    Route("/admin/batches", for_staff(batch_list.show)),
    Route("/admin/batches/new", for_staff(batch_create.show)),
    Route("/admin/batches/new", for_staff(batch_create.send, forms.BATCH), methods=["POST"]),
    Route("/admin/batches/placements.csv", for_staff(batch_create.empty_file)),
    Route("/admin/batches/{batch}", for_staff(batch.show)),
    Route("/admin/batches/{batch}/state", for_staff(batch_state.advance), methods=["POST"]),
    Route("/admin/batches/{batch}/preflight", for_staff(batch_preflight.send), methods=["POST"]),
    Route("/admin/batches/{batch}/preflight.png", for_staff(batch_preflight.picture)),
    Route("/admin/batches/{batch}/recall", for_staff(batch_state.ask_recall)),
    Route("/admin/batches/{batch}/recall", for_staff(batch_state.recall), methods=["POST"]),
    Route("/admin/batches/{batch}/cards.{kind}", for_staff(batch_files.download)),
    Route("/admin/batches/{batch}/card-{side:int}.png", for_staff(batch_files.picture)),
    Route("/admin/batches/{batch}/print", for_staff(batch_print.show)),
    Route("/admin/batches/{batch}/print/file", for_staff(batch_files.chosen)),
    Route("/admin/batches/{batch}/print/{side:int}.png", for_staff(batch_files.preview)),
    Route("/admin/designs/{design}/{side:int}.png", for_staff(batch_files.sample_picture)),
    Route("/admin/batches/{batch}/stock", for_staff(stock.show)),
    Route("/admin/batches/{batch}/links", for_staff(stock.make_links), methods=["POST"]),
    Route("/admin/batches/{batch}/slips.pdf", for_staff(slip.download)),
    Route("/admin/batches/{batch}/stock/{placement}", for_staff(stock.show_placement)),
    Route("/admin/batches/{batch}/stock/{placement}", for_staff(stock.record), methods=["POST"]),
    Route(
        "/admin/batches/{batch}/stock/{placement}/link",
        for_staff(stock.change_link),
        methods=["POST"],
    ),
    Route("/admin/batches/{batch}/stock/{placement}/slip.pdf", for_staff(slip.download)),
    Route("/admin/reconciliation", for_staff(reconciliation.show)),
    Route("/admin/reconciliation/download", for_staff(reconciliation.download)),
    Route("/admin/stale", for_staff(stale.show)),
    Route("/admin/implausible", for_staff(implausible.show)),
    Route("/admin/implausible", for_staff(implausible.accept), methods=["POST"]),
    Route("/admin/report", for_staff(report.show)),
    Route("/admin/report/download", for_staff(report.download)),
    Route("/admin/facts", for_staff(fact.show)),
    Route("/admin/log", for_staff(log.show)),
    Route("/admin/account", for_staff(account.show)),
    Route("/admin/account/password", for_staff(account.change_password), methods=["POST"]),
    Route("/admin/account/sessions", for_staff(account.end_sessions), methods=["POST"]),
    Route("/admin/clock", for_staff(clock.show)),
    Route("/admin/clock", for_staff(clock.confirm), methods=["POST"]),
    Route("/admin/sign-in", sign_in.show),
    Route("/admin/sign-in", forms.taking(forms.DOOR, sign_in.enter), methods=["POST"]),
    Route("/admin/sign-in/kept", forms.taking(forms.DOOR_KEPT, sign_in.enter), methods=["POST"]),
    Route("/admin/sign-out", sign_in.leave, methods=["POST"]),
    Route("/admin/begin", begin.show),
    Route("/admin/begin", forms.taking(forms.DOOR, begin.set_password), methods=["POST"]),
    Route("/admin/language/{language}", language.choose),
    Route("/admin/{rest:path}", for_staff(_nothing), methods=["GET", "POST"]),
]
