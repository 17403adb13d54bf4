"""An answer that is ready before it is asked for, and the two ways to send it.

Any ASGI server takes it as two messages. Our own server takes its bytes as they go on the wire:
checking and joining the same dozen headers again for each request costs more than a scan's row,
and head and page in one write cost half of two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus
from typing import Final, NamedTuple

from starlette.types import Message, Scope, Send

Header = tuple[bytes, bytes]

WHOLE: Final = "mingbai.whole"
"""Name of the ASGI extension: a `Take`."""


class Reply(NamedTuple):
    """An answer as ASGI messages, and its head as bytes: all lines but date and the empty one."""

    start: Message
    body: Message
    head: bytes


Take = Callable[[Scope, Reply], bool]
"""Sends a whole answer to the request of a scope; False where it cannot and has sent nothing."""


def reply(status: int, headers: Sequence[Header], body: bytes) -> Reply:
    """Make an answer ready; its length must stand among the `headers` unless it has no body."""
    return Reply(
        {"type": "http.response.start", "status": status, "headers": list(headers)},
        {"type": "http.response.body", "body": body},
        _head(status, headers),
    )


async def send_reply(scope: Scope, send: Send, answer: Reply) -> None:
    """Send an answer that is ready."""
    extensions = scope.get("extensions")
    if extensions is not None and WHOLE in extensions and extensions[WHOLE](scope, answer):
        return
    await send(answer.start)
    await send(answer.body)


def _head(status: int, headers: Iterable[Header]) -> bytes:
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}".encode()]
    lines.extend(name + b": " + value for name, value in headers)
    if any(b"\r" in line or b"\n" in line for line in lines):
        raise ValueError(headers)
    return b"\r\n".join([*lines, b""])
