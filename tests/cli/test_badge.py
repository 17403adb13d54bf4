"""``kiosk badge``: made, listed, revoked; its address is printed once."""

from __future__ import annotations

import json
import re

from tests.cli.conftest import Run
from tests.conftest import ADDRESS


def test_a_badge_is_made_listed_and_revoked(run: Run) -> None:
    made = run("badge", "add", "张三", "--days", "3")
    assert made.exit_code == 0
    assert re.fullmatch(rf"{ADDRESS}/staff/[0-9a-f]{{10}}-[0-9]{{8}}-[0-9a-f]{{32}}\n", made.stdout)
    assert "当天有效" in made.stderr
    (line,) = json.loads(run("badge", "list", "--json").stdout)
    assert (line["name"], line["state"]) == ("张三", "active")
    assert "/staff/" not in run("badge", "list").output
    assert run("badge", "revoke", "张三").exit_code == 0
    assert "张三  已停用" in run("badge", "list").stdout
    assert run("badge", "add", "张三").exit_code == 0
    assert [one["state"] for one in json.loads(run("badge", "list", "--json").stdout)] == [
        "revoked",
        "active",
    ]


def test_what_cannot_be_is_told_in_a_sentence(run: Run) -> None:
    assert run("badge", "add", "甲").exit_code == 0
    for words, sentence in (
        (("badge", "add", "甲"), "“甲”已有可用的工作人员标记"),
        (("badge", "add", " "), "请写明标记发给谁"),
        (("badge", "revoke", "乙"), "“乙”没有可用的工作人员标记"),
    ):
        told = run(*words)
        assert told.exit_code == 1
        assert told.stderr.startswith(sentence)
    assert run("badge", "add", "丙", "--days", "731").exit_code == 2
