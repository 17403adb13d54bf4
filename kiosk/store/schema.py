"""Bring a database to this program's schema; refuse one that is newer than the program."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

from kiosk.domain.problem import Problem
from kiosk.store.driver import Driver, Reader, Transaction

CREATE = """
create table if not exists migration (
    number bigint not null primary key, name text not null, applied_at bigint not null
)
"""
LAST = "select coalesce(max(number), 0) as number from migration"
KEEP = "insert into migration (number, name, applied_at) values (:number, :name, :at)"


async def migrate(driver: Driver, *, now: int) -> int:
    """Apply the steps that are missing, each with its mark in one transaction; the last number."""
    return await driver.write(lambda tx: bring(tx, driver.schema, to=known(), now=now))


async def bring(tx: Transaction, say: Callable[[str], str], *, to: int, now: int) -> int:
    """Apply the missing steps up to number `to`; `say` is the database's way to say a statement."""
    steps = _steps()
    await tx.run(say(CREATE))
    done = await number(tx)
    if done > max(steps):
        raise Problem("database-newer", found=done, known=max(steps))
    for step in sorted(step for step in steps if done < step <= to):
        name, statements = steps[step]
        for statement in statements:
            await tx.run(say(statement))
        await tx.run(KEEP, number=step, name=name, at=now)
    return to


def known() -> int:
    """The number of this program's schema."""
    return max(_steps())


async def number(reader: Reader) -> int:
    """The number of a database's schema; 0 where no step was applied."""
    last = await reader.one(LAST)
    return int(last["number"]) if last else 0


async def require(reader: Reader) -> None:
    """Refuse to look at a database of another schema than this program's; raises Problem."""
    found = await number(reader)
    if found > known():
        raise Problem("database-newer", found=found, known=known())
    if found < known():
        raise Problem("database-older", found=found, known=known())


def _steps() -> dict[int, tuple[str, list[str]]]:
    found: dict[int, tuple[str, list[str]]] = {}
    for entry in files("kiosk.store.migrations").iterdir():
        if entry.name.endswith(".sql"):
            text = entry.read_text(encoding="utf-8")
            plain = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
            statements = [part.strip() for part in plain.split(";") if part.strip()]
            found[int(entry.name[:4])] = (entry.name.removesuffix(".sql"), statements)
    return found
