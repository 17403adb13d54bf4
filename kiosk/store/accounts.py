"""账号: administrators, their sessions, and the one-time links they begin with."""

from __future__ import annotations

from kiosk.store.driver import Reader, Row, Transaction

# An account whose password was reset has none until its link is used.
COUNT = "select count(*) as n from account"
ABLE = "select count(*) as n from account where disabled_at is null and password <> ''"
FIND = "select name, role, password, made_at, disabled_at from account where name = :name"
LIST = """
select a.name, a.role, a.made_at, a.disabled_at, a.password = '' as is_waiting,
    (select max(s.seen_at) from session s where s.account = a.name) as seen_at
from account a order by a.name
"""
ADD = """
insert into account (name, role, password, made_at) values (:name, :role, :password, :now)
"""
SET_PASSWORD = "update account set password = :password where name = :name"  # noqa: S105
OPEN = "update account set password = :password, disabled_at = null where name = :name"
DISABLE = "update account set disabled_at = :now where name = :name"

INVITE = """
insert into invitation (digest, account, role, expires_at)
values (:digest, :account, :role, :expires_at)
"""
INVITED = "select account, role, expires_at from invitation where digest = :digest"
INVITATIONS = """
select account, role, expires_at from invitation where account <> '' order by account
"""
FORGET_INVITATIONS = "delete from invitation where account = :account"

BEGIN_SESSION = """
insert into session (digest, account, begun_at, seen_at, agent, address)
values (:digest, :account, :now, :now, :agent, :address)
"""
SESSIONS = """
select digest, begun_at, seen_at, agent, address from session
where account = :account and seen_at > :seen_after and begun_at > :begun_after
order by seen_at desc, digest
"""
FIND_SESSION = """
select s.account, s.begun_at, s.seen_at, a.role from session s
join account a on a.name = s.account where s.digest = :digest and a.disabled_at is null
"""
SEE_SESSION = "update session set seen_at = :now where digest = :digest and seen_at < :now"
END_SESSION = "delete from session where digest = :digest"
END_ONE_SESSION = """
delete from session where account = :account and substr(digest, 1, 16) = :id
"""
END_OTHER_SESSIONS = "delete from session where account = :account and digest <> :digest"
END_SESSIONS = "delete from session where account = :account"
DROP_SESSIONS = "delete from session where seen_at < :seen_before or begun_at < :begun_before"


async def count(reader: Reader) -> int:
    """How many accounts there are, disabled ones too."""
    row = await reader.one(COUNT)
    return int(row["n"]) if row else 0


async def able(reader: Reader) -> int:
    """How many accounts can sign in."""
    row = await reader.one(ABLE)
    return int(row["n"]) if row else 0


async def find(reader: Reader, name: str) -> Row | None:
    """An account by name, disabled ones too."""
    return await reader.one(FIND, name=name)


async def known(reader: Reader) -> list[Row]:
    """Every account, without its password."""
    return await reader.all(LIST)


async def invited(reader: Reader, digest: str) -> Row | None:
    """An invitation, expired or not."""
    return await reader.one(INVITED, digest=digest)


async def invitations(reader: Reader) -> list[Row]:
    """Every open or expired invitation that names an account."""
    return await reader.all(INVITATIONS)


async def find_session(reader: Reader, digest: str) -> Row | None:
    """A session of an account that is not disabled, however old."""
    return await reader.one(FIND_SESSION, digest=digest)


async def sessions(reader: Reader, account: str, *, seen_after: int, begun_after: int) -> list[Row]:
    """The sessions of an account that go on, the last used first."""
    return await reader.all(
        SESSIONS, account=account, seen_after=seen_after, begun_after=begun_after
    )


async def begin_session(
    tx: Transaction, *, digest: str, account: str, agent: str, address: str, now: int
) -> None:
    """Keep a session that begins now."""
    await tx.run(
        BEGIN_SESSION, digest=digest, account=account, agent=agent, address=address, now=now
    )


async def invite(tx: Transaction, *, digest: str, account: str, role: str, expires_at: int) -> None:
    """Keep an invitation in place of those before it."""
    await tx.run(FORGET_INVITATIONS, account=account)
    await tx.run(INVITE, digest=digest, account=account, role=role, expires_at=expires_at)
