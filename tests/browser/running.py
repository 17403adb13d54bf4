"""The whole service, or only its pages, on a loopback port beside a blocking test."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import uvicorn
from starlette.types import ASGIApp

from kiosk.acts import Answer
from kiosk.app.start import now_ms
from kiosk.config import Settings
from kiosk.store.driver import Reader
from kiosk.web.state import State
from tests.acting import asked
from tests.serving import serving

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Running:
    """A service in another thread; `do` and `read` wait for it."""

    url: str
    state: State
    _loop: asyncio.AbstractEventLoop

    def do(self, name: str, /, **args: Any) -> Answer:
        """Do an act as the command line would."""
        request = asked(name, **args)
        return self._wait(self.state.do(request))

    def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        """Run `work` on a reader of the database."""
        return self._wait(self.state.office.driver.read(work))

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)


@contextmanager
def service(settings: Settings, *, now: Callable[[], int] = now_ms) -> Iterator[Running]:
    """Run the service in a thread until the block ends."""
    ready = threading.Event()
    held: dict[str, Any] = {}

    async def run() -> None:
        stop = asyncio.Event()
        async with serving(settings, now=now) as served:
            loop = asyncio.get_running_loop()
            held["running"] = Running(f"http://127.0.0.1:{served.port}", served.state, loop)
            held["stop"] = lambda: loop.call_soon_threadsafe(stop.set)
            ready.set()
            await stop.wait()

    thread = _thread(run, held, ready)
    try:
        yield held["running"]
    finally:
        held["stop"]()
        thread.join(timeout=30)


def _thread(
    run: Callable[[], Awaitable[None]], held: dict[str, Any], ready: threading.Event
) -> threading.Thread:
    def work() -> None:
        try:
            asyncio.run(run())  # type: ignore[arg-type]
        except BaseException as error:
            held["error"] = error
            raise
        finally:
            ready.set()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert ready.wait(timeout=60)
    assert "error" not in held, held.get("error")
    return thread


@contextmanager
def site(application: Callable[[str], ASGIApp]) -> Iterator[str]:
    """Serve the application made for an address in a thread; the address."""
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    server = uvicorn.Server(
        uvicorn.Config(application(address), lifespan="off", log_config=None, ws="none")
    )
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join(timeout=30)
