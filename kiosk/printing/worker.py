"""The press: print files drawn in a process of their own, so that scans never wait for one.

One file at a time, in a process that ends with it: drawing takes a core for a minute, and what it
needs of memory goes away again. Whoever comes meanwhile waits a while and is then told.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import pickle
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from kiosk.batches.order import USUALLY, Format, Imprint, Making, Order
from kiosk.batches.slips import Slip
from kiosk.domain.problem import Problem
from kiosk.printing.imposition import Makeup

# A numbered zip holds a few large files, any other a file a card.
MOST_CARDS = {Format.PDF: 20_000, Format.ZIP: 1_000, Format.PNG: 100, Format.SVG: 100}
PREVIEW_DPI = 150
SHEET_DPI = 80
MOST_ON_SHEET = 60
_LONGEST_S = 300.0
_PATIENCE_S = 20.0
_KEPT = 24  # pictures of first cards
_COMMAND = (sys.executable, "-P", "-m", "kiosk.printing.worker_process")


def most_cards(kind: Format, *, numbered: bool) -> int:
    """How many cards one file may hold that is made at the desk."""
    return MOST_CARDS[Format.PDF if numbered and kind is Format.ZIP else kind]


class Press:
    """Draws in another process. `patience_s` is how long a second file waits for the first."""

    def __init__(self, *, patience_s: float = _PATIENCE_S, longest_s: float = _LONGEST_S) -> None:
        self._turn = asyncio.Lock()
        self._patience_s = patience_s
        self._longest_s = longest_s
        self._pictures: OrderedDict[bytes, tuple[bytes, ...]] = OrderedDict()
        self._process: Process | None = None

    async def file(
        self, order: Order, imprint: Imprint, kind: Format, making: Making = USUALLY
    ) -> BinaryIO:
        """An order as a file that vanishes when it is closed; raises Problem."""
        makeup = Makeup.of(order.design, making, batch=imprint.batch)
        count, most = makeup.count(order, kind), most_cards(kind, numbered=order.numbered)
        if count > most:
            raise Problem("press-too-large", count=count, most=most, batch=imprint.batch)
        return await self._file("file", order, imprint, making, kind, ending=kind.value)

    async def slips(self, slips: tuple[Slip, ...], *, title: str) -> BinaryIO:
        """Packing slips as a PDF that vanishes when it is closed; raises Problem."""
        return await self._file("slips", slips, title, ending="pdf")

    async def pictures(self, order: Order, imprint: Imprint) -> tuple[bytes, ...]:
        """Every side of the first card as PNG; raises Problem."""
        first = Order(order.design, tuple(order.copies[:1]))
        return await self._seen("pictures", first, imprint, PREVIEW_DPI)

    async def previews(self, order: Order, imprint: Imprint, making: Making) -> tuple[bytes, ...]:
        """The first page of each side as PNG, as it will be printed; raises Problem."""
        few = replace(order, copies=tuple(order.copies[:MOST_ON_SHEET]))
        return await self._seen("previews", few, imprint, making, SHEET_DPI)

    async def _seen(self, deed: str, *args: Any) -> tuple[bytes, ...]:
        """Pictures that are remembered by all that they are drawn from."""
        key = hashlib.sha256(pickle.dumps((deed, args))).digest()
        if key not in self._pictures:
            async with self._my_turn():
                if key not in self._pictures:
                    self._pictures[key] = await self._draw(deed, *args)
        self._pictures.move_to_end(key)
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        return self._pictures[key]

    async def close(self) -> None:
        """End what is being drawn; whoever waits for it is told."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def _file(self, deed: str, *args: Any, ending: str) -> BinaryIO:
        """What a deed writes into the path that is its last argument."""
        async with self._my_turn():
            # Open here, it needs no name any more once it is drawn: nothing is left lying about.
            opened, name = tempfile.mkstemp(prefix="kiosk-", suffix=f".{ending}")
            file = os.fdopen(opened, "rb")
            try:
                await self._draw(deed, *args, name)
            except BaseException:
                file.close()
                raise
            finally:
                Path(name).unlink(missing_ok=True)
            return file

    @asynccontextmanager
    async def _my_turn(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._patience_s):
                await self._turn.acquire()
        except TimeoutError as error:
            raise Problem("press-busy") from error
        try:
            yield
        finally:
            self._turn.release()

    async def _draw(self, deed: str, *args: Any) -> Any:
        """What the deed gives in the other process; a Problem it raises is raised here."""
        work = await asyncio.to_thread(pickle.dumps, (deed, args))
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        process = await asyncio.create_subprocess_exec(
            *_COMMAND, stdin=PIPE, stdout=PIPE, env=environment
        )
        self._process = process
        try:
            async with asyncio.timeout(self._longest_s):
                told, _ = await process.communicate(work)
        except TimeoutError as error:
            raise Problem("press-too-slow") from error
        finally:
            self._process = None
            if process.returncode is None:
                process.kill()
                await process.wait()
        return _answer(told)


def _answer(told: bytes) -> Any:
    try:
        answer = pickle.loads(told)  # noqa: S301 - from the process we started
    except (EOFError, pickle.UnpicklingError) as error:
        raise Problem("press-stopped") from error
    if isinstance(answer, Problem):
        raise answer
    return answer
