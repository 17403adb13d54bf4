"""The plain log of who published, made and downloaded what."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from kiosk.store.driver import Reader, Row, Transaction

PREFIXES_MOST = 3

ADD = """
insert into log (number, at, actor, act, subject, detail)
values (
    (select coalesce(max(number), 0) + 1 from log), :at, :actor, :act, :subject, :detail
)
"""
LAST = """
select number, at, actor, act, subject, detail from log
where number < :before order by number desc limit :limit
"""
LAST_OF = """
select number, at, actor, act, subject, detail from log
where number < :before
    and (act like :first || '%' or act like :second || '%' or act like :third || '%')
order by number desc limit :limit
"""


async def add(
    tx: Transaction,
    *,
    at: int,
    actor: str,
    act: str,
    subject: str,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write a line, in the transaction of the act itself."""
    text = json.dumps(detail or {}, ensure_ascii=False, sort_keys=True)
    await tx.run(ADD, at=at, actor=actor, act=act, subject=subject, detail=text)


async def last(
    reader: Reader, *, limit: int, before: int = 1 << 62, prefixes: Sequence[str] = ()
) -> list[Row]:
    """The newest lines, newest first; of acts whose names begin with one of `prefixes`, if any."""
    if not prefixes:
        return await reader.all(LAST, limit=limit, before=before)
    first, second, third = (*prefixes, *[prefixes[0]] * PREFIXES_MOST)[:PREFIXES_MOST]
    return await reader.all(
        LAST_OF, limit=limit, before=before, first=first, second=second, third=third
    )
