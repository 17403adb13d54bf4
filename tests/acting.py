"""Do an act as the command line would: the one place of the tests that knows how acts are asked."""

from __future__ import annotations

import secrets
from typing import Any

from kiosk.acts import Act, Answer, Office, Request, perform


def asked(act: str | Act, /, *, once: str | None = None, **args: Any) -> Request:
    """An act that the tester asks for; `once` is the key under which it is done once."""
    key = once or secrets.token_hex(8)
    if isinstance(act, str):
        return Request(act, args, "tester", key)
    return Request.of(act, actor="tester", key=key)


async def do(office: Office, act: str | Act, /, *, once: str | None = None, **args: Any) -> Answer:
    """Do an act: a typed one, or one by its name with its `args`. Raises Problem."""
    return await perform(office, asked(act, once=once, **args))
