"""How far the drawing has come: told to a person at a terminal, and to nobody else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from contextlib import suppress

import pytest

from kiosk.config import Settings
from tests.cli.conftest import Run

RENDER = (sys.executable, "-m", "kiosk", "cards", "render", "B0001", "-o", "cards.pdf")


def _environment(settings: Settings) -> dict[str, str]:
    chosen = {"KIOSK_DATA_DIR": str(settings.data_dir), "LANG": "zh_CN.UTF-8", "LC_ALL": ""}
    return os.environ | chosen | {"TERM": "xterm", "PYTHONIOENCODING": "utf-8"}


def _at_a_terminal(environment: dict[str, str]) -> str:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(RENDER, env=environment, stdout=theirs, stderr=theirs)
    os.close(theirs)
    seen = b""
    with suppress(OSError):  # what a closed terminal answers
        while more := os.read(ours, 4096):
            seen += more
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return seen.decode()


@pytest.mark.slow
def test_a_terminal_sees_a_bar_and_a_pipe_does_not(
    run: Run, settings: Settings, placements: str
) -> None:
    words = ("--design", "a5-process", "--service", "QC10", "--placements", placements)
    assert run("batch", "create", *words).exit_code == 0
    environment = _environment(settings)
    seen = _at_a_terminal(environment)
    assert "2/2" in seen
    assert "\x1b[" in seen
    piped = subprocess.run(RENDER, env=environment, capture_output=True, check=True)
    assert piped.stdout == b""
    assert piped.stderr.decode().startswith("这是样张：\n")
