"""What every command keeps to: status, one clear sentence, its language, never a traceback."""

from __future__ import annotations

import re
import sys

import click
import pytest

from kiosk.cli import main
from kiosk.store.sqlite_library import VERSION
from tests.cli.conftest import Run


def every_command(group: click.Command, *words: str) -> dict[str, click.Command]:
    if not isinstance(group, click.Group):
        return {" ".join(words): group}
    found: dict[str, click.Command] = {}
    for name, one in group.commands.items():
        found |= every_command(one, *words, name)
    return found


COMMANDS = every_command(main)


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_says_what_it_does(run: Run, words: str) -> None:
    told = run(*words.split(), "--help")
    assert told.exit_code == 0
    assert told.stdout.startswith(f"Usage: kiosk {words} ")
    said = " ".join((COMMANDS[words].help or "").split())
    assert re.match(r"[A-Z].*[.]$", said), said


@pytest.mark.parametrize(
    "words",
    [
        ("batch", "create"),
        ("batch", "create", "--design", "a5-process", "--placements", "not-there.csv"),
        ("report", "scans", "--from", "2026-11-01"),
        ("cards", "render", "B0001", "--format", "gif", "-o", "x"),
        ("nothing",),
    ],
    ids=" ".join,
)
def test_wrong_usage_has_status_two(run: Run, words: tuple[str, ...]) -> None:
    told = run(*words)
    assert told.exit_code == 2
    assert "Error" in told.stderr


WRONG = [
    (("batch", "show", "B0042"), "没有批次B0042。", "There is no batch B0042."),
    (("catalogue", "show", "QC99"), "没有事项QC99。", "There is no service QC99."),
    (
        ("report", "scans", "--from", "2026-11-31", "--to", "2026-12-01", "-o", "x"),
        "“2026-11-31”不是日期；请写成 2026-11-01 这样。",
        "“2026-11-31” is not a day; write it like 2026-11-01.",
    ),
    (("token", "revoke", "甲"), "没有正在使用的令牌“甲”。", "There is no active token “甲”."),
    (
        ("key", "retire", "K1", "--yes"),
        "K1是最后一个卡码密钥，不能停用；请先 kiosk key rotate。",
        "K1 is the last code key and cannot be retired; run kiosk key rotate first.",
    ),
    (
        ("serve", "--workers", "2"),
        "多个进程（--workers）需要 PostgreSQL；SQLite 只能用一个进程。",
        "More than one worker needs PostgreSQL; SQLite has one writer.",
    ),
]


@pytest.mark.parametrize(("words", "zh", "en"), WRONG, ids=[" ".join(words) for words, *_ in WRONG])
def test_what_is_wrong_is_said_in_one_sentence(
    run: Run, words: tuple[str, ...], zh: str, en: str
) -> None:
    for lang, sentence in (("zh_CN.UTF-8", zh), ("en_GB.UTF-8", en), ("", en)):
        told = run(*words, lang=lang)
        assert (told.exit_code, told.stdout) == (1, "")
        assert told.stderr == f"{sentence}\n"


FAULTS = [
    ("PUBLIC_URL", "HTTPS://MBK.EXAMPLE", "要用小写", "must be in lower case"),
    ("PUBLIC_URL", "mbk.example", "要一个不带查询和片段的", "must be an http or https address"),
    ("RETENTION_DAYS", "x", "要一个整数", "must be a whole number"),
    ("RETENTION_DAYS", "1", "不能小于2", "must be at least 2"),
    ("TIMEZONE", "Mars/Base", "要一个时区", "must be a time zone"),
    ("DATABASE_URL", "mysql://x", "要一个 postgresql:// 网址", "must be a postgresql:// address"),
    ("DATABASE_URL", "postgresql://u:a/b@h/db", "里有要改写的字符", "has characters to rewrite"),
    ("SITE_BADGE_URL", "javascript:1", "要一个 http", "must be an http"),
    ("CRYPTO", "md5", "只能是", "must be 'sha256'"),
]


@pytest.mark.parametrize(("name", "value", "zh", "en"), FAULTS)
def test_a_wrong_setting_is_named(run: Run, name: str, value: str, zh: str, en: str) -> None:
    wrong = {f"KIOSK_{name}": value}
    assert f"KIOSK_{name} {zh}" in run("settings", **wrong).stderr
    told = run("settings", lang="C", **wrong)
    assert f"KIOSK_{name} {en}" in told.stderr
    assert told.exit_code == 1


@pytest.mark.parametrize("lang", ["zh_CN.UTF-8", "C"])
def test_no_command_tells_the_password_of_the_database(run: Run, lang: str) -> None:
    """Neither where the settings are shown, nor where the database does not answer."""
    url = "postgresql://u:top%2Fsecret@127.0.0.1:1/db?sslpassword=sesame"
    for words in (("settings",), ("token", "list"), ("verify",)):
        told = run(*words, lang=lang, KIOSK_DATABASE_URL=url).output
        assert "secret" not in told
        assert "sesame" not in told
    assert "postgresql://u:***@127.0.0.1:1/db" in run("settings", KIOSK_DATABASE_URL=url).stdout


def test_settings_end_with_what_the_service_stands_on(run: Run) -> None:
    told = run("settings", lang="C").stdout
    assert f"# Python {sys.version_info.major}.{sys.version_info.minor}." in told
    assert f"SQLite {'.'.join(map(str, VERSION))}" in told


def test_a_settings_file_is_read_and_the_environment_wins(run: Run) -> None:
    with open("kiosk.toml", "w", encoding="utf-8") as file:  # noqa: PTH123 - the folder of the test
        file.write('site_operator = "某局"\nretention_days = 90\nhosts = "a.example, b.example"\n')
    told = run("--config", "kiosk.toml", "settings", KIOSK_RETENTION_DAYS="120").stdout
    assert "KIOSK_SITE_OPERATOR=某局" in told
    assert "KIOSK_RETENTION_DAYS=120" in told
    assert "KIOSK_HOSTS=a.example,b.example" in told


@pytest.mark.parametrize("text", ["nothing = 1", "retention_days = ", "\udce4".join("ab")])
def test_a_settings_file_that_cannot_be_used_is_told(run: Run, text: str) -> None:
    with open("kiosk.toml", "wb") as file:  # noqa: PTH123 - the folder of the test
        file.write(text.encode("utf-8", "surrogateescape"))
    told = run("--config", "kiosk.toml", "settings")
    assert told.exit_code == 1
    assert len(told.stderr.splitlines()) == 1
    assert "kiosk.toml" in told.stderr or "KIOSK_NOTHING 没有这项设置" in told.stderr
