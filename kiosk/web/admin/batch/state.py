"""The life of a batch: forward only, and its end by a recall; both are asked for twice."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.types import ASGIApp

from kiosk.batches import Issue, kinds_of, read_issue
from kiosk.domain.line import read_line
from kiosk.domain.placement import LIFE, Batch, BatchState
from kiosk.domain.problem import Problem
from kiosk.store.driver import Reader
from kiosk.web.admin.page import admin_page, see_other
from kiosk.web.admin.session import Staff
from kiosk.web.admin.staff import do_as
from kiosk.web.files.preflight import examine
from kiosk.web.files.readiness import standing_of
from kiosk.web.forms import form_of, text_of
from kiosk.web.requests import state_of

REASON_MOST = 200


async def advance(request: Request, staff: Staff) -> ASGIApp:
    """Move a batch forward, once that was confirmed."""
    form = form_of(request)
    batch, wanted = _batch(request), text_of(form, "state")
    if wanted not in LIFE:
        raise Problem("batch-state-unknown", state=wanted)
    if not text_of(form, "sure") and _is_ahead(batch, BatchState(wanted)):
        return admin_page(request, staff, "batch-advance", batch=batch, state=BatchState(wanted))
    if batch.state is BatchState.PLANNED and (problem := await _unready(request, staff, batch)):
        return refused(request, staff, problem)
    args = {"batch": batch.id, "state": wanted}
    return await _do(request, staff, "batch.set-state", args)


async def ask_recall(request: Request, staff: Staff) -> ASGIApp:
    """The form of a recall."""
    batch = _batch(request)
    if batch.state is BatchState.RECALLED:
        return refused(request, staff, Problem("batch-recalled", batch=batch.id))
    return _recall_form(request, staff, batch)


async def recall(request: Request, staff: Staff) -> ASGIApp:
    """Recall a batch, once it was said what cannot be undone."""
    form = form_of(request)
    batch = _batch(request)
    if batch.state is BatchState.RECALLED:
        return refused(request, staff, Problem("batch-recalled", batch=batch.id))
    try:
        reason = _read_reason(text_of(form, "reason"))
    except Problem as problem:
        return _recall_form(request, staff, batch, form=form, problem=problem)
    if text_of(form, "do") == "back":
        return _recall_form(request, staff, batch, form=form)
    replacement = text_of(form, "replacement") or None
    if not text_of(form, "sure"):
        return await _sure(request, staff, batch, reason=reason, replacement=replacement)
    args = {"batch": batch.id, "reason": reason, "replacement": replacement}
    return await _do(request, staff, "batch.recall", args)


async def _unready(request: Request, staff: Staff, batch: Batch) -> Problem | None:
    """Examine a batch that is to be printed, unless it has passed; what is still in the way."""
    state = state_of(request)

    async def passed(reader: Reader) -> bool:
        issue = await read_issue(reader, batch.id)
        return (await standing_of(state, reader, issue)).is_passed

    if await state.office.driver.read(passed):
        return None
    try:
        is_ended = await examine(state, batch.id, by=f"account:{staff.name}")
    except Problem as problem:
        return problem
    return None if is_ended else Problem("preflight-running", batch=batch.id)


async def _sure(
    request: Request, staff: Staff, batch: Batch, *, reason: str, replacement: str | None
) -> ASGIApp:
    state = state_of(request)
    issue: Issue = await state.office.driver.read(lambda reader: read_issue(reader, batch.id))
    services = {span.service for span in issue.ranges}
    return admin_page(
        request,
        staff,
        "batch-recall-sure",
        batch=batch,
        reason=reason,
        replacement=replacement,
        codes=sum(len(span) for span in issue.ranges),
        cards=kinds_of(issue.batch.design, len(services))
        * sum(allotment.copies for allotment in issue.allotments),
        count=len(issue.allotments),
    )


def _recall_form(
    request: Request,
    staff: Staff,
    batch: Batch,
    *,
    form: FormData | None = None,
    problem: Problem | None = None,
) -> ASGIApp:
    held = state_of(request).snapshot.batches.values()
    others = [b for b in held if b.id != batch.id and b.state is not BatchState.RECALLED]
    typed = {name: text_of(form, name) for name in ("reason", "replacement")} if form else {}
    return admin_page(
        request,
        staff,
        "batch-recall",
        problem=problem,
        form=typed,
        batch=batch,
        others=sorted(others, key=lambda other: other.made_at, reverse=True),
        most=REASON_MOST,
    )


async def _do(request: Request, staff: Staff, act: str, args: Mapping[str, str | None]) -> ASGIApp:
    try:
        await do_as(request, staff, act, args)
    except Problem as problem:
        return refused(request, staff, problem)
    return see_other(request, f"/admin/batches/{args['batch']}")


def refused(request: Request, staff: Staff, problem: Problem) -> ASGIApp:
    """What was not done and why, often because somebody else was faster; and the way back."""
    batch = _batch(request)
    return admin_page(request, staff, "batch-refused", problem=problem, batch=batch)


def _batch(request: Request) -> Batch:
    """The batch of the address; raises Problem."""
    wanted = request.path_params["batch"]
    batch = state_of(request).snapshot.batches.get(wanted)
    if batch is None:
        raise Problem("batch-not-found", batch=wanted)
    return batch


def _is_ahead(batch: Batch, state: BatchState) -> bool:
    return batch.state in LIFE and LIFE.index(state) > LIFE.index(batch.state)


def _read_reason(typed: str) -> str:
    """What the public will be told; raises Problem."""
    reason = read_line(typed, "reason")
    if not reason:
        raise Problem("reason-missing")
    if len(reason) > REASON_MOST:
        raise Problem("reason-too-long", count=len(reason), most=REASON_MOST)
    return reason
