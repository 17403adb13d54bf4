"""What enrolled devices send: their public key, once, and batches of events."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Annotated, Final

import structlog
from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kiosk.acts import Request as Act
from kiosk.acts.device import invitation_of, once
from kiosk.acts.token import digest_of
from kiosk.domain.device import Device, Event
from kiosk.domain.problem import Problem
from kiosk.domain.scan import Act as Opened
from kiosk.domain.scan import Origin
from kiosk.domain.signature import SCHEME
from kiosk.domain.workflow import Status
from kiosk.recorder import IMPLAUSIBLE, Intake, Target
from kiosk.store.driver import StoreFailure
from kiosk.web.api.device_auth import BODY_MOST, read_body, signed, verified
from kiosk.web.api.device_events import read_batch, unpacked
from kiosk.web.http.headers import header
from kiosk.web.http.strict_json import check_json
from kiosk.web.problems import problem_json
from kiosk.web.requests import state_of
from kiosk.web.state import State

PATIENCE_S: Final = 10.0
AGAIN_S: Final = 10
_ENROLMENT_MOST: Final = 4_096
_STORED: Final[Mapping[str | None, str]] = {None: "stored", IMPLAUSIBLE: "stored"}
_FRESH: Final = {"cache-control": "no-store"}
_LOG = structlog.get_logger(__name__)

Handler = Callable[[Request, bytes, int], Awaitable[Response]]
"""Of a request, its body, and when it came (epoch milliseconds)."""


class _Enrolment(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    key: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]


async def events(request: Request) -> Response:
    """``POST /api/v1/kiosk/events``: store a batch, and name what is stored."""
    return await _answered(request, _events, most=BODY_MOST, is_signed=True)


async def enrol(request: Request) -> Response:
    """``POST /api/v1/kiosk/enrol``: give a token and a public key, get an id."""
    return await _answered(request, _enrol, most=_ENROLMENT_MOST)


async def _events(request: Request, body: bytes, received_at: int) -> Response:
    call = await verified(request, body, received_at=received_at)
    coding = header(request, "content-encoding").strip().lower()
    # Beside the loop: a megabyte takes longer than the scans that wait meanwhile.
    text = await run_in_threadpool(partial(unpacked, body, coding, most=BODY_MOST))
    batch = await run_in_threadpool(read_batch, text)
    state, device = state_of(request), call.device
    reported = [event for _, event in batch.events]
    if _lacks_any(state, device, reported):
        await state.look_again()
    office = state.office
    days, certain = office.settings.retention_days, state.clock.certain()
    intake = Intake(office.driver, office.zone, days=days, certain=certain)
    sent = call.sent._replace(uptime=batch.uptime)
    told = await intake.take(device, reported, sent, partial(_target, state, device))
    results = [
        {"id": name, "status": _STORED.get(code, "refused"), "code": code}
        for (name, _), code in zip(batch.events, told, strict=True)
    ]
    return JSONResponse({"results": results}, headers=_FRESH)


async def _enrol(request: Request, body: bytes, _: int) -> Response:
    try:
        check_json(body, deepest=1)
        asked = _Enrolment.model_validate_json(body)
    except ValueError as error:
        raise Problem("enrolment-unreadable") from error
    state, digest = state_of(request), digest_of(asked.token.strip())
    # Who guesses is turned away by a reader: the writer has scans to commit.
    await state.office.driver.read(lambda reader: invitation_of(reader, state.office, digest))
    args = {"digest": digest, "key": asked.key}
    answer = await state.do(Act("device.enrol-self", args, "device", once(digest, asked.key)))
    return JSONResponse(answer, 201, headers=_FRESH)


def _lacks_any(state: State, device: Device, reported: list[Event]) -> bool:
    """Whether a service has no code here: another process may just have made it."""
    ranges = state.snapshot.ranges.screen(device.placement)
    return any(event.service not in ranges for event in reported)


def _target(state: State, device: Device, service: str, at: int) -> Target:
    """What a touch of a service opened at a device's placement; raises Problem.

    It is told of the hall's own screen code, as a touch of the screen that is online.
    """
    revision = state.snapshot.catalogue.by_id.get(service)
    if revision is None:
        raise Problem("event-service-unknown", service=service)
    span = state.snapshot.ranges.screen(device.placement).get(service)
    if span is None:
        raise Problem("event-code-missing", service=service, placement=device.placement)
    is_withdrawn = revision.service.status is Status.WITHDRAWN
    return Target.of(
        Opened.TOUCH,
        span,
        span.first,
        service,
        source=Origin.KIOSK,
        is_gone=is_withdrawn and revision.effective_from <= at,
    )


async def _answered(
    request: Request, handler: Handler, *, most: int, is_signed: bool = False
) -> Response:
    """The handler's answer in time; a device is told how to prove itself, and when to try again.

    The guard sees to it that the body comes in time; the deadline here is that of our own work.
    """
    received_at = state_of(request).clock.stamp()
    try:
        if is_signed:
            signed(request)  # who does not even say who they are sends nothing
        body = await read_body(request, most=most)
        async with asyncio.timeout(PATIENCE_S):
            return await handler(request, body, received_at)
    except Problem as problem:
        if problem.code == "store-failed":
            return _unavailable(str(problem))
        answer = problem_json(problem, "zh")
        if problem.status == 401:
            answer.headers["www-authenticate"] = SCHEME
        return answer
    except (StoreFailure, TimeoutError) as failure:
        return _unavailable(str(failure) or "too slow")


def _unavailable(why: str) -> Response:
    """Nothing is said to be stored: the device keeps all of it, and what was stored is known."""
    _LOG.error("intake-failed", why=why)
    answer = problem_json(Problem("intake-unavailable", seconds=AGAIN_S), "zh")
    answer.headers["retry-after"] = str(AGAIN_S)
    return answer
