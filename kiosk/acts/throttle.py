"""Slowed guessing: who failed to sign in often must wait before the next try is even looked at.

A try is counted before its password is compared, so that a thousand at once are a thousand. The
wait grows from seconds to a quarter of an hour and is never a lock.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from typing import Final

from kiosk.acts.office import Office
from kiosk.domain.fact import Bilingual
from kiosk.domain.problem import Problem
from kiosk.domain.remember import remember
from kiosk.store import failures, log
from kiosk.store.driver import Reader, Transaction

FREE_OF_NAME: Final = 5
FREE_OF_ADDRESS: Final = 20  # an office's people come from one address
FIRST_WAIT_S: Final = 15
LONGEST_WAIT_S: Final = 15 * 60
FORGET_MS: Final = 3_600_000
SUBJECTS_MOST: Final = 10_000
_UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Subject:
    """What failures are counted for: a keyed hash, and how many are free of waiting."""

    digest: str
    free: int


def subjects(
    office: Office, *, name: str, address: str, browser: str | None
) -> tuple[Subject, ...]:
    """What a try to sign in counts for; a `browser` that is known for the name counts alone."""
    if browser is not None:
        return (Subject(keyed(office, "browser", browser), FREE_OF_NAME),)
    return (
        Subject(keyed(office, "name", name), FREE_OF_NAME),
        Subject(keyed(office, "address", _network(address)), FREE_OF_ADDRESS),
    )


async def take(office: Office, counted: tuple[Subject, ...]) -> None:
    """Count a try; raises Problem, and counts nothing, where it comes too soon."""
    now = office.now()
    # Who hammers is turned away without the database, the first time in a while by a reader: the
    # writer has scans to commit. No wait that was told gets shorter: who waits signs nobody in.
    _refuse(max(office.waits.get(subject.digest, 0) for subject in counted) - now)
    await office.driver.read(lambda reader: _counts(reader, office, counted, now))

    async def work(tx: Transaction) -> None:
        await failures.forget(tx, before=now - FORGET_MS, most=SUBJECTS_MOST)
        counts = await _counts(tx, office, counted, now)
        for subject, n in zip(counted, counts, strict=True):
            await failures.keep(tx, subject.digest, n=n + 1, at=now)

    await office.driver.write(work)


async def note_failure(
    office: Office,
    counted: tuple[Subject, ...],
    *,
    name: str | None,
    act: str = "account.sign-in-failed",
) -> None:
    """Log a failed sign-in: the first of a burst, and the one from which on tries must wait.

    A name that no account has is not written down: it may be a password typed in the wrong field.
    It costs the same writes as any other, or else their time would tell names apart.
    """
    now, free = office.now(), counted[0].free
    subject = _UNKNOWN if name is None else f"log {counted[0].digest}"

    async def work(tx: Transaction) -> None:
        n = (await failures.find(tx, subject, after=now - FORGET_MS))[0] + 1
        await failures.keep(tx, subject, n=n, at=now)
        if n not in (1, free):
            return
        detail = {"times": n, "is_known": name is not None}
        await log.add(tx, at=now, actor="", act=act, subject=name or "", detail=detail)

    await office.driver.write(work)


async def clear(tx: Transaction, counted: tuple[Subject, ...], *, now: int) -> None:
    """After a sign-in: the name starts anew, the address is given back this one try."""
    await failures.keep(tx, f"log {counted[0].digest}", n=0, at=now)
    for subject in counted:
        n, at = await failures.find(tx, subject.digest, after=now - FORGET_MS)
        left = 0 if subject.free == FREE_OF_NAME else n - 1
        await failures.keep(tx, subject.digest, n=left, at=at)


def wait_s(n: int, free: int) -> int:
    """Seconds between the `n`-th failure and the next try: 0, then 15, 30, 60 … 900."""
    if n < free:
        return 0
    return int(min(FIRST_WAIT_S * 2 ** min(n - free, 16), LONGEST_WAIT_S))


def keyed(office: Office, kind: str, text: str) -> str:
    """A hash that only this installation can make: the list of all addresses does not undo it."""
    key = office.keyring.keys[0].secret
    return hmac.digest(key, f"sign-in {kind}\0{text}".encode(), hashlib.sha256)[:16].hex()


async def _counts(
    reader: Reader, office: Office, counted: tuple[Subject, ...], now: int
) -> list[int]:
    """How often each subject failed; raises Problem where the next try comes too soon."""
    before = [
        await failures.find(reader, subject.digest, after=now - FORGET_MS) for subject in counted
    ]
    latest = 0
    for subject, (n, at) in zip(counted, before, strict=True):
        until = at + wait_s(n, subject.free) * 1_000
        if until > now:
            remember(office.waits, subject.digest, until, most=SUBJECTS_MOST)
        latest = max(latest, until)
    _refuse(latest - now)
    return [n for n, _ in before]


def _refuse(wait_ms: int) -> None:
    """Raise Problem where there is something to wait for."""
    if wait_ms > 0:
        raise Problem("sign-in-wait", wait=_spoken(wait_ms), seconds=-(-wait_ms // 1_000))


def _network(address: str) -> str:
    """An address as one customer has it: of IPv6 that is the first 64 bits."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((address, 64), strict=False))


def _spoken(wait_ms: int) -> Bilingual:
    """A wait in whole seconds, from a minute on in whole minutes; never too short."""
    seconds = -(-wait_ms // 1_000)
    n, zh, en = (seconds, "秒", "second") if seconds < 60 else (-(-seconds // 60), "分钟", "minute")
    return Bilingual(zh=f"{n}{zh}", en=f"{n} {en}{'' if n == 1 else 's'}")
