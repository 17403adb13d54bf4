"""The service as a process of its own, and clients that keep it busy."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HOST = "mbk.example.gov.cn"


@dataclass
class Service:
    """A data folder, and the process that serves it while one runs."""

    data: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    settings: dict[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    config: Path | None = None
    program: str = "kiosk"

    def __post_init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]

    @property
    def environment(self) -> dict[str, str]:
        """What the process is started with."""
        plain = {name: value for name, value in os.environ.items() if name[:6] != "KIOSK_"}
        return plain | {
            "KIOSK_DATA_DIR": str(self.data),
            "KIOSK_PUBLIC_URL": f"https://{HOST}",
            **self.settings,
        }

    def start(self) -> float:
        """Start, and wait until it answers; the seconds that took."""
        begun = time.monotonic()
        with self._told.open("ab") as told, self._logged.open("ab") as logged:
            self.process = subprocess.Popen(
                [*self._program, "serve", "--port", str(self.port), *self.words],
                env=self.environment,
                stdout=told,
                stderr=logged,
                start_new_session=True,
            )
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=1):
                    return time.monotonic() - begun
            except OSError:
                assert self.process.poll() is None, "the service ended by itself"
                time.sleep(0.01)

    @property
    def _program(self) -> list[str]:
        config = ["--config", str(self.config)] if self.config else []
        return [sys.executable, "-m", self.program, *config]

    @property
    def told(self) -> str:
        """What it has printed in all its starts."""
        return self._told.read_text("utf-8")

    def log(self, event: str) -> list[dict[str, Any]]:
        """What its log tells of one kind, in all its starts."""
        told = self._logged.read_text("utf-8").splitlines()
        lines = [json.loads(line) for line in told if line.startswith("{")]
        return [line for line in lines if line.get("event") == event]

    @property
    def _logged(self) -> Path:
        return self.data.with_suffix(".log")

    @property
    def _told(self) -> Path:
        return self.data.with_suffix(".told")

    def command(self, *words: str) -> str:
        """Run a command beside the service; what it printed."""
        done = subprocess.run(
            [*self._program, *words],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def get(self, path: str) -> bytes:
        """What it answers at a path."""
        asked = f"http://127.0.0.1:{self.port}{path}"
        with urllib.request.urlopen(asked, timeout=5) as answer:
            return bytes(answer.read())

    def ready(self) -> dict[str, Any]:
        """What it says of itself."""
        address = f"http://127.0.0.1:{self.port}/readyz"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as refusal:
            return dict(json.load(refusal))

    def kill(self) -> None:
        """End it and its workers without a chance to do anything."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)
            self.process = None

    @property
    def workers(self) -> set[int]:
        """The processes that serve."""
        assert self.process is not None
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(
            "ascii"
        )
        return {int(pid) for pid in listed.split()}

    def replace(self) -> None:
        """Have it load program and settings anew, and wait until all its workers are new ones."""
        assert self.process is not None
        before = self.workers
        self.process.send_signal(signal.SIGHUP)
        self.wait_for_workers(before)

    def wait_for_workers(self, before: set[int]) -> None:
        """Wait until as many others serve as did `before`."""
        deadline = time.monotonic() + 60
        while True:
            now = self.workers
            if not now & before and len(now) == len(before):
                return
            assert time.monotonic() < deadline, (before, now)
            time.sleep(0.02)

    def stop(self) -> None:
        """Ask it to end."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)
            self.process = None


@dataclass
class Load:
    """Clients that each send one request after another until they are told to stop.

    Where they are `strict`, an answer that does not come is a failure; after one that closes the
    connection they connect again, but for `is_last_connection`: who connects to a service that
    is about to end may be refused.
    """

    port: int
    codes: Iterator[str]
    strict: bool = False
    think_s: float = 0.0
    is_last_connection: bool = False
    sent: list[str] = field(default_factory=list)
    recorded: list[str] = field(default_factory=list)
    spooled: list[str] = field(default_factory=list)
    unrecorded: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    refused: int = 0
    _stopping: bool = False

    async def run(self, *, clients: int) -> None:
        """Run until `stop`."""
        await asyncio.gather(*(self._client() for _ in range(clients)))

    @property
    def acknowledged(self) -> list[str]:
        """What was answered as durably kept, in the database or in the spool."""
        return self.recorded + self.spooled

    @property
    def longest(self) -> float:
        """The longest that any client waited for an answer, in seconds."""
        return max(self.waits, default=0.0)

    def stop(self) -> None:
        """Let every client end after the request it is at."""
        self._stopping = True

    async def _client(self) -> None:
        while not self._stopping and not (self.sent and self.is_last_connection):
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                self.refused += 1
                return
            try:
                await self._talk(reader, writer)
            except (OSError, asyncio.IncompleteReadError):
                if self.strict:
                    self.failed.append(self.sent[-1])
                    continue
                return  # the service was killed under the request
            finally:
                writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Send requests over one connection until it is closed."""
        is_open = True
        while is_open and not self._stopping:
            is_open = await self._request(reader, writer, next(self.codes))
            await asyncio.sleep(self.think_s)

    async def _request(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, code: str
    ) -> bool:
        """One scan; whether the connection stays open."""
        self.sent.append(code)
        writer.write(
            f"GET /S/{code} HTTP/1.1\r\nHost: {HOST}\r\nUser-Agent: Mozilla/5.0 {code}\r\n"
            "Accept-Encoding: br\r\n\r\n".encode()
        )
        begun = time.monotonic()
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.split(b"content-length: ")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        self.waits.append(time.monotonic() - begun)
        outcomes = {
            b"x-scan: recorded": self.recorded,
            b"x-scan: spooled": self.spooled,
            b"x-scan: unrecorded": self.unrecorded,
        }
        kept = next((kept for told, kept in outcomes.items() if told in head), self.failed)
        kept.append(code)
        return b"connection: close" not in head
