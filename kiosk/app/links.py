"""One-time links: made here, shown once by whoever asked, kept only as digests."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from kiosk.acts import Request
from kiosk.acts.token import digest_of
from kiosk.config import Settings
from kiosk.store import accounts, meta
from kiosk.store.driver import Reader
from kiosk.web.state import State

_PORT = "port"


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its token; only the digest is given to the service."""

    address: str
    digest: str

    @classmethod
    def under(cls, public_url: str) -> Link:
        """A new link of 256 random bits."""
        token = secrets.token_urlsafe(32)
        return cls(f"{public_url}/admin/begin?token={token}", digest_of(token))


async def first_link(state: State) -> Link | None:
    """A new link for the first administrator, and the end of earlier ones; None if there is one."""
    if await state.office.driver.read(accounts.count):
        return None
    link = Link.under(state.office.settings.public_url)
    request = Request(
        "account.invite-first", {"digest": link.digest}, "kiosk", secrets.token_hex(16)
    )
    await state.do(request)
    return link


async def keep_port(state: State, port: int) -> None:
    """Remember where the service listens, for links that commands make beside it."""
    await state.office.driver.write(lambda tx: meta.keep(tx, _PORT, str(port)))


async def public_url(reader: Reader, settings: Settings) -> str:
    """The public address; where none is set, this machine's at the port last served."""
    port = await meta.find(reader, _PORT)
    if "public_url" in settings.model_fields_set or port is None:
        return settings.public_url
    return f"http://localhost:{port}"
