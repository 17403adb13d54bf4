"""No act takes a text that nobody sees, whichever of its arguments brings it, on any database."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from kiosk.acts import ACTS, Office, Request, perform
from kiosk.domain.problem import Problem
from kiosk.domain.stock import EntryKind
from tests.acting import asked, do
from tests.make import spot

pytestmark = pytest.mark.on_every_store(is_quick=True)

HIDDEN = ("\x00", "\x1b", "\x7f", "\x9b", "\u200b", "\u202e", "\u2066", "\ufeff", "\ud800")

# Every act with arguments as they come; what an act does with them does not matter here.
SPOTS = [{"district": "370102", "name": "大厅", "kind": "window", "copies": 1}]
ARGS: dict[str, dict[str, Any]] = {
    "catalogue.publish": {"services": ["{}"], "shared": "{}", "effective_from": None},
    "batch.create": {"design": "a5-process", "services": ["QC10"], "spots": SPOTS},
    "batch.set-state": {"batch": "B0001", "state": "printed"},
    "batch.recall": {"batch": "B0001", "reason": "x", "replacement": "B0002"},
    "batch.preflight": {"batch": "B0001", "report": {"pages": ["x"]}},
    "stock.record": {"batch": "B0001", "placement": "P0001", "kind": "given", "note": "x"},
    "clerk.add": {"batch": "B0001", "placement": "P0001", "days": 1},
    "clerk.revoke": {"batch": "B0001", "placement": "P0001"},
    "clerk.record": {"link": "0123456789", "kind": "given"},
    "token.add": {"name": "x", "digest": "x"},
    "token.revoke": {"name": "x"},
    "badge.add": {"name": "x", "days": 1},
    "badge.revoke": {"name": "x"},
    "key.rotate": {"": ""},
    "key.retire": {"key": "k1"},
    "device.invite": {"name": "x", "placement": "P0001", "digest": "x"},
    "device.enrol": {"name": "x", "placement": "P0001", "key": "x"},
    "device.enrol-self": {"digest": "x", "key": "x"},
    "device.revoke": {"device": "D0001"},
    "device.accept-touches": {"device": "D0001", "day": 20261124, "part": 0},
    "clock.confirm": {"": ""},
    "account.invite-first": {"digest": "x"},
    "account.add": {"name": "x", "digest": "x"},
    "account.reset": {"name": "x", "digest": "x"},
    "account.disable": {"name": "x"},
    "account.begin": {"digest": "x", "name": "x", "password": "x"},
    "account.sign-in": {"name": "x", "verified": "x", "session": "x", "address": "x"},
    "account.sign-out": {"name": "x", "session": "x"},
    "account.change-password": {
        **dict.fromkeys(("name", "verified", "password", "session", "agent", "address"), "x"),
        "browser": None,
    },
    "account.end-session": {"name": "x", "id": "x"},
    "account.end-sessions": {"name": "x", "session": "x"},
    "report.download": {"from": "x", "to": "x", "by": "x", "format": "x"},
    "report.reconciliation": {"days": 1, "format": "x"},
    "cards.download": {"batch": "B0001", "format": "x", "profile": "x"},
    "cards.slips": {"batch": "B0001"},
    "backup.make": {"file": "x", "digest": "x"},
    "scan.judge": {"same": [["ab", 0, "person"]], "others": []},
    "scan.reclass": {"day": "20261124"},
}


def spoiled(value: Any, sign: str) -> list[Any]:
    """The same with one text of it spoiled, for each of its texts."""
    if isinstance(value, str):
        return [f"{value}{sign}"]
    if isinstance(value, dict):
        return [value | {name: bad} for name, kept in value.items() for bad in spoiled(kept, sign)]
    if isinstance(value, list):
        return [
            [*value[:at], bad, *value[at + 1 :]]
            for at, kept in enumerate(value)
            for bad in spoiled(kept, sign)
        ]
    return []


def test_every_act_is_looked_at() -> None:
    """An act that is new gets its line above."""
    assert ARGS.keys() == ACTS.keys()


async def test_no_text_of_an_act_may_hide_anything(office: Office) -> None:
    for name, sign in product(ARGS, HIDDEN):
        bad = spoiled(ARGS[name], sign)
        assert bad
        for args in bad:
            with pytest.raises(Problem) as told:
                await do(office, name, **args)
            assert told.value.code == "text-unseen"
            assert told.value.status == 422


async def test_neither_may_who_asks_nor_the_key(office: Office) -> None:
    for request in (
        Request("batch.recall", {}, "cli:\x1b[2J", "key"),
        Request("batch.recall", {}, "cli:x", "k\x00y"),
    ):
        with pytest.raises(Problem, match="text-unseen"):
            await perform(office, request)


async def test_lines_of_what_is_typed_become_one(office: Office) -> None:
    made = await do(
        office,
        "batch.create",
        design="a5-process",
        services=["QC10"],
        spots=[{**SPOTS[0], "district": spot().district, "name": "二楼\t大厅\n东"}],
        numbered=False,
    )
    batch = made["batch"]
    rows = await office.driver.read(lambda reader: reader.all("select name from placement"))
    assert [row["name"] for row in rows] == ["二楼 大厅 东"]
    entry = {"batch": batch, "placement": "P0001", "kind": EntryKind.GIVEN.value, "n": 1}
    await do(office, "stock.record", **entry, note=" 第一行\r\n\t第二行 ")
    rows = await office.driver.read(lambda reader: reader.all("select note from stock_entry"))
    assert [row["note"] for row in rows] == ["第一行 第二行"]
    await do(office, "batch.recall", batch=batch, reason="印错\n了", replacement=None)
    rows = await office.driver.read(lambda reader: reader.all("select reason from batch"))
    assert [row["reason"] for row in rows] == ["印错 了"]
    await do(office, "token.add", name=" 月报\n程序 ", digest="x")
    rows = await office.driver.read(lambda reader: reader.all("select name from token"))
    assert [row["name"] for row in rows] == ["月报 程序"]


async def test_a_name_has_a_bound(office: Office) -> None:
    asked_for: tuple[tuple[str, dict[str, Any]], ...] = (
        ("token.add", {"digest": "x"}),
        ("badge.add", {"days": 1}),
    )
    for act, args in asked_for:
        await do(office, act, name="长" * 60, **args)
        with pytest.raises(Problem, match="name-too-long"):
            await perform(office, asked(act, name="长" * 61, **args))
