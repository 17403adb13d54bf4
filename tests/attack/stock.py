"""``python -m tests.attack.stock``: a plain server to compare restarts with, two workers of it."""

from __future__ import annotations

import sys

import uvicorn
from starlette.types import Receive, Scope, Send

BODY = b"x" * 9_000


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer each request with bytes that are ready, as a recorded scan."""
    del scope, receive
    headers = [(b"x-scan", b"recorded"), (b"content-length", str(len(BODY)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": BODY})


if __name__ == "__main__":
    uvicorn.run(
        "tests.attack.stock:app",
        port=int(sys.argv[1]),
        workers=2,
        lifespan="off",
        log_level="error",
    )
