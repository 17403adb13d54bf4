"""A link works once, an account ends with its sessions, and somebody can always sign in."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

import pytest

from kiosk.acts import Office
from kiosk.acts.account import IDLE_MS, LINK_MS, LONGEST_MS
from kiosk.domain.problem import Problem
from kiosk.store import accounts
from kiosk.store.driver import Row
from tests.acting import do
from tests.make import Clock

pytestmark = pytest.mark.on_every_store


async def refused(office: Office, name: str, /, **args: Any) -> str:
    with pytest.raises(Problem) as told:
        await do(office, name, **args)
    return told.value.code


async def account(office: Office, name: str = "zhang", *, hashed: str = "hash") -> None:
    await do(office, "account.add", name=name, digest=f"link of {name}")
    await do(office, "account.begin", digest=f"link of {name}", name="", password=hashed)


async def sign_in(office: Office, name: str = "zhang", **changes: Any) -> None:
    args: dict[str, Any] = {
        "name": name,
        "verified": "hash",
        "password": None,
        "session": secrets.token_hex(4),
        "ends": None,
        "address": "192.0.2.1",
        "browser": None,
    }
    await do(office, "account.sign-in", **(args | changes))


async def see(office: Office, digest: str) -> None:
    now = office.now()
    await office.driver.write(lambda tx: tx.run(accounts.SEE_SESSION, digest=digest, now=now))


async def sessions(office: Office) -> list[str]:
    rows = await office.driver.read(
        lambda reader: reader.all("select digest from session order by begun_at, digest")
    )
    return [row["digest"] for row in rows]


async def found(office: Office, name: str) -> Row:
    row = await office.driver.read(lambda reader: accounts.find(reader, name))
    assert row is not None
    return row


async def test_the_first_link_makes_the_first_administrator_once(office: Office) -> None:
    await do(office, "account.invite-first", digest="a")
    made = await do(office, "account.begin", digest="a", name=" Zhang ", password="hash")
    assert made == {"name": "zhang"}
    assert (await found(office, "zhang"))["role"] == "admin"
    again = await refused(office, "account.begin", digest="a", name="li", password="hash")
    assert again == "invitation-used"
    assert await refused(office, "account.invite-first", digest="b") == "invitation-used"


async def test_a_newer_first_link_ends_the_older_one(office: Office) -> None:
    await do(office, "account.invite-first", digest="a")
    await do(office, "account.invite-first", digest="b")
    code = await refused(office, "account.begin", digest="a", name="zhang", password="hash")
    assert code == "invitation-used"
    await do(office, "account.begin", digest="b", name="zhang", password="hash")


async def test_of_two_people_with_the_same_link_one_wins(office: Office) -> None:
    await do(office, "account.invite-first", digest="a")
    names = ("zhang", "li")
    outcomes = await asyncio.gather(
        *(do(office, "account.begin", digest="a", name=name, password="hash") for name in names),
        return_exceptions=True,
    )
    (lost,) = [outcome for outcome in outcomes if isinstance(outcome, Problem)]
    assert lost.code == "invitation-used"
    (row,) = await office.driver.read(accounts.known)
    assert {"name": row["name"]} in outcomes


async def test_a_first_link_is_dead_once_there_is_an_account(office: Office) -> None:
    await do(office, "account.invite-first", digest="a")
    await account(office)
    code = await refused(office, "account.begin", digest="a", name="li", password="hash")
    assert code == "invitation-used"


async def test_a_name_that_was_taken_by_the_first_link_is_not_anothers(office: Office) -> None:
    await do(office, "account.invite-first", digest="a")
    await do(office, "account.add", name="li", digest="b")
    await do(office, "account.begin", digest="a", name="li", password="hash")
    code = await refused(office, "account.begin", digest="b", name="", password="other")
    assert code == "invitation-used"


@pytest.mark.parametrize(("after_ms", "works"), [(LINK_MS - 1, True), (LINK_MS, False)])
async def test_a_link_is_good_for_a_day(
    office: Office, clock: Clock, after_ms: int, works: bool
) -> None:
    await do(office, "account.add", name="zhang", digest="a")
    clock.at += after_ms
    if works:
        await do(office, "account.begin", digest="a", name="", password="hash")
    else:
        code = await refused(office, "account.begin", digest="a", name="", password="hash")
        assert code == "invitation-expired"


async def test_a_link_for_somebody_sets_no_other_name(office: Office) -> None:
    await do(office, "account.add", name="zhang", digest="a")
    made = await do(office, "account.begin", digest="a", name="somebody-else", password="hash")
    assert made == {"name": "zhang"}


async def test_a_name_is_given_once(office: Office) -> None:
    await account(office)
    assert await refused(office, "account.add", name="ZHANG", digest="b") == "account-taken"
    assert await refused(office, "account.add", name="a b", digest="b") == "account-name-faulty"


async def test_a_reset_ends_password_and_sessions_at_once(office: Office) -> None:
    await account(office)
    await sign_in(office)
    await do(office, "account.reset", name="zhang", digest="b")
    assert await sessions(office) == []
    with pytest.raises(Problem, match="sign-in-refused"):
        await sign_in(office)
    await do(office, "account.begin", digest="b", name="", password="new")
    await sign_in(office, verified="new")
    assert await refused(office, "account.reset", name="nobody", digest="c") == "account-not-found"


async def test_a_disabled_account_has_no_sessions_and_no_links(office: Office) -> None:
    await account(office)
    await account(office, "li")
    await sign_in(office, "li")
    await do(office, "account.disable", name="li")
    assert await sessions(office) == []
    with pytest.raises(Problem, match="sign-in-refused"):
        await sign_in(office, "li")
    assert await refused(office, "account.disable", name="li") == "account-disabled"
    await do(office, "account.reset", name="li", digest="b")
    await do(office, "account.begin", digest="b", name="", password="hash")
    await sign_in(office, "li")


async def test_the_last_who_can_sign_in_stays(office: Office) -> None:
    await account(office)
    assert await refused(office, "account.disable", name="zhang") == "account-last"
    await account(office, "li")
    await do(office, "account.reset", name="li", digest="b")  # li cannot sign in just now
    assert await refused(office, "account.disable", name="zhang") == "account-last"
    await do(office, "account.disable", name="li")
    code = await refused(office, "account.begin", digest="b", name="", password="hash")
    assert code == "invitation-used"


async def test_a_sign_in_begins_anew_and_sweeps_what_is_over(office: Office, clock: Clock) -> None:
    await account(office)
    await sign_in(office, session="old")
    clock.at += IDLE_MS + 1
    await sign_in(office, session="mine")
    assert await sessions(office) == ["mine"]
    await sign_in(office, session="next", ends="mine")
    assert await sessions(office) == ["next"]
    for _ in range(LONGEST_MS // IDLE_MS + 1):
        clock.at += IDLE_MS - 1
        await see(office, "next")
    await sign_in(office, session="other")
    assert await sessions(office) == ["other"]


async def test_a_password_changed_while_it_was_compared_opens_nothing(office: Office) -> None:
    await account(office)
    await do(office, "account.reset", name="zhang", digest="b")
    await do(office, "account.begin", digest="b", name="", password="other")
    with pytest.raises(Problem, match="sign-in-refused"):
        await sign_in(office, verified="hash")
    assert await sessions(office) == []


async def test_a_hash_made_anew_replaces_the_old_one(office: Office) -> None:
    await account(office)
    await sign_in(office, password="better")
    assert (await found(office, "zhang"))["password"] == "better"


async def test_no_hash_and_no_digest_stands_in_the_log_or_among_the_results(office: Office) -> None:
    await account(office, hashed="$argon2id$secret")
    await sign_in(office, verified="$argon2id$secret", session="digest-of-session")
    kept = await office.driver.read(
        lambda reader: reader.all(
            "select actor || act || subject || detail as text from log"
            " union all select key || name || result from act"
        )
    )
    text = " ".join(row["text"] for row in kept)
    assert "192.0.2.1" in text  # of staff, as the security rules ask
    assert "argon2" not in text
    assert "digest-of-session" not in text
    assert "link of zhang" not in text
