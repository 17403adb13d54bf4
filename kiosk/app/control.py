"""How commands reach the running service: one act a connection, over a socket in the data folder.

A folder has one writer. While the service runs it is the service, so a command hands it the act:
contents travel, not paths, with a key under which the act is done once even if the reply is lost.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from kiosk import __version__
from kiosk.acts import Answer, Request
from kiosk.domain.fact import Bilingual
from kiosk.domain.problem import Problem

LONGEST = 32 * 1024 * 1024
PATIENCE_S = 30.0
_STARTING_S = 5.0
_TRIES = 3

Doing = Callable[[Request], Awaitable[Answer]]


async def listen(path: Path, doing: Doing) -> asyncio.Server:
    """Take acts at `path` (mode 0600); whoever can open it owns the data anyway."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            reply = await _reply(await reader.readline(), doing)
            writer.write(json.dumps(reply, ensure_ascii=False).encode() + b"\n")
            await writer.drain()
        except (ConnectionError, ValueError):
            pass  # the command went away, or sent a line too long: it asks again
        finally:
            writer.close()

    return await asyncio.start_unix_server(connected, sock=_bound(path), limit=LONGEST)


async def ask(path: Path, request: Request) -> Answer:
    """Hand an act to the service at `path`; raises Problem, the service's own ones too."""
    message = {
        "version": __version__,
        "name": request.name,
        "args": request.args,
        "actor": request.actor,
        "key": request.key,
    }
    line = json.dumps(message, ensure_ascii=False).encode() + b"\n"
    for _ in range(_TRIES):
        try:
            async with asyncio.timeout(PATIENCE_S):
                reply = await _exchange(path, line)
            break
        except (OSError, TimeoutError, ValueError):
            continue  # the same key: what was done is not done again
    else:
        raise Problem("service-unreachable")
    if "problem" in reply:
        places = {name: _received(place) for name, place in reply["places"].items()}
        raise Problem(reply["problem"], **places)
    return dict(reply["answer"])


def _bound(path: Path) -> socket.socket:
    """A listening address at `path`, for its owner alone."""
    path.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    listener = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        # A socket's address may have 107 bytes, the folder's path may have more.
        listener.bind(f"/proc/self/fd/{folder}/{path.name}")
    finally:
        os.umask(before)
        os.close(folder)
    return listener


async def _reply(line: bytes, doing: Doing) -> dict[str, Any]:
    try:
        return {"answer": await doing(_request(json.loads(line)))}
    except Problem as problem:
        places = {name: _sent(place) for name, place in problem.places.items()}
        return {"problem": problem.code, "places": places}


def _request(message: dict[str, Any]) -> Request:
    if message["version"] != __version__:
        raise Problem("service-version", theirs=__version__, ours=message["version"])
    return Request(message["name"], message["args"], message["actor"], message["key"])


def _sent(place: object) -> object:
    return {"zh": place.zh, "en": place.en} if isinstance(place, Bilingual) else str(place)


def _received(place: Any) -> object:
    return Bilingual(**place) if isinstance(place, dict) else place


async def _exchange(path: Path, line: bytes) -> dict[str, Any]:
    reader, writer = await _connect(path)
    try:
        writer.write(line)
        await writer.drain()
        return dict(json.loads(await reader.readline()))
    finally:
        writer.close()


async def _connect(path: Path) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect; a service that is just starting has the lock before it has the socket."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _STARTING_S
    while True:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            return await asyncio.open_unix_connection(
                f"/proc/self/fd/{folder}/{path.name}", limit=LONGEST
            )
        except (FileNotFoundError, ConnectionRefusedError):
            if loop.time() > deadline:
                raise
            await asyncio.sleep(0.05)
        finally:
            os.close(folder)
