"""Bearer tokens for programs that fetch reports."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import ClassVar

from kiosk.acts.office import By, Done, Office, Request
from kiosk.domain.line import NAME_MOST, read_line
from kiosk.domain.problem import Problem
from kiosk.store import tokens
from kiosk.store.driver import Transaction


def new_token() -> str:
    """A token of 256 random bits; the service never sees it before it is used."""
    return f"mbk_{secrets.token_urlsafe(32)}"


def digest_of(token: str) -> str:
    """What is kept of a token. A plain hash is enough: nobody can guess 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


async def add(tx: Transaction, office: Office, request: Request) -> Done:
    """Keep a token; args: name, digest. The token itself is made and shown by whoever asked."""
    name = read_line(str(request.args["name"]), "name")
    if not name:
        raise Problem("token-name-missing")
    if len(name) > NAME_MOST:
        raise Problem("name-too-long", most=NAME_MOST)
    if await tokens.is_taken(tx, name):
        raise Problem("token-taken", name=name)
    now = office.now()
    await tx.run(
        tokens.ADD, name=name, digest=request.args["digest"], made_at=now, made_by=request.actor
    )
    return Done({"name": name}, subject=name)


@dataclass(frozen=True, slots=True)
class RevokeToken:
    """End a token."""

    act_name: ClassVar[str] = "token.revoke"
    name: str


async def revoke(tx: Transaction, by: By, act: RevokeToken) -> Done:
    """End a token; raises Problem."""
    if await tx.run(tokens.REVOKE, name=act.name, at=by.office.now()) == 0:
        raise Problem("token-not-found", name=act.name)
    return Done({"name": act.name}, subject=act.name)
