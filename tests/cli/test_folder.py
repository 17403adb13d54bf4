"""The data folder: nobody else on the machine reads what lies in it."""

from __future__ import annotations

import os
import stat
import tempfile
from itertools import takewhile
from pathlib import Path

from structlog.testing import capture_logs

from kiosk.app.folder import Folder
from kiosk.config import Settings
from kiosk.domain.problem import Problem
from tests.cli.conftest import Run


def modes(folder: Path) -> dict[str, int]:
    """The modes of a folder (``.``) and of all that lies in it."""
    found = {str(path.relative_to(folder)): path for path in (folder, *folder.rglob("*"))}
    return {name: stat.S_IMODE(path.lstat().st_mode) for name, path in found.items()}


def open_to_others(folder: Path) -> dict[str, int]:
    return {name: mode for name, mode in modes(folder).items() if mode & 0o077}


def test_a_folder_made_beforehand_is_closed_with_all_that_lies_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    (folder / "parts").mkdir(mode=0o755)
    for name in ("kiosk.sqlite3", "kiosk.sqlite3-wal", "spool-0.sqlite3"):
        (folder / name).touch()
        (folder / name).chmod(0o644)
    outside = tmp_path / "outside"
    outside.touch()
    outside.chmod(0o644)
    (folder / "link").symlink_to(outside)
    with capture_logs() as logs:
        Folder.of(Settings(data_dir=folder))
    assert open_to_others(folder).keys() <= {"link"}
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644
    assert [line["event"] for line in logs] == ["folder-closed"]
    with capture_logs() as logs:
        Folder.of(Settings(data_dir=folder))
    assert logs == []


def test_a_folder_of_somebody_else_that_stays_open_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)
    for parent in takewhile(lambda path: path != Path(tempfile.gettempdir()), folder.parents):
        parent.chmod(0o755)
    settings = Settings(data_dir=folder)
    if os.geteuid() != 0:
        settings = Settings(data_dir=Path("/"))  # root's, and open
    child = os.fork()
    if child == 0:
        status = 1
        try:
            if os.geteuid() == 0:
                os.setuid(65_534)
            Folder.of(settings)
        except Problem as problem:
            status = 0 if problem.code == "folder-open" else 2
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_secret_file_that_others_can_read_is_told(tmp_path: Path) -> None:
    secrets = tmp_path / "keys.json"
    secrets.touch()
    secrets.chmod(0o644)
    with capture_logs() as logs:
        Folder.of(Settings(data_dir=tmp_path / "data", secret_file=secrets))
    assert [line["event"] for line in logs] == ["secret-file-open"]


def test_commands_leave_nothing_open_to_others(tmp_path: Path, run: Run) -> None:
    """Whatever the person's umask; what the person asked to have written follows that one."""
    before = os.umask(0o022)
    try:
        new = tmp_path / "made"
        run("token", "add", "one", KIOSK_DATA_DIR=str(new))
        run("backup", "kept.backup", "--without-keys", KIOSK_DATA_DIR=str(new))
        days = ("--from", "2026-11-01", "--to", "2026-11-30")
        run("report", "scans", *days, "--format", "csv", "-o", "report.csv")
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)
    assert "kiosk.sqlite3" in modes(new)
    assert open_to_others(new) == {}
    assert stat.S_IMODE((tmp_path / "kept.backup").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "report.csv").stat().st_mode) == 0o644
