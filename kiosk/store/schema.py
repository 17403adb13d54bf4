"""Bring a database to this program's schema; refuse one that is newer than the program."""

from __future__ import annotations

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
    steps = _steps()

    async def work(tx: Transaction) -> int:
        await tx.run(driver.schema(CREATE))
        last = await tx.one(LAST)
        done: int = last["number"] if last else 0
        if done > max(steps):
            raise Problem("database-newer", found=done, known=max(steps))
        for number in sorted(step for step in steps if step > done):
            name, statements = steps[number]
            for statement in statements:
                await tx.run(driver.schema(statement))
            await tx.run(KEEP, number=number, name=name, at=now)
        return max(steps)

    return await driver.write(work)


async def require(reader: Reader) -> None:
    """Refuse to look at a database of another schema than this program's; raises Problem."""
    last, known = await reader.one(LAST), max(_steps())
    found: int = last["number"] if last else 0
    if found > known:
        raise Problem("database-newer", found=found, known=known)
    if found < known:
        raise Problem("database-older", found=found, known=known)


def _steps() -> dict[int, tuple[str, list[str]]]:
    found: dict[int, tuple[str, list[str]]] = {}
    for entry in files("kiosk.store.migrations").iterdir():
        if entry.name.endswith(".sql"):
            text = entry.read_text(encoding="utf-8")
            plain = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
            statements = [part.strip() for part in plain.split(";") if part.strip()]
            found[int(entry.name[:4])] = (entry.name.removesuffix(".sql"), statements)
    return found
