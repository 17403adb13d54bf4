"""Backups at a terminal, on a disk that fills, and of more rows than memory should hold."""

from __future__ import annotations

import asyncio
import os
import pty
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kiosk.config import Settings
from kiosk.domain.period import Zone
from tests.cli.conftest import Run
from tests.store.rows import NOON, scan
from tests.stores import Store, in_folder

PASSPHRASE = "correct horse battery"
ROWS = 300_000
# A process begins with its parent's weight, so a light one must start it.
WEIGHING = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, used = os.wait4(process.pid, 0)
print(used.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""
KIOSK = (sys.executable, "-m", "kiosk")


def environment(settings: Settings, **more: str) -> dict[str, str]:
    chosen = {"KIOSK_DATA_DIR": str(settings.data_dir), "LANG": "zh_CN.UTF-8", "LC_ALL": ""}
    return os.environ | chosen | {"TERM": "xterm", "PYTHONIOENCODING": "utf-8"} | more


class Terminal:
    """A person at a terminal, who types when asked."""

    def __init__(self, words: tuple[str, ...], settings: Settings, **more: str) -> None:
        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(
            [*KIOSK, *words],
            env=environment(settings, **more),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.seen = ""

    def types(self, text: str, *, at: str) -> None:
        """Wait for a question, and answer it once it hides what is typed."""
        while at not in self.seen:
            self.seen += os.read(self._ours, 4096).decode()
        time.sleep(0.2)
        self.seen = ""
        os.write(self._ours, text.encode() + b"\n")

    def ends(self) -> int:
        """Read to the end; the status."""
        for more in iter(self._more, b""):
            self.seen += more.decode(errors="replace")
        os.close(self._ours)
        return self._process.wait(60)

    def _more(self) -> bytes:
        try:
            return os.read(self._ours, 4096)
        except OSError:  # what a closed terminal answers
            return b""


@pytest.mark.slow
def test_at_a_terminal_the_passphrase_is_asked_for_unseen(
    settings: Settings, tmp_path: Path
) -> None:
    file, new = str(tmp_path / "all.zip"), str(tmp_path / "new")
    making = Terminal(("backup", file), settings)
    making.types(PASSPHRASE, at="备份口令")
    making.types(PASSPHRASE, at="再输入一次")
    assert making.ends() == 0
    assert "含卡码密钥K1" in making.seen
    assert "all.zip" in making.seen.partition("含卡码密钥")[0]  # the bar
    assert PASSPHRASE not in making.seen
    restoring = Terminal(("restore", file), settings, KIOSK_DATA_DIR=new)
    restoring.types(PASSPHRASE, at="备份口令")
    assert restoring.ends() == 0
    assert PASSPHRASE not in restoring.seen
    assert (Path(new) / "keys.json").exists()


@pytest.mark.parametrize("part", [0.5, 1.0], ids=["copying", "packing"])
def test_a_disk_that_fills_leaves_nothing(
    run: Run, settings: Settings, tmp_path: Path, part: float
) -> None:
    """While the database is copied, and while the file is written that holds the copy."""
    assert run("backup", "whole.zip", "--without-keys").exit_code == 0
    left = int(Path("whole.zip").stat().st_size * part) - 100
    Path("whole.zip").unlink()
    done = subprocess.run(
        [*KIOSK, "backup", "all.zip", "--without-keys"],
        cwd=tmp_path,
        env=environment(settings),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (left, left)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.fixture
def large(store: Store, tmp_path: Path) -> Settings:
    """A started service with many rows."""
    data = in_folder(store, tmp_path / "large")
    data.mkdir(exist_ok=True)
    return Settings(data_dir=data, **store.settings)


@pytest.mark.slow
@pytest.mark.on_every_store
def test_memory_stays_flat(
    large: Settings, store: Store, spare: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("backups")
    one = environment(large, **store.environment)
    data = in_folder(spare, folder / "spare")
    other = environment(Settings(data_dir=data), **spare.environment)
    subprocess.run([*KIOSK, "batch", "list"], env=one, check=True)
    small = peak_mib("backup", str(folder / "small.zip"), "--without-keys", env=one)
    asyncio.run(fill(store))
    file = folder / "large.zip"
    many = peak_mib("backup", str(file), "--without-keys", env=one)
    back = peak_mib("restore", str(file), env=other)
    size = file.stat().st_size / 2**20
    print(  # noqa: T201 - the figures are the point
        f"\n{ROWS} rows, {size:.0f} MiB: backup {small:.0f} -> {many:.0f} MiB, restore {back:.0f}"
    )
    assert size > 30
    assert many - small < 12
    assert back - small < 12


async def fill(store: Store) -> None:
    driver = await store.open(Zone("Asia/Shanghai"))
    for first in range(0, ROWS, 3_000):
        await driver.record([scan(first + n, at=NOON + first + n) for n in range(3_000)], {})
    await driver.close()


def peak_mib(*words: str, env: dict[str, str]) -> float:
    """The most memory that a command took."""
    asked = [sys.executable, "-c", WEIGHING, *KIOSK, *words]
    done = subprocess.run(asked, env=env, check=True, stderr=subprocess.PIPE, text=True)
    return int(done.stderr.splitlines()[-1]) / 1024
