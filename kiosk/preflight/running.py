"""Pre-flight beside the service: one batch at a time, and how far it is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from kiosk.domain.problem import Problem
from kiosk.store.driver import StoreFailure

_LOG = structlog.get_logger(__name__)

Telling = Callable[[int, int], None]
Work = Callable[[Telling], Awaitable[None]]


@dataclass
class _Running:
    batch: str
    task: asyncio.Task[None]
    done: int = 0
    total: int = 0


class Examinations:
    """What is being examined by this process, and what went wrong with the last one of a batch."""

    def __init__(self) -> None:
        self._running: _Running | None = None
        self._failed: dict[str, Problem] = {}

    def progress(self, batch: str) -> tuple[int, int] | None:
        """Steps done and in all; None where the batch is not being examined here."""
        now = self._running
        return (now.done, now.total) if now and now.batch == batch else None

    def failure(self, batch: str) -> Problem | None:
        """Why the last examination of a batch came to nothing, told once."""
        return self._failed.pop(batch, None)

    async def examine(self, batch: str, work: Work, *, patience_s: float) -> bool:
        """Begin, or go on waiting for what has begun; whether it ended within `patience_s`.

        Raises Problem where another batch is being examined, and what the work raised.
        """
        running = self._running
        if running is None:
            running = self._running = self._begun(batch, work)
        elif running.batch != batch:
            raise Problem("preflight-busy")
        await asyncio.wait({running.task}, timeout=patience_s)
        if not running.task.done():
            return False
        if (failed := self.failure(batch)) is not None:
            raise failed
        return True

    async def close(self) -> None:
        """End what is being examined."""
        if self._running is not None:
            self._running.task.cancel()
            await asyncio.wait({self._running.task})

    def _begun(self, batch: str, work: Work) -> _Running:
        def told(done: int, total: int) -> None:
            running.done, running.total = done, total

        async def whole() -> None:
            try:
                await work(told)
            except Problem as problem:
                self._failed[batch] = problem
            except StoreFailure as failure:
                self._failed[batch] = Problem("store-failed", why=failure)
            except Exception:  # noqa: BLE001 - nobody may be waiting, yet its page must tell
                _LOG.exception("preflight-failed", batch=batch)
                self._failed[batch] = Problem("preflight-stopped")
            finally:
                self._running = None

        running = _Running(batch, asyncio.create_task(whole()))
        return running
