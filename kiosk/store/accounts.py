"""账号: administrators, their sessions, one-time invitations, and failed sign-ins."""

from __future__ import annotations

from kiosk.store.driver import Reader, Row, Transaction

COUNT = "select count(*) as n from account where disabled_at is null"
FIND = "select name, role, password, made_at, disabled_at from account where name = :name"
LIST = "select name, role, made_at, disabled_at from account order by name"
ADD = """
insert into account (name, role, password, made_at) values (:name, :role, :password, :made_at)
"""
RESET = "update account set password = :password where name = :name"
DISABLE = "update account set disabled_at = :at where name = :name and disabled_at is null"

INVITE = "insert into invitation (digest, expires_at) values (:digest, :expires_at)"
INVITED = "select digest from invitation where digest = :digest and expires_at > :now"
FORGET_INVITATIONS = "delete from invitation"

BEGIN_SESSION = """
insert into session (digest, account, begun_at, seen_at) values (:digest, :account, :now, :now)
"""
FIND_SESSION = """
select s.digest, s.account, s.begun_at, s.seen_at, a.role from session s
join account a on a.name = s.account where s.digest = :digest and a.disabled_at is null
"""
SEE_SESSION = "update session set seen_at = :now where digest = :digest"
END_SESSION = "delete from session where digest = :digest"
END_SESSIONS = "delete from session where account = :account"
DROP_SESSIONS = "delete from session where seen_at < :seen_before or begun_at < :begun_before"

ADD_FAILURE = "insert into sign_in_failure (subject, at) values (:subject, :at)"
FAILURES = """
select count(*) as n, coalesce(max(at), 0) as last from sign_in_failure
where subject = :subject and at > :after
"""
CLEAR_FAILURES = "delete from sign_in_failure where subject = :subject"
DROP_FAILURES = "delete from sign_in_failure where at < :before"


async def count(reader: Reader) -> int:
    """How many accounts can sign in."""
    row = await reader.one(COUNT)
    return 0 if row is None else int(row["n"])


async def find(reader: Reader, name: str) -> Row | None:
    """An account by name, disabled ones too."""
    return await reader.one(FIND, name=name)


async def find_session(reader: Reader, digest: str) -> Row | None:
    """A session of an account that may still sign in."""
    return await reader.one(FIND_SESSION, digest=digest)


async def failures(reader: Reader, subject: str, *, after: int) -> tuple[int, int]:
    """How many sign-ins of a subject failed since `after`, and when the last one did."""
    row = await reader.one(FAILURES, subject=subject, after=after)
    return (int(row["n"]), int(row["last"])) if row else (0, 0)


async def add_failure(tx: Transaction, subject: str, *, at: int) -> None:
    """Remember a failed sign-in for a day."""
    await tx.run(DROP_FAILURES, before=at - 86_400_000)
    await tx.run(ADD_FAILURE, subject=subject, at=at)
