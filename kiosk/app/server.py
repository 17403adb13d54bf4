"""uvicorn as the service runs it: our guard, our end, and a socket that outlives it."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Final, cast
from urllib.parse import urlsplit

import uvicorn

from kiosk.app.ending import end
from kiosk.app.supervisor import Place
from kiosk.config import Settings
from kiosk.domain.problem import Problem
from kiosk.web.http.guard import CONNECTIONS, Guard, guard_for
from kiosk.web.pages.cache import security
from kiosk.web.routes import application
from kiosk.web.state import State

KEEP_ALIVE_S: Final = 15
BACKLOG: Final = 2_048


class Server(uvicorn.Server):
    """uvicorn's server, but a signal ends only it: afterwards we still close what it wrote to."""

    def __init__(
        self,
        config: uvicorn.Config,
        stored: Callable[[], Awaitable[object]],
        *,
        place: Place | None = None,
        begun: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(config)
        self._stored = stored
        self._place = place
        self._begun = begun

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Ask the server to end at SIGTERM; the handler stays until the process ends.

        A server in a thread, as tests have it, is not asked by signals.
        """
        if threading.current_thread() is threading.main_thread():
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGTERM, self.handle_exit, signal.SIGTERM, None)
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and tell that it does."""
        await super().startup(sockets)
        if self._begun is not None:
            self._begun()
        if self._place is not None:
            self._place.ready()

    async def on_tick(self, counter: int) -> bool:
        """Whether to end: asked to, or nobody is there any more who could ask."""
        is_orphan = self._place is not None and counter % 10 == 0 and self._place.is_orphan
        return await super().on_tick(counter) or is_orphan

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen no more, and end who is connected."""
        for server in self.servers:
            server.close()
        for listener in sockets or ():
            listener.close()
        protocol = cast("type[Guard]", self.config.http_protocol_class)
        await end(protocol.crowd, self.server_state.tasks, self._stored)


def configuration(
    settings: Settings, state: State, *, connections: int = CONNECTIONS
) -> uvicorn.Config:
    """How uvicorn runs the service: its own loop and parser, our guard, no log of visitors."""
    hosts = [urlsplit(settings.public_url).hostname or "", *settings.hosts]
    guard = guard_for(
        hosts,
        proxies=settings.trusted_proxies,
        base=settings.base_path,
        connections=connections,
        refusal_headers=security(transport=settings.strict_transport),
    )
    return uvicorn.Config(
        application(state),
        http=guard,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_S,
    )


def listening(host: str, port: int) -> socket.socket:
    """A listening socket; with its protocol named, so that answers are not held back (Nagle)."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise Problem("address-taken", host=host, port=port, why=error.strerror) from error
    listener.listen(BACKLOG)
    return listener
