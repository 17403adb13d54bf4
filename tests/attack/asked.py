"""Requests handed to the application itself, so that what is read of them can be counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Scope

from kiosk.web.routes import application
from tests.serving import WECHAT, Served

CHUNK = 16 * 1024


@dataclass
class Answered:
    """What came of a request: its status, body, and how much of what was sent was taken."""

    status: int = 0
    body: bytearray = field(default_factory=bytearray)
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    taken: int = 0


def app_of(served: Served) -> ASGIApp:
    """The application of a running service."""
    return application(served.state)


async def ask(
    app: ASGIApp,
    method: str,
    target: str,
    *,
    headers: Iterable[tuple[bytes, bytes]] = (),
    body: bytes = b"",
    is_told: bool = True,
) -> Answered:
    """Ask as the server does; `is_told`: how long the body is stands in the head."""
    path, _, query = target.partition("?")
    answered = Answered()
    told = [(b"content-length", str(len(body)).encode())] if is_told and body else []
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"user-agent", WECHAT.encode()), *told, *headers],
        "client": ("192.0.2.1", 1),
        "server": ("127.0.0.1", 1),
        "state": {},
    }

    async def receive() -> Message:
        part = body[answered.taken : answered.taken + CHUNK]
        answered.taken += len(part)
        more = answered.taken < len(body)
        return {"type": "http.request", "body": part, "more_body": more}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answered.status, answered.headers = message["status"], message["headers"]
        else:
            answered.body += message.get("body", b"")

    await app(scope, receive, send)
    return answered
