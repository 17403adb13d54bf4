"""The running service: what it opens, in which order, and in which order it closes it again.

Closing goes listeners, requests, then what they wrote to: an answered scan is on disk already,
and one that still waits for its commit keeps its request open.
"""

from __future__ import annotations

import asyncio
import gc
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import Protocol

import structlog
import uvloop

from kiosk.acts import Office
from kiosk.app import control
from kiosk.app.arenas import share_arena
from kiosk.app.descriptors import places, raise_limit
from kiosk.app.folder import Folder
from kiosk.app.links import Link, first_link, keep_port
from kiosk.app.server import Server, configuration, listening
from kiosk.app.start import CLOCKS, Clocks, opened
from kiosk.app.supervisor import Handover, Place, Supervisor
from kiosk.app.watchdog import Watchdog
from kiosk.config import Settings
from kiosk.domain.period import HOUR_MS
from kiosk.domain.problem import Problem
from kiosk.recorder import (
    Alarms,
    Board,
    Checks,
    DeviceKey,
    Fallback,
    Recorder,
    Retention,
    Tally,
    Timekeeper,
    Watch,
    tell_losses,
)
from kiosk.store.driver import StoreFailure
from kiosk.store.estimates import agreed
from kiosk.store.postgres import server_time
from kiosk.web.http.guard import CONNECTIONS
from kiosk.web.http.taking import bound
from kiosk.web.pages.loading import load
from kiosk.web.pages.public import Site
from kiosk.web.state import State


class Ready(Protocol):
    """Told when the service answers: its port, and the link for the first administrator."""

    def __call__(self, state: State, *, port: int, link: Link | None) -> None: ...  # noqa: D102


POLL_S = 1.0
CLOCK_S = 5.0
RETAIN_S = 3_600.0
LOSSES_S = 10.0
CHECK_S = 600.0
COMMAND_S = 0.5  # of a command that the end finds half done
_LOG = structlog.get_logger(__name__)


@asynccontextmanager
async def running(
    settings: Settings,
    folder: Folder,
    *,
    clocks: Clocks = CLOCKS,
    number: int = 0,
    tally: Tally | None = None,
    board: Board | None = None,
) -> AsyncIterator[State]:
    """The service's state, open and kept true; the caller holds the folder's lock.

    `number` is this worker's among those that share the folder, the `tally` and the `board`.
    """
    async with AsyncExitStack() as stack:
        office = await stack.enter_async_context(
            opened(settings, folder, now=clocks.now, number=number)
        )
        is_shared = settings.database_url is not None
        alarms = Alarms(board)
        clock = _timekeeper(office, alarms, clocks)
        await clock.look()
        stack.push_async_callback(clock.stop)
        devices = DeviceKey(
            None if is_shared else folder.device_key,
            office.entropy,
            certain=lambda: office.zone.moment(clock.certain()).day,
        )
        recorder = Recorder(
            office.driver,
            office.zone,
            devices=devices,
            fallback=_fallback(office, folder),
            tally=tally or Tally(),
            now=clock.stamp,
        )
        stack.push_async_callback(recorder.stop)
        state = State(office, recorder, folder.path, site_of(settings), clock, alarms)
        stack.push_async_callback(state.press.close)
        stack.push_async_callback(state.examinations.close)
        await state.refresh()
        if is_shared:
            await _agree(state, devices)
        else:
            server = await control.listen(folder.socket, state.do)
            stack.push_async_callback(_close, server, folder.socket)
        poll = asyncio.create_task(_keep_true(state, devices if is_shared else None))
        stack.push_async_callback(_cancel, poll)
        for name, work, again_s in _repeated(state, devices, number):
            task = asyncio.create_task(_again(name, work, again_s))
            stack.push_async_callback(_cancel, task)
        watch = Watch(recorder, alarms, folder.path, now=office.now)
        watching = asyncio.create_task(watch.run())
        stack.push_async_callback(_cancel, watching)
        is_over = Event()
        stack.callback(is_over.set)
        asyncio.get_running_loop().run_in_executor(None, load, is_over)
        yield state


def serve(
    settings: Settings,
    *,
    host: str,
    port: int,
    workers: int,
    ready: Ready,
    refused: Callable[[Problem], None],
) -> int:
    """Run until SIGTERM or SIGINT; the exit status. Raises Problem.

    In a worker `ready` is called when the first one answers, and `refused` where one cannot start.
    """
    if workers > 1 and settings.database_url is None:
        raise Problem("workers-need-server")
    share_arena()
    folder = Folder.of(settings)
    left = Handover.received()
    lock = folder.lock(left.lock if left else None)
    if lock is None:
        raise Problem("folder-taken", folder=folder.path)
    listener = socket.socket(fileno=left.listener) if left else listening(host, port)
    listener.set_inheritable(False)
    bound(listener)
    settings = _addressed(settings, listener)

    tally, board = Tally(workers), Board(workers)
    connections = min(CONNECTIONS, places(raise_limit()))

    def work(place: Place) -> int:
        tally.sit(place.number)
        board.sit(place.number)
        # Not closed: that would wait for what threads still make, and the process ends with this.
        runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
        house = _House(settings, folder, tally, board, connections)
        try:
            runner.run(_serve(house, listener, ready, place))
        except Problem as problem:
            refused(problem)
            return 1
        return 0

    supervisor = Supervisor(
        work,
        listener,
        lock.descriptor,
        count=workers,
        overlap=settings.database_url is not None,
        watchdog=Watchdog(board),
        old=set(left.workers if left else ()),
    )
    return supervisor.run()


def _addressed(settings: Settings, listener: socket.socket) -> Settings:
    """The settings; where no public address is set, it is this machine's at the port in use."""
    if "public_url" in settings.model_fields_set:
        return settings
    return settings.model_copy(
        update={"public_url": f"http://localhost:{listener.getsockname()[1]}"}
    )


def site_of(settings: Settings) -> Site:
    """What pages say of the site."""
    return Site(
        public_url=settings.public_url,
        operator=settings.site_operator,
        site_id=settings.site_id,
        badge_url=settings.site_badge_url,
        error_url=settings.site_error_url,
        icp=settings.site_icp,
        police=settings.site_police,
        hotline=settings.site_hotline,
        retention_days=settings.retention_days,
    )


@dataclass(frozen=True, slots=True)
class _House:
    """What all workers of a supervisor share."""

    settings: Settings
    folder: Folder
    tally: Tally
    board: Board
    connections: int


async def _serve(house: _House, listener: socket.socket, ready: Ready, place: Place) -> None:
    settings = house.settings
    async with running(
        settings, house.folder, number=place.number, tally=house.tally, board=house.board
    ) as state:
        port = listener.getsockname()[1]
        begun: Callable[[], None] | None = None
        if place.is_first:
            await keep_port(state, port)
            begun = partial(ready, state, port=port, link=await first_link(state))
        config = configuration(settings, state, connections=house.connections)
        server = Server(config, state.recorder.stored, place=place, begun=begun)
        gc.collect()
        gc.freeze()  # what is loaded now stays: collections need not look at it again
        await server.serve(sockets=[listener])


def _repeated(
    state: State, devices: DeviceKey, number: int
) -> Iterator[tuple[str, Callable[[], Awaitable[object]], float]]:
    """What is done at start and again and again: its name in the log, itself, and how often."""
    office, clock = state.office, state.clock
    retention = Retention(
        office.driver,
        office.zone,
        days=office.settings.retention_days,
        now=office.now,
        is_sure=clock.is_sure,
    )
    if number == 0:  # one worker of a machine does it for all
        checks = Checks(office.driver, office.zone, state.alarms, now=office.now)
        yield "check", checks.run, CHECK_S
    yield "clock", partial(_look, state, devices), CLOCK_S
    yield "retention", retention.run, RETAIN_S
    yield "losses", partial(tell_losses, office.driver, state.folder), LOSSES_S


def _timekeeper(office: Office, alarms: Alarms, clocks: Clocks) -> Timekeeper:
    has_server = office.settings.database_url is not None and clocks.has_server
    return Timekeeper(
        office.driver,
        office.zone,
        alarms,
        now=office.now,
        steady=clocks.steady,
        witness=partial(office.driver.read, server_time) if has_server else None,
    )


def _fallback(office: Office, folder: Folder) -> Fallback:
    try:
        return Fallback(office.driver, office.zone, folder.path)
    except StoreFailure as failure:
        raise Problem("store-failed", why=failure) from failure
    except OSError as error:
        raise Problem("folder-unusable", folder=folder.path, why=error.strerror or error) from error


async def _agree(state: State, devices: DeviceKey) -> None:
    """Have the key of today's device estimates, and an hour before midnight tomorrow's.

    A clock in doubt destroys no key that others use: its day gets one of this process alone.
    """
    office, own, (today, next_day) = state.office, *_days(state)
    for day in dict.fromkeys((today, next_day)):
        if devices.lacks(day):
            offered = devices.offer()
            key = await office.driver.write(partial(agreed, day=day, today=today, offered=offered))
            devices.take(day, key, today=today)
    if devices.lacks(own):
        devices.take(own, devices.offer(), today=today)


async def _look(state: State, devices: DeviceKey) -> None:
    """Hold the clock against what is known, and destroy keys of days that are over for certain."""
    await state.clock.look()
    own, (today, next_day) = _days(state)
    devices.settle({own, today, next_day}, certain=today)


def _days(state: State) -> tuple[int, tuple[int, int]]:
    """The day that openings get now; that which has certainly come, and in an hour."""
    moment, certain = state.office.zone.moment, state.clock.certain()
    own = moment(state.clock.stamp()).day
    return own, (moment(certain).day, moment(certain + HOUR_MS).day)


async def _keep_true(state: State, devices: DeviceKey | None) -> None:
    """Put in force within a second what is due or was changed; what fails is tried again."""
    changed = asyncio.Event()
    while True:
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL_S):
                await changed.wait()
        changed.clear()
        try:
            await state.office.driver.hear(changed.set)
            await state.refresh_if_due()
            if devices is not None:
                await _agree(state, devices)
        except Exception as error:  # noqa: BLE001 - the service must outlive a failing database
            _LOG.error("refresh-failed", why=str(error))


async def _again(name: str, work: Callable[[], Awaitable[object]], again_s: float) -> None:
    """Do a work at start and again and again; what fails is tried the next time."""
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - the service must outlive a failing database
            _LOG.error(f"{name}-failed", why=str(error))
        await asyncio.sleep(again_s)


async def _close(server: asyncio.Server, path: Path) -> None:
    server.close()
    with suppress(TimeoutError):
        async with asyncio.timeout(COMMAND_S):  # a command that says nothing keeps nobody
            await server.wait_closed()
    path.unlink(missing_ok=True)


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
