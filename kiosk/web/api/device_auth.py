"""Requests that a device signed: who sent this, and is it what was sent?"""

from __future__ import annotations

from typing import Final, NamedTuple

from starlette.requests import Request

from kiosk.domain.device import Device, Sent
from kiosk.domain.problem import Problem
from kiosk.domain.signature import Signed
from kiosk.store import devices
from kiosk.web.http import bodies
from kiosk.web.http.headers import header
from kiosk.web.requests import state_of

BODY_MOST: Final = 1024 * 1024


class Call(NamedTuple):
    """A request that holds: the device, and when it was sent by both clocks."""

    device: Device
    sent: Sent


def signed(request: Request) -> Signed:
    """What a request says of who signed it; raises Problem where it says nothing."""
    told = Signed.read(header(request, "authorization"))
    if told is None:
        raise Problem("device-needed")
    return told


async def verified(request: Request, body: bytes, *, received_at: int) -> Call:
    """Verify a signed request with its `body` as it came; raises Problem, StoreFailure.

    An unknown device, a revoked one and a wrong signature are refused alike. The signed time says
    what the device's clock shows and refuses nothing: a kiosk may have been off for a year, and
    what is sent again is known by its ids.
    """
    told = signed(request)
    driver = state_of(request).office.driver
    device = await driver.read(lambda reader: devices.find(reader, told.device))
    if device is not None and device.revoked_at is not None:
        device = None
    key = None if device is None else device.key
    holds = told.holds(key, method=request.method, target=_target(request), body=body)
    if device is None or not holds:
        raise Problem("device-refused")
    return Call(device, Sent(received_at, told.time))


async def read_body(request: Request, *, most: int) -> bytes:
    """The body as it was sent; raises Problem as soon as it is over `most` bytes."""
    body, is_whole = await bodies.read_body(request, most=most)
    if not is_whole:
        raise Problem("body-too-large", most=most)
    return body


def _target(request: Request) -> str:
    """The path below the public address, and the query where there is one."""
    query = request.scope["query_string"].decode("latin-1")
    path: str = request.scope["path"]
    return f"{path}?{query}" if query else path
