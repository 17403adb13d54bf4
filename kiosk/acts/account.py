"""People: one-time links, accounts, sessions. Of passwords and tokens only hashes arrive here."""

from __future__ import annotations

from typing import Final

from kiosk.acts import throttle
from kiosk.acts.office import Done, Office, Request
from kiosk.domain.account import ADMIN, folded, read_name
from kiosk.domain.clock import is_over
from kiosk.domain.problem import Problem
from kiosk.store import accounts
from kiosk.store.driver import Reader, Row, Transaction

LINK_MS: Final = 24 * 3_600_000
IDLE_MS: Final = 30 * 60_000
LONGEST_MS: Final = 12 * 3_600_000


async def invite_first(tx: Transaction, office: Office, request: Request) -> Done:
    """Keep the link of the first administrator, in place of the last one; args: digest."""
    if await accounts.count(tx):
        raise Problem("invitation-used")
    await _invite(tx, office, request, name="")
    return Done({}, subject="")


async def add(tx: Transaction, office: Office, request: Request) -> Done:
    """Invite somebody; args: name, digest. The account begins when its link is used."""
    name = read_name(str(request.args["name"]))
    if await accounts.find(tx, name) is not None:
        raise Problem("account-taken", name=name)
    await _invite(tx, office, request, name=name)
    return Done({"name": name}, subject=name)


async def reset(tx: Transaction, office: Office, request: Request) -> Done:
    """End an account's password and sessions, and keep a link for a new one; args: name, digest.

    Using the link also brings a disabled account back.
    """
    row = await _find(tx, request)
    name = row["name"]
    await tx.run(accounts.SET_PASSWORD, name=name, password="")
    await tx.run(accounts.END_SESSIONS, account=name)
    await _invite(tx, office, request, name=name)
    return Done({"name": name}, subject=name)


async def disable(tx: Transaction, office: Office, request: Request) -> Done:
    """End an account, its sessions and its links; args: name."""
    row = await _find(tx, request)
    name = row["name"]
    if row["disabled_at"] is not None:
        raise Problem("account-disabled", name=name)
    if row["password"] and await accounts.able(tx) == 1:
        raise Problem("account-last", name=name)
    await tx.run(accounts.DISABLE, name=name, now=office.now())
    await tx.run(accounts.END_SESSIONS, account=name)
    await tx.run(accounts.FORGET_INVITATIONS, account=name)
    return Done({"name": name}, subject=name)


async def begin(tx: Transaction, office: Office, request: Request) -> Done:
    """Use a link; args: digest, name (for a link that has none), password (its hash)."""
    invitation = await invitation_of(tx, office, str(request.args["digest"]))
    name = invitation["account"] or read_name(str(request.args["name"]))
    password, now = request.args["password"], office.now()
    is_new = await accounts.find(tx, name) is None
    if is_new:
        await tx.run(accounts.ADD, name=name, role=invitation["role"], password=password, now=now)
    else:
        await tx.run(accounts.OPEN, name=name, password=password)
        await tx.run(accounts.END_SESSIONS, account=name)
    for account in (invitation["account"], name):  # nobody else's link may set this password
        await tx.run(accounts.FORGET_INVITATIONS, account=account)
    return Done({"name": name}, subject=name, detail={"is_new": is_new})


async def sign_in(tx: Transaction, office: Office, request: Request) -> Done:
    """Begin a session; args: name, verified (the hash that the password was compared with),
    password (that hash made anew, or None), session and ends (digests; `ends` may be None),
    address, agent (the browser in words), browser (its mark where it is known, or None).
    """
    args, now = request.args, office.now()
    row = await accounts.find(tx, args["name"])
    if row is None or row["disabled_at"] is not None or row["password"] != args["verified"]:
        raise Problem("sign-in-refused")  # disabled or reset while the password was compared
    if args["password"] is not None:
        await tx.run(accounts.SET_PASSWORD, name=row["name"], password=args["password"])
    await tx.run(accounts.DROP_SESSIONS, seen_before=now - IDLE_MS, begun_before=now - LONGEST_MS)
    if args["ends"] is not None:
        await tx.run(accounts.END_SESSION, digest=args["ends"])
    await accounts.begin_session(
        tx,
        digest=args["session"],
        account=row["name"],
        agent=args.get("agent", ""),
        address=args["address"],
        now=now,
    )
    counted = throttle.subjects(
        office, name=row["name"], address=args["address"], browser=args["browser"]
    )
    await throttle.clear(tx, counted, now=now)
    # The security rules for such systems ask for the address of staff; visitors have none here.
    return Done({}, subject=row["name"], detail={"address": args["address"]})


async def sign_out(tx: Transaction, office: Office, request: Request) -> Done:
    """End a session; args: name, session (its digest)."""
    await tx.run(accounts.END_SESSION, digest=request.args["session"])
    return Done({}, subject=str(request.args["name"]))


async def invitation_of(reader: Reader, office: Office, digest: str) -> Row:
    """An invitation that may still be used; raises Problem and says why not."""
    invitation = await accounts.invited(reader, digest)
    if invitation is None:
        raise Problem("invitation-used")
    if is_over(invitation["expires_at"], office.now(), life_ms=LINK_MS):
        raise Problem("invitation-expired")
    if not invitation["account"] and await accounts.count(reader):
        raise Problem("invitation-used")
    return invitation


async def _invite(tx: Transaction, office: Office, request: Request, *, name: str) -> None:
    await accounts.invite(
        tx,
        digest=str(request.args["digest"]),
        account=name,
        role=ADMIN,
        expires_at=office.now() + LINK_MS,
    )


async def _find(tx: Transaction, request: Request) -> Row:
    wanted = folded(str(request.args["name"]))
    row = await accounts.find(tx, wanted)
    if row is None:
        raise Problem("account-not-found", name=wanted)
    return row
