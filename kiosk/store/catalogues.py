"""Editions and revisions: what was published, never edited afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from kiosk.domain.catalogue import Catalogue, Revision, Shared
from kiosk.domain.problem import Problem
from kiosk.domain.workflow import Service
from kiosk.store.driver import Reader, Row, Transaction

_SERVICE: TypeAdapter[Service] = TypeAdapter(Service)
_SHARED: TypeAdapter[Shared] = TypeAdapter(Shared)

ADD_EDITION = """
insert into edition (number, published_at, published_by, effective_from, digest, body)
values (:number, :published_at, :published_by, :effective_from, :digest, :body)
"""
ADD_REVISION = """
insert into revision (service, number, edition, effective_from, digest, body)
values (:service, :number, :edition, :effective_from, :digest, :body)
"""
FIRST_PUBLISHED = "select min(published_at) as at from edition"
LAST_EDITION = "select coalesce(max(number), 0) as number from edition"
LAST_REVISIONS = """
select r.service, r.number, r.digest, r.effective_from from revision r
where r.number = (select max(s.number) from revision s where s.service = r.service)
order by r.service
"""
EDITION_AT = """
select number, published_at, effective_from, digest, body from edition
where effective_from <= :at order by effective_from desc, number desc limit 1
"""
REVISIONS_AT = """
select r.service, r.number, r.edition, r.effective_from, r.digest, r.body from revision r
where r.number = (
    select s.number from revision s
    where s.service = r.service and s.effective_from <= :at
    order by s.effective_from desc, s.number desc limit 1
)
order by r.service
"""
MOMENTS = """
select effective_from from edition where effective_from > :after
union select effective_from from revision where effective_from > :after
order by effective_from
"""
NEXT_DUE = """
select min(effective_from) as due from (
    select effective_from from edition where effective_from > :at
    union all
    select effective_from from revision where effective_from > :at
) as coming
"""


def service_body(service: Service) -> str:
    """The canonical JSON of a service: what its digest is taken over."""
    return _SERVICE.dump_json(service).decode()


def shared_body(shared: Shared) -> str:
    """The canonical JSON of the shared facts."""
    return _SHARED.dump_json(shared).decode()


def read_service(body: str) -> Service:
    """A service from its canonical JSON; raises ValueError."""
    return _SERVICE.validate_json(body, strict=True)


def read_shared(body: str) -> Shared:
    """Shared facts from their canonical JSON; raises ValueError."""
    return _SHARED.validate_json(body, strict=True)


def digest_of(body: str) -> str:
    """SHA-256 of a canonical JSON, in hexadecimal."""
    return hashlib.sha256(body.encode()).hexdigest()


async def at(reader: Reader, moment: int) -> Catalogue | None:
    """The catalogue in force at an instant; None before the first publication took effect."""
    edition = await reader.one(EDITION_AT, at=moment)
    if edition is None:
        return None
    revisions = tuple(_revision(row) for row in await reader.all(REVISIONS_AT, at=moment))
    return Catalogue(revisions, _shared_again(edition["body"]))


async def in_force(reader: Reader, moment: int) -> Catalogue:
    """The catalogue in force at an instant; raises Problem where there is none yet."""
    catalogue = await at(reader, moment)
    if catalogue is None:
        raise Problem("catalogue-missing")
    return catalogue


async def first_published(reader: Reader) -> int | None:
    """When the first catalogue was published: before that nothing could be opened."""
    row = await reader.one(FIRST_PUBLISHED)
    return None if row is None else row["at"]


async def next_due(reader: Reader, moment: int) -> int | None:
    """When the catalogue changes next without anybody doing anything."""
    row = await reader.one(NEXT_DUE, at=moment)
    return None if row is None else row["due"]


async def moments(reader: Reader, *, after: int) -> tuple[int, ...]:
    """When the catalogue changed, or is going to, after an instant; in order."""
    return tuple(row["effective_from"] for row in await reader.all(MOMENTS, after=after))


async def publish(
    tx: Transaction,
    services: Sequence[Service],
    shared: Shared,
    **when: Any,
) -> list[Row]:
    """Add an edition and the revisions that changed; those revisions.

    `when` is published_at, published_by, effective_from. A service whose text did not change
    keeps its revision.
    """
    last = await tx.one(LAST_EDITION)
    edition = (last["number"] if last else 0) + 1
    body = shared_body(shared)
    await tx.run(ADD_EDITION, number=edition, digest=digest_of(body), body=body, **when)
    known = {row["service"]: row for row in await tx.all(LAST_REVISIONS)}
    added: list[Row] = []
    for service in services:
        text = service_body(service)
        before = known.get(service.id)
        row = {
            "service": service.id,
            "number": before["number"] + 1 if before else 1,
            "edition": edition,
            "effective_from": when["effective_from"],
            "digest": digest_of(text),
        }
        if before is None or before["digest"] != row["digest"]:
            await tx.run(ADD_REVISION, body=text, **row)
            added.append(row)
    return added


def _revision(row: Row) -> Revision:
    service = _service_again(row["body"])
    return Revision(service, row["number"], row["effective_from"], row["digest"])


# What was published is never edited: the same text is read once, however often it is asked for.
_service_again = lru_cache(maxsize=64)(read_service)
_shared_again = lru_cache(maxsize=16)(read_shared)
