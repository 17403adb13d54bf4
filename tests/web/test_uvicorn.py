"""What the guard touches of uvicorn's private parts: an upgrade that moves one fails here first.

Each line of the table is used in `kiosk.web.http.guard` or `kiosk.app.server`; what is said of it
is what they take for granted.
"""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import pytest
import uvicorn
from uvicorn.protocols.http import httptools_impl
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import Server, ServerState

from kiosk.app.server import Server as OurServer
from kiosk.web.http.guard import Guard, guard_for

_OURS = ("connection_made", "end_if_late", "sweep", "cut", "standing", "end_unless_working")


async def _app(scope: Any, receive: Any, send: Any) -> None:
    """Never asked."""


@pytest.fixture
async def protocol() -> HttpToolsProtocol:
    """uvicorn's own, on no connection."""
    config = uvicorn.Config(_app, log_config=None, access_log=False)
    return HttpToolsProtocol(config, ServerState(), {}, asyncio.get_running_loop())


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("connection_made", ["self", "transport"]),
        ("connection_lost", ["self", "exc"]),
        ("data_received", ["self", "data"]),
        ("on_message_begin", ["self"]),
        ("on_headers_complete", ["self"]),
        ("on_body", ["self", "body"]),
        ("on_message_complete", ["self"]),
        ("on_response_complete", ["self"]),
        ("timeout_keep_alive_handler", ["self"]),
        ("shutdown", ["self"]),
        ("send_400_response", ["self", "msg"]),
        ("_unsupported_upgrade_warning", ["self"]),
    ],
)
def test_what_the_guard_overrides_is_there(name: str, parameters: list[str]) -> None:
    assert list(inspect.signature(getattr(HttpToolsProtocol, name)).parameters) == parameters
    assert name in Guard.__dict__


def test_the_guard_overrides_nothing_else() -> None:
    shared = {name for name in Guard.__dict__ if hasattr(HttpToolsProtocol, name)}
    assert {name for name in shared if not name.startswith("__")} == {
        *("connection_made", "connection_lost", "data_received", "shutdown"),
        *("on_message_begin", "on_headers_complete", "on_body", "on_message_complete"),
        *("on_response_complete", "timeout_keep_alive_handler", "send_400_response"),
        "_unsupported_upgrade_warning",
    }


@pytest.mark.parametrize(
    "name",
    [
        *("loop", "logger", "parser", "pipeline", "flow", "cycle", "scope", "headers", "client"),
        *("server_state", "transport", "timeout_keep_alive_task", "connections", "tasks"),
    ],
)
async def test_a_protocol_has_what_the_guard_reads(protocol: HttpToolsProtocol, name: str) -> None:
    assert hasattr(protocol, name)


async def test_a_request_begins_with_an_empty_target(protocol: HttpToolsProtocol) -> None:
    protocol.on_message_begin()
    assert (protocol.url, protocol.headers) == (b"", [])
    assert protocol.parser.get_http_version() is not None


@pytest.mark.parametrize(
    "name",
    [
        *("scope", "flow", "keep_alive", "response_started", "response_complete", "disconnected"),
        *("waiting_for_100_continue", "message_event", "on_response"),
    ],
)
def test_a_cycle_has_what_the_guard_sets(name: str) -> None:
    written = inspect.getsource(RequestResponseCycle.__init__)
    assert f"self.{name} = " in written


def test_a_cycle_that_is_disconnected_sends_nothing() -> None:
    """`_give_up` relies on it: the transport may be closed."""
    written = inspect.getsource(RequestResponseCycle.send)
    assert written.index("if self.disconnected:") < written.index("self.transport.write")


@pytest.mark.parametrize(
    "name", ["pause_reading", "resume_reading", "pause_writing", "resume_writing", "drain"]
)
def test_flow_is_controlled_by_these(name: str) -> None:
    assert callable(getattr(FlowControl, name))


def test_flow_tells_whether_writing_waits() -> None:
    class Transport:
        """Of no connection."""

    flow = FlowControl(Transport())  # type: ignore[arg-type]
    assert (flow.write_paused, flow.read_paused) == (False, False)
    flow.pause_writing()
    assert flow.write_paused


def test_requests_that_wait_are_pairs_in_the_order_of_a_deque() -> None:
    written = inspect.getsource(HttpToolsProtocol.on_headers_complete)
    assert "self.pipeline.appendleft((self.cycle, app))" in written
    assert "self.pipeline.pop()" in inspect.getsource(HttpToolsProtocol.on_response_complete)


def test_a_request_that_cannot_be_read_ends_in_one_method_and_one_line_of_the_log() -> None:
    written = inspect.getsource(HttpToolsProtocol.data_received)
    assert "except httptools.HttpParserError" in written
    assert "self.logger.warning" in written
    assert "self.send_400_response" in written


def test_status_lines_are_bytes_by_number() -> None:
    assert httptools_impl.STATUS_LINE[431] == b"HTTP/1.1 431 Request Header Fields Too Large\r\n"


async def test_the_server_state_has_the_headers_and_tasks_of_all() -> None:
    state = ServerState()
    assert (state.default_headers, state.tasks, state.connections) == ([], set(), set())


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("startup", ["self", "sockets"]),
        ("shutdown", ["self", "sockets"]),
        ("on_tick", ["self", "counter"]),
        ("capture_signals", ["self"]),
        ("handle_exit", ["self", "sig", "frame"]),
    ],
)
def test_what_our_server_overrides_or_calls_is_there(name: str, parameters: list[str]) -> None:
    assert list(inspect.signature(getattr(Server, name)).parameters) == parameters


def test_a_server_ends_by_shutdown_after_its_main_loop() -> None:
    written = inspect.getsource(Server._serve)
    assert written.index("self.main_loop()") < written.index("self.shutdown(sockets=sockets)")
    assert "self.servers" in inspect.getsource(Server.startup)
    assert "shutdown" in OurServer.__dict__


async def test_a_configuration_takes_our_class_as_its_protocol() -> None:
    kind = guard_for(())
    config = uvicorn.Config(_app, http=kind, ws="none", log_config=None, access_log=False)
    config.load()
    assert config.http_protocol_class is kind
    assert all(hasattr(kind, name) for name in _OURS)
