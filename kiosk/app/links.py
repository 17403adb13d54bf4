"""One-time links: made here, shown once by whoever asked, kept only as digests."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.acts import Request
from kiosk.acts.token import digest_of
from kiosk.config import Settings
from kiosk.store import accounts, meta
from kiosk.store.driver import Reader
from kiosk.web.state import State

_PORT = "port"
_FILE: Final = "first-link.txt"


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


def keep_link(folder: Path, link: Link) -> Path:
    """Put a link into a file that only the folder's owner can read; the file. Raises OSError.

    Where nobody sits at a terminal, what the service prints goes into logs, which others read.
    """
    path = folder / _FILE
    path.unlink(missing_ok=True)
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(opened, "w", encoding="ascii") as file:
        file.write(f"{link.address}\n")
    return path


def forget_link(folder: Path) -> None:
    """Remove the file of a link that is dead."""
    with suppress(OSError):
        (folder / _FILE).unlink(missing_ok=True)


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
