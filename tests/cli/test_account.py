"""People by command: links that open, accounts that end, and never a token in the database."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.config import Settings
from kiosk.store.sqlite_library import sqlite3
from tests.cli.conftest import Run
from tests.conftest import ADDRESS

PASSWORD = "四棵柳树 两口清泉 一座桥"
TOKEN = re.compile(r"\?token=([\w-]{43})$")


def test_an_invitation_is_a_link_shown_once(run: Run, settings: Settings) -> None:
    told = run("account", "add", "张三")
    assert told.exit_code == 0
    link = told.stdout.strip()
    assert link.startswith(f"{ADDRESS}/admin/begin?token=")
    assert "24小时内" in told.stderr
    assert run("account", "list").stdout == "张三  admin  等待打开链接\n"
    token = TOKEN.search(link)
    assert token is not None
    everything = b"".join(f.read_bytes() for f in settings.data_dir.iterdir() if f.is_file())
    assert token[1].encode() not in everything


def test_accounts_are_listed_and_ended(run: Run) -> None:
    for name in ("zhang", "li"):
        run("account", "add", name)
        _begin_with_its_link(run, name)
    assert json.loads(run("account", "list", "--json").stdout) == [
        {"name": "li", "role": "admin", "state": "active", "last_seen": None},
        {"name": "zhang", "role": "admin", "state": "active", "last_seen": None},
    ]
    asked = run("account", "disable", "li")
    assert (asked.exit_code, "停用账号li？" in asked.stdout) == (1, True)
    assert run("account", "disable", "LI", "--yes").exit_code == 0
    assert run("account", "list").stdout == "li  admin  已停用\nzhang  admin  在用\n"
    last = run("account", "disable", "zhang", "--yes")
    assert last.exit_code == 1
    assert last.stderr.startswith("“zhang”是最后一个能登录的账号，不能停用")
    again = run("account", "reset", "li")
    assert TOKEN.search(again.stdout.strip())
    assert run("account", "list").stdout.startswith("li  admin  等待打开链接\n")


def test_a_wrong_name_is_told(run: Run) -> None:
    for words, sentence in (
        (("account", "reset", "谁"), "没有账号“谁”。"),
        (("account", "disable", "谁", "--yes"), "没有账号“谁”。"),
        (("account", "add", "张 三"), "账号名只能用"),
    ):
        told = run(*words)
        assert (told.exit_code, told.stdout) == (1, "")
        assert sentence in told.stderr


@pytest.mark.slow
def test_the_link_of_a_first_start_opens_and_is_told_until_it_was_used(tmp_path: Path) -> None:
    plain = {name: value for name, value in os.environ.items() if name[:6] != "KIOSK_"}
    environment = plain | {"KIOSK_DATA_DIR": str(tmp_path / "new"), "LANG": "zh_CN.UTF-8"}
    dead, said = "", ""
    for start in range(3):
        process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "serve", "--port", "0"],
            env=environment | {"LC_ALL": "", "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        address = process.stdout.readline().strip().partition("：")[2]
        link = ""
        if start < 2:
            kept = tmp_path / "new" / "first-link.txt"
            told = process.stdout.readline()
            assert "还没有管理员" in told
            assert str(kept) in told
            assert "token=" not in told
            assert kept.stat().st_mode & 0o777 == 0o600
            link = kept.read_text().strip()
            assert link.startswith(f"{address}/admin/begin?token=")
            page = _open(link)
            assert "设置第一个管理员" in page
        if start == 1:
            port = urllib.parse.urlsplit(address).port
            dead = re.sub(r":\d+", f":{port}", dead)
            assert "这个链接已经用过，或者已被新的链接代替" in _open(dead)
            beside = subprocess.run(
                [sys.executable, "-m", "kiosk", "account", "add", "li"],
                env=environment | {"LC_ALL": ""},
                capture_output=True,
                text=True,
                timeout=60,
                check=True,
            )
            assert "给账号设置密码" in _open(beside.stdout.strip())
            _begin(link, address)
        process.send_signal(signal.SIGTERM)
        rest, errors = process.communicate(timeout=30)
        assert process.returncode == 0
        assert "token=" not in rest + errors
        said += link
        dead = link or dead
    everything = b"".join(f.read_bytes() for f in (tmp_path / "new").iterdir() if f.is_file())
    for token in re.findall(r"token=([\w-]{43})", said):
        assert token.encode() not in everything


def test_a_terminal_is_shown_the_link_itself(tmp_path: Path) -> None:
    """And no file has it."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"KIOSK_DATA_DIR": str(tmp_path / "data"), "LANG": "C", "LC_ALL": ""}
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "serve", "--port", "0"],
        env=environment,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    )
    told = b""
    while b"/admin/begin?token=" not in told.rpartition(b"\n")[0]:
        told += os.read(ours, 4_096)
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)
    os.close(theirs)
    os.close(ours)
    assert b"There is no administrator yet" in told
    assert not (tmp_path / "data" / "first-link.txt").exists()


@pytest.mark.slow
def test_a_public_address_that_is_set_is_the_links_own(tmp_path: Path) -> None:
    environment = os.environ | {
        "KIOSK_DATA_DIR": str(tmp_path / "data"),
        "KIOSK_PUBLIC_URL": "https://www.example.gov.cn/mbk",
        "LANG": "zh_CN.UTF-8",
        "LC_ALL": "",
        "PYTHONUNBUFFERED": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "serve", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(3)]
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    link = (tmp_path / "data" / "first-link.txt").read_text()
    assert link.startswith("https://www.example.gov.cn/mbk/admin/begin?token=")
    assert re.fullmatch(r"链接用的是公开地址，它要先能通到本机的端口\d+。\n", lines[2])


def _begin_with_its_link(run: Run, name: str) -> None:
    """Give an account a password as the page does, by the database: no service runs here."""
    folder = run("settings").stdout.split("KIOSK_DATA_DIR=")[1].split("  #")[0]
    with closing(sqlite3.connect(Path(folder) / "kiosk.sqlite3")) as database, database:
        database.execute("delete from invitation where account = ?", (name,))
        database.execute("insert into account values (?, 'admin', 'hash', 0, null)", (name,))


def _open(link: str) -> str:
    try:
        with urllib.request.urlopen(link) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as refused:
        return refused.read().decode()


def _begin(link: str, address: str) -> None:
    page = _open(link)
    fields = {
        name: re.findall(rf'name="{name}" value="([^"]+)"', page)[0] for name in ("key", "token")
    }
    fields |= {"name": "张三", "password": PASSWORD, "again": PASSWORD}
    asked = urllib.request.Request(
        f"{address}/admin/begin",
        data=urllib.parse.urlencode(fields).encode(),
        headers={"Origin": address},
    )
    with urllib.request.urlopen(asked) as answer:
        assert answer.status == 200
