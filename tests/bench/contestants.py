"""What the service is measured against, on the same server: ``python -m tests.bench.contestants``.

Each answers the very bytes and headers that the service answers, so that only the work differs.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiosqlite
import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.app.server import listening
from kiosk.web.http.guard import guard_for
from kiosk.web.pages.public import Pages, Site
from tests.make import catalogue

HOST = "mbk.example.gov.cn"
Answer = dict[str, Any]


def bare(answer: Answer) -> ASGIApp:
    """The least an ASGI application can do: the bytes of the answer, from memory."""
    headers = [(name.encode(), value.encode()) for name, value in answer["headers"]]
    start = {"type": "http.response.start", "status": 200, "headers": headers}
    body = {"type": "http.response.body", "body": bytes.fromhex(answer["body"])}

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        await send(start)
        await send(body)

    return application


def routed(answer: Answer) -> ASGIApp:
    """A plain Starlette route that records nothing."""
    headers, body = dict(answer["headers"]), bytes.fromhex(answer["body"])

    async def show(request: Any) -> Response:
        return Response(body, headers=headers)

    return Starlette(routes=[Route("/{rest:path}", show)])


def committed(answer: Answer) -> ASGIApp:
    """A Starlette route that inserts and commits one row a request, durably, with aiosqlite."""
    headers, body = dict(answer["headers"]), bytes.fromhex(answer["body"])
    opened: list[aiosqlite.Connection] = []
    turn = asyncio.Lock()

    async def database() -> aiosqlite.Connection:
        async with turn:
            if not opened:
                connection = await aiosqlite.connect(Path(answer["folder"]) / "plain.sqlite3")
                await connection.execute("pragma journal_mode = wal")
                await connection.execute("pragma synchronous = full")
                await connection.execute("create table scan (code text, at integer)")
                opened.append(connection)
        return opened[0]

    async def show(request: Any) -> Response:
        connection = await database()
        code = request.path_params["rest"]
        async with turn:  # without it one commit takes the rows of many, and the others commit none
            await connection.execute("insert into scan values (?, unixepoch())", [code])
            await connection.commit()
        return Response(body, headers=headers)

    return Starlette(routes=[Route("/{rest:path}", show)])


def rendered(answer: Answer) -> ASGIApp:
    """The workflow page rendered from its template at each request."""
    pages = Pages(catalogue(), Site(public_url=f"https://{HOST}"))

    async def show(request: Any) -> Response:
        page = pages.service("QC10", "zh")
        return HTMLResponse(page.body, headers={"content-security-policy": page.policy})

    return Starlette(routes=[Route("/{rest:path}", show)])


CONTESTANTS: dict[str, Callable[[Answer], ASGIApp]] = {
    "bare": bare,
    "routed": routed,
    "committed": committed,
    "rendered": rendered,
}


def serve(name: str, port: int, answer: Answer) -> None:
    """Serve one contestant until the process is ended."""
    configuration = uvicorn.Config(
        CONTESTANTS[name](answer),
        http=guard_for([HOST]),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
    )
    listener = listening("127.0.0.1", port)
    gc.collect()
    gc.freeze()  # as the service does: else its collections would be shorter, and its tail too
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(uvicorn.Server(configuration).serve(sockets=[listener]))


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), json.load(sys.stdin))
