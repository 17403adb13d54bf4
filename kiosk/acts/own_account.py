"""What people do with their own account: a new password, and the end of their sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from kiosk.acts import throttle
from kiosk.acts.office import By, Done
from kiosk.domain.problem import Problem
from kiosk.store import accounts
from kiosk.store.driver import Transaction

ID_LENGTH: Final = 16
"""Of a session's digest: enough to tell one's own sessions apart."""


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """Set another password: `verified` is the hash that the old one was compared with.

    All sessions end, and one begins for whoever did it: `session` is its token's digest, the rest
    what is told of it. `browser` is its mark where it is known.
    """

    act_name: ClassVar[str] = "account.change-password"
    name: str
    verified: str
    password: str
    session: str
    agent: str
    address: str
    browser: str | None


@dataclass(frozen=True, slots=True)
class EndSession:
    """End one of one's sessions: `id` are the first letters of its digest."""

    act_name: ClassVar[str] = "account.end-session"
    name: str
    id: str


@dataclass(frozen=True, slots=True)
class EndOtherSessions:
    """End all of one's sessions but the one in which this is asked for (its digest)."""

    act_name: ClassVar[str] = "account.end-sessions"
    name: str
    session: str


async def change_password(tx: Transaction, by: By, act: ChangePassword) -> Done:
    """Set the password; raises Problem where it was changed or ended meanwhile."""
    office, now = by.office, by.office.now()
    row = await accounts.find(tx, act.name)
    if row is None or row["disabled_at"] is not None or row["password"] != act.verified:
        raise Problem("password-old-wrong")
    await tx.run(accounts.SET_PASSWORD, name=act.name, password=act.password)
    ended = await tx.run(accounts.END_SESSIONS, account=act.name)
    await accounts.begin_session(
        tx, digest=act.session, account=act.name, agent=act.agent, address=act.address, now=now
    )
    counted = throttle.subjects(office, name=act.name, address=act.address, browser=act.browser)
    await throttle.clear(tx, counted, now=now)
    return Done({}, subject=act.name, detail={"ended": max(0, ended - 1)})


async def end_session(tx: Transaction, by: By, act: EndSession) -> Done:
    """End it; raises Problem where it has ended already."""
    if not await tx.run(accounts.END_ONE_SESSION, account=act.name, id=act.id):
        raise Problem("session-not-found")
    return Done({}, subject=act.name)


async def end_other_sessions(tx: Transaction, by: By, act: EndOtherSessions) -> Done:
    """End them."""
    ended = await tx.run(accounts.END_OTHER_SESSIONS, account=act.name, digest=act.session)
    return Done({}, subject=act.name, detail={"ended": ended})
