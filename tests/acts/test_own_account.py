"""Who changes their password ends all other sessions; nobody ends those of somebody else."""

from __future__ import annotations

import json

import pytest

from kiosk.acts import Office
from kiosk.acts.own_account import ChangePassword, EndOtherSessions, EndSession
from kiosk.domain.problem import Problem
from kiosk.store import accounts, log
from kiosk.store.driver import Row
from tests.acting import do
from tests.acts.test_account import account, sign_in

pytestmark = pytest.mark.on_every_store(is_quick=True)


def digest(letter: str) -> str:
    return letter * 64


async def sessions(office: Office, name: str = "zhang") -> list[Row]:
    return await office.driver.read(
        lambda reader: accounts.sessions(reader, name, seen_after=0, begun_after=0)
    )


async def digests(office: Office, name: str = "zhang") -> set[str]:
    return {row["digest"] for row in await sessions(office, name)}


def change(**changes: str | None) -> ChangePassword:
    args: dict[str, str | None] = {
        "name": "zhang",
        "verified": "hash",
        "password": "new hash",
        "session": digest("n"),
        "agent": "chrome windows",
        "address": "192.0.2.7",
        "browser": None,
    }
    return ChangePassword(**(args | changes))  # type: ignore[arg-type]


async def last(office: Office) -> tuple[str, str, str, dict[str, object]]:
    (line,) = await office.driver.read(lambda reader: log.last(reader, limit=1))
    return line["actor"], line["act"], line["subject"], json.loads(line["detail"])


async def test_a_new_password_ends_every_session_and_begins_one(office: Office) -> None:
    for name in ("zhang", "li"):
        await account(office, name)
    for letter in "abc":
        await sign_in(office, session=digest(letter))
    await sign_in(office, "li", session=digest("l"))
    await do(office, change())
    (row,) = await sessions(office)
    assert (row["digest"], row["agent"], row["address"]) == (
        digest("n"),
        "chrome windows",
        "192.0.2.7",
    )
    assert await digests(office, "li") == {digest("l")}
    found = await office.driver.read(lambda reader: accounts.find(reader, "zhang"))
    assert found is not None
    assert found["password"] == "new hash"
    _, act, subject, detail = await last(office)
    assert (act, subject, detail) == ("account.change-password", "zhang", {"ended": 2})


async def test_a_password_that_was_changed_meanwhile_is_not_changed_back(office: Office) -> None:
    await account(office)
    await do(office, change())
    with pytest.raises(Problem, match="password-old-wrong"):
        await do(office, change(password="third hash", session=digest("m")))
    await do(office, "account.add", name="li", digest="link")
    await do(office, "account.begin", digest="link", name="", password="hash")
    await do(office, "account.disable", name="zhang")
    with pytest.raises(Problem, match="password-old-wrong"):
        await do(office, change(verified="new hash", session=digest("m")))
    assert await digests(office) == set()


async def test_one_session_is_ended_by_the_beginning_of_its_digest(office: Office) -> None:
    for name in ("zhang", "li"):
        await account(office, name)
    for letter in "ab":
        await sign_in(office, session=digest(letter))
    await do(office, EndSession("zhang", digest("a")[:16]))
    assert await digests(office) == {digest("b")}
    assert (await last(office))[1:3] == ("account.end-session", "zhang")
    for wanted in (digest("a")[:16], "", "b", digest("b")):
        with pytest.raises(Problem, match="session-not-found"):
            await do(office, EndSession("zhang", wanted))
    with pytest.raises(Problem, match="session-not-found"):
        await do(office, EndSession("li", digest("b")[:16]))
    assert await digests(office) == {digest("b")}


async def test_all_others_are_ended_at_once(office: Office) -> None:
    for name in ("zhang", "li"):
        await account(office, name)
    for letter in "abc":
        await sign_in(office, session=digest(letter))
    await sign_in(office, "li", session=digest("l"))
    await do(office, EndOtherSessions("zhang", digest("b")))
    assert await digests(office) == {digest("b")}
    assert await digests(office, "li") == {digest("l")}
    assert (await last(office))[1:] == ("account.end-sessions", "zhang", {"ended": 2})
