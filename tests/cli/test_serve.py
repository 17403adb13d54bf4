"""The service as a process: what it prints, what it refuses, how it ends, who writes beside it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest

from kiosk.app.ground import known_faults, programs
from kiosk.store.sqlite_library import sqlite3
from tests.faults.process import Service

T = TypeVar("T")


@pytest.fixture
def service(fresh_data: Path, tmp_path: Path) -> Iterator[Service]:
    started = Service(tmp_path / "data")
    started.start()
    yield started
    started.kill()


def test_a_first_start_serves_and_says_where(tmp_path: Path) -> None:
    """Port 0: without a public address the one in use is told, so that the link opens."""
    plain = {name: value for name, value in os.environ.items() if name[:6] != "KIOSK_"}
    environment = plain | {"KIOSK_DATA_DIR": str(tmp_path / "new"), "LANG": "zh_CN.UTF-8"}
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "serve", "--port", "0"],
        env=environment | {"LC_ALL": "", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    told = process.stdout.readline()
    address = re.fullmatch(r"正在服务：(http://localhost:\d+)\n", told)
    assert address is not None, told
    with urllib.request.urlopen(f"{address[1]}/services/QC10") as answer:
        assert "行政复议" in answer.read().decode()
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=30)
    events = [json.loads(line)["event"] for line in errors.splitlines()]
    assert (process.returncode, set(events) - {"known-fault"}) == (0, set())
    assert len(events) == len(list(known_faults(programs())))
    assert not (tmp_path / "new" / "control.sock").exists()


def test_a_second_service_on_the_same_folder_is_refused(service: Service) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "kiosk", "serve", "--port", "0"],
        env=service.environment | {"LANG": "zh_CN.UTF-8", "LC_ALL": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert second.returncode == 1
    assert second.stderr.startswith("数据文件夹")
    assert second.stderr.count("\n") == 1


def test_a_taken_port_is_told(service: Service, tmp_path: Path) -> None:
    other = subprocess.run(
        [sys.executable, "-m", "kiosk", "serve", "--port", str(service.port)],
        env=service.environment | {"KIOSK_DATA_DIR": str(tmp_path / "other"), "LANG": "C"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert other.returncode == 1
    assert f"Cannot listen on 127.0.0.1 port {service.port}" in other.stderr


def test_commands_beside_the_service_are_in_force_at_once(service: Service, tmp_path: Path) -> None:
    file = tmp_path / "placements.csv"
    file.write_text("district,name,kind,copies\n370124,平阴大厅,window,5\n", encoding="utf-8")
    printed = service.command(
        *("batch", "create", "--design", "a5-process", "--service", "QC10", "--json"),
        *("--placements", str(file)),
    )
    code = json.loads(printed)["codes"][0]["code"]
    asked = urllib.request.Request(
        f"http://127.0.0.1:{service.port}/S/{code}",
        headers={"Host": "mbk.example.gov.cn", "User-Agent": "Mozilla/5.0 (iPhone)"},
    )
    with urllib.request.urlopen(asked) as answer:
        assert answer.headers["X-Scan"] == "recorded"
        assert "平阴县" in answer.read().decode()
    service.command("batch", "recall", "B0001", "--reason", "电话有误", "--yes")
    with pytest.raises(urllib.error.HTTPError) as gone:
        urllib.request.urlopen(asked)
    assert gone.value.code == 410
    assert "电话有误" in gone.value.read().decode()


def test_asked_to_end_it_keeps_what_it_counted_and_ends_well(service: Service) -> None:
    """A code that was never issued waits up to a second for its total: an end must not lose it."""
    process = service.process
    assert process is not None
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(
            urllib.request.Request(
                f"http://127.0.0.1:{service.port}/S/0123456789AB",
                headers={"Host": "mbk.example.gov.cn"},
            )
        )
    service.stop()
    assert process.returncode == 0
    with closing(sqlite3.connect(service.data / "kiosk.sqlite3")) as database:
        counted = database.execute("select class, n from total_day").fetchall()
    assert counted == [("forged", 1)]


@pytest.mark.slow
def test_a_hangup_puts_new_settings_in_force_and_refuses_broken_ones(
    fresh_data: Path, tmp_path: Path
) -> None:
    shutil.copytree(fresh_data, tmp_path / "data")
    config = tmp_path / "kiosk.toml"
    config.write_text("", "utf-8")
    service = Service(tmp_path / "data", config=config)
    service.start()
    try:
        assert service.process is not None
        before = service.workers
        config.write_text('retention_days = "soon"\n', "utf-8")
        service.process.send_signal(signal.SIGHUP)
        checked = wait_for(lambda: service.workers - before)
        wait_for(lambda: service.workers == before)
        assert checked  # a process that loaded program and settings, and said no
        assert "样例局" not in service.get("/").decode()
        config.write_text('site_operator = "样例局"\n', "utf-8")
        service.replace()
        assert "样例局" in service.get("/").decode()
        service.stop()
    finally:
        service.kill()


def wait_for(condition: Callable[[], T]) -> T:
    """What a condition says once it says something."""
    deadline = time.monotonic() + 60
    while True:
        if told := condition():
            return told
        assert time.monotonic() < deadline
        time.sleep(0.01)
