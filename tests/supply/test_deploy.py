"""What docs/deploy holds: units that systemd takes, scripts that do what the manual says."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.config import Settings
from tests.cli.test_commands import COMMANDS
from tests.supply.netless import ROOT

DEPLOY = ROOT / "docs" / "deploy"
MANUAL = (ROOT / "docs" / "安装与运维.md").read_text("utf-8")
UNITS = ("kiosk.service", "kiosk-backup.service", "kiosk-backup.timer")
BLOCKS = re.findall(r"```sh\n(.*?)```", MANUAL, re.DOTALL)
LINES = [line for block in BLOCKS for line in block.splitlines()]
# What a system without our program brings; nothing of the manual needs more.
SYSTEM = {
    *(
        "cd",
        "chmod",
        "chown",
        "chronyc",
        "curl",
        "install",
        "journalctl",
        "ls",
        "nginx",
        "readlink",
    ),
    *("systemctl", "tar", "timedatectl", "umask", "useradd", "vi", "sh", "rm"),
}


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_takes_the_unit(unit: str, tmp_path: Path) -> None:
    """Where its checker is; nothing of the program need be installed."""
    text = (DEPLOY / unit).read_text("utf-8")
    assert re.findall(r"^\[(\w+)\]$", text, re.MULTILINE)[0] == "Unit"
    checker = shutil.which("systemd-analyze")
    if checker is None:
        return
    for name in UNITS:
        told = (DEPLOY / name).read_text("utf-8")
        told = told.replace("/opt/mingbai/current/bin/python", "/bin/true")
        (tmp_path / name).write_text(told.replace("EnvironmentFile=", "EnvironmentFile=-"))
    words = [checker, "verify", f"./{unit}"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_service_may_write_its_data_and_nothing_else() -> None:
    told = (DEPLOY / "kiosk.service").read_text("utf-8").splitlines()
    for line in (
        *("User=mingbai", "UMask=0077", "StateDirectory=mingbai", "StateDirectoryMode=0700"),
        *("ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "NoNewPrivileges=yes"),
        *("CapabilityBoundingSet=", "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6"),
    ):
        assert line in told
    assert not [line for line in told if line.startswith("ReadWritePaths")]


def test_the_settings_of_the_example_are_settings() -> None:
    told = (DEPLOY / "kiosk.env").read_text("utf-8")
    names = re.findall(r"^#?(?:KIOSK_)(\w+)=", told, re.MULTILINE)
    assert {name.lower() for name in names} <= set(Settings.model_fields)
    named = set(re.findall(r"KIOSK_([A-Z_]+)", MANUAL))
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_every_command_of_the_manual_exists() -> None:
    found = set()
    for line in LINES:
        for words in re.findall(r"(?:^|\s)kiosk ((?:[a-z]+ ?){1,2})", line.partition("#")[0]):
            first, second = (*words.split(), "")[:2]
            found.add(first if first in COMMANDS else f"{first} {second}".strip())
    assert found <= set(COMMANDS)
    assert {"restore", "verify", "settings", "serve"} <= found


def test_every_other_command_of_the_manual_is_the_systems() -> None:
    for line in LINES:
        for part in re.split(r"\s*(?:&&|;|\|)\s*", line):
            words = [word for word in part.split() if not re.match(r"[A-Z_]+=", word)]
            assert words[0] in SYSTEM | {"kiosk", "dd", "head", "base64"}, line


def test_every_file_that_the_manual_installs_is_packed() -> None:
    named = {name for line in LINES for name in re.findall(r"\bdeploy/([\w.-]+)", line)}
    assert named == {file.name for file in DEPLOY.iterdir()} - {"install.sh"}


@pytest.mark.parametrize("script", sorted(DEPLOY.glob("*.sh")), ids=lambda file: file.name)
def test_every_script_is_plain_sh(script: Path) -> None:
    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0
    assert script.read_text("utf-8").startswith("#!/bin/sh\n")


def test_a_daily_backup_keeps_what_is_worth_it_and_the_exercise_restores_it(
    fresh_data: Path, tmp_path: Path
) -> None:
    """backup.sh as the timer runs it, then the exercise of the manual."""
    data, kept, passphrase = tmp_path / "data", tmp_path / "kept", tmp_path / "passphrase"
    shutil.copytree(fresh_data, data)
    passphrase.write_text("correct horse battery\n")
    kept.mkdir()
    for age in (34, 36, 401):
        _aged(kept / f"mingbai-2026-01-0{age % 7 + 2}.zip", age)
    _aged(kept / "mingbai-2025-12-01.zip", 300)
    _aged(kept / "mingbai-2025-01-01.zip", 401)
    program = tmp_path / "kiosk"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m kiosk "$@"\n')
    program.chmod(0o755)
    environment = os.environ | {"KIOSK_DATA_DIR": str(data), "MINGBAI_PROGRAM": str(program)}
    words = ("sh", str(DEPLOY / "backup.sh"), str(kept), str(passphrase))
    for _ in range(2):  # the second of a day takes the place of the first
        subprocess.run(words, env=environment, check=True, capture_output=True)
    today = f"mingbai-{date.today():%Y-%m-%d}.zip"  # noqa: DTZ011 - of this machine, as date says
    names = {file.name for file in kept.iterdir()}
    assert names == {today, "mingbai-2026-01-08.zip", "mingbai-2025-12-01.zip"}
    assert stat.S_IMODE((kept / today).stat().st_mode) == 0o600
    exercise = environment | {"KIOSK_DATA_DIR": str(tmp_path / "exercise")}
    restore = ("restore", str(kept / today), "--passphrase-file", str(passphrase))
    for asked in (restore, ("verify",), ("batch", "list")):
        subprocess.run([str(program), *asked], env=exercise, check=True, capture_output=True)


def _aged(file: Path, days: int) -> None:
    file.touch()
    then = file.stat().st_mtime - timedelta(days=days).total_seconds()
    os.utime(file, (then, then))
