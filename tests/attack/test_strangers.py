"""Who may open what, asked of every address of the application's own map."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import quote

import pytest

from kiosk.web.routes import application
from tests.attack.floods import sign_in
from tests.attack.inputs import FORM, ORIGIN
from tests.attack.target import NAME, PASSWORD, Address, addresses, attacked, prepare
from tests.attack.wire import Reply, Wire, once, request
from tests.faults.process import Service
from tests.serving import Served

KNOWN = {
    "batch": "B0001", "placement": "P0001", "design": "a5-process", "kind": "pdf", "side": "1",
    "language": "en", "rest": "x", "name": "QC10", "clerk": "A" * 24, "badge": "0-20991231-0",
}  # fmt: skip
OPEN = {
    *("/admin/sign-in", "/admin/sign-in/kept", "/admin/sign-out", "/admin/begin"),
    "/admin/language/{language}",
}
GUESSERS = 40
SHOWN = {"/api/openapi.json"}
BEARERS = (
    (),
    (("Authorization", "Bearer mbk_guess"),),
    (("Cookie", "mbk_session=stale; __Secure-mbk_session=stale; __Host-mbk_session=stale"),),
)

pytestmark = pytest.mark.faults


def of_staff(served: Served) -> Iterator[Address]:
    """Addresses of the desk and of programs, from the map."""
    routes = getattr(application(served.state), "_router").routes  # noqa: B009
    for address in addresses(routes, KNOWN):
        if address.route.startswith(("/admin", "/api/")) and address.route not in OPEN | SHOWN:
            yield address


async def test_no_address_of_staff_or_programs_opens_to_who_is_neither(served: Served) -> None:
    """I1. Every route, by every method, without, with a guessed and with a stale credential."""
    await served.batch()
    asked = list(of_staff(served))
    assert len(asked) > 30
    opened = []
    for address in asked:
        for bearer in BEARERS:
            body = b"" if address.method == "POST" else None
            sent = request(address.method, address.path, ORIGIN, *bearer, body=body)
            reply = await once(served.port, sent)
            if not _is_shut(address, reply):
                opened.append((address, bearer, reply.status))
    assert opened == []


def _is_shut(address: Address, reply: Reply) -> bool:
    """Whether nothing is told but the way to sign in, or that a credential is needed."""
    if address.route == "/api/v1/kiosk/enrol" and reply.status == 422:
        return True  # its token stands in the body, and there is none
    if address.route.startswith("/api/v1/"):
        return reply.status == 401 and b"www-authenticate: " in reply.head.lower()
    head = reply.head.lower()
    if reply.status == 303:
        where = head.partition(b"\r\nlocation: ")[2].partition(b"\r\n")[0]
        return b"/admin/sign-in" in where or address.route == "/admin/"
    return reply.status == 403 and b'name="password"' in reply.body


@pytest.mark.attack
def test_the_owner_signs_in_while_strangers_guess(tmp_path: Path) -> None:
    """I5, failure 8: wrong sign-ins from ever new addresses keep no known browser out."""
    site = asyncio.run(prepare(tmp_path / "data"))
    service = attacked(site)
    service.start()
    try:
        waits = asyncio.run(owner_beside_guesses(service))
    finally:
        service.kill()
    told = ", ".join(f"{status} after {spent:.1f} s" for status, spent in waits)
    print(f"\nthe owner beside guesses: {told}")  # noqa: T201 - the figures are the point
    assert [status for status, _ in waits] == [303] * 4


async def owner_beside_guesses(service: Service) -> list[tuple[int, float]]:
    """Four sign-ins of a known browser beside many connections of wrong ones."""
    known = await owner(service, "")
    cookie = "; ".join(
        f"{name}={morsel.value}"
        for line in known.head.decode("latin-1").split("\r\n")
        if line.lower().startswith("set-cookie: ")
        for name, morsel in SimpleCookie(line.partition(": ")[2]).items()
    )
    assert known.status == 303
    assert "mbk_known" in cookie
    stop, waits = asyncio.Event(), []
    guessing = asyncio.gather(*(guess(service, stop, number) for number in range(GUESSERS)))
    await asyncio.sleep(3)
    for _ in range(4):
        begun = time.monotonic()
        reply = await owner(service, cookie)
        waits.append((reply.status, time.monotonic() - begun))
        await asyncio.sleep(1)
    stop.set()
    await guessing
    return waits


async def owner(service: Service, cookie: str) -> Reply:
    """The owner signs in, from an address of their own."""
    form = f"name={NAME}&password={quote(PASSWORD)}".encode()
    headers = [ORIGIN, ("Content-Type", FORM), ("X-Forwarded-For", "192.0.2.7")]
    headers += [("Cookie", cookie)] if cookie else []
    return await once(service.port, request("POST", "/admin/sign-in", *headers, body=form))


async def guess(service: Service, stop: asyncio.Event, number: int) -> None:
    """Wrong sign-ins, one after another, never twice from one address."""
    wire = Wire(service.port)
    while not stop.is_set():
        await wire.ask(sign_in(number))
    wire.close()


def test_settings_tell_the_versions_below_and_no_password(tmp_path: Path) -> None:
    """A13, I12, failures 17 and 23."""
    address = "postgresql://kiosk:geheim4711@127.0.0.1:1/kiosk"
    service = Service(tmp_path / "data", settings={"KIOSK_DATABASE_URL": address})
    printed = service.command("settings")
    assert "KIOSK_DATABASE_URL" in printed
    assert "geheim4711" not in printed
    assert "SQLite" in printed
    assert "Python 3." in printed


def test_a_folder_made_beforehand_is_closed_to_others(tmp_path: Path) -> None:
    """Failure 16: of the data folder nothing can be read by another account of the machine."""
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    service = Service(data)
    before = os.umask(0o022)
    try:
        service.start()
        files = {path.name: oct(path.stat().st_mode & 0o077) for path in (data, *data.iterdir())}
    finally:
        os.umask(before)
        service.kill()
    assert {name: mode for name, mode in files.items() if mode != "0o0"} == {}
