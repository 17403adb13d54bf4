"""Ids and keys of one file: of the right form, and each given once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from kiosk.domain.limit import Limit
from kiosk.domain.workflow import Service
from kiosk.editing.draft import Desks, Districts, Laws, Papers, Sources
from kiosk.editing.page import Page
from kiosk.editing.position import Loc
from kiosk.editing.rules.context import Context
from kiosk.editing.schema import Finding, found
from kiosk.editing.walk import records

Named = tuple[Loc, str]

SERVICE_ID: Final = re.compile(r"QC\d\d", re.ASCII)
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_SOURCE: Final = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*", re.ASCII)


def identity(page: Page[Service], _context: Context) -> Iterator[Finding]:
    """Id, file name, slug, and the keys of variants, steps and limits of a service."""
    service, name = page.record, page.path.stem
    if not SERVICE_ID.fullmatch(service.id):
        yield found(("id",), "bad-id", id=service.id)
    elif service.id != name:
        yield found(("id",), "id-not-file-name", id=service.id, name=page.path.name)
    yield from _names(page, [(("slug",), service.slug)], example="legal-check")
    for named in _keys(service):
        yield from _names(page, named, example="apply")


def table_ids(page: Page[Any], _context: Context) -> Iterator[Finding]:
    """Ids of a shared file; the title is a paper's, service and district together a desk's."""
    record = page.record
    match record:
        case Laws():
            named = _ids("laws", record.laws)
            yield from _names(page, named, example="xzfyf-2023")
        case Sources():
            named = _ids("sources", record.sources)
            yield from _names(page, named, example="S1a", form=_SOURCE)
        case Districts():
            yield from _names(page, _ids("districts", record.districts), example="370102")
        case Papers():
            papers = enumerate(record.papers)
            titles: list[Named] = [(("papers", n, "title"), paper.title) for n, paper in papers]
            yield from _once(page, titles)
        case Desks():
            desks = enumerate(record.desks)
            pairs: list[Named] = [
                (("desks", n, "district"), f"{d.service} {d.district}") for n, d in desks
            ]
            yield from _once(page, pairs)


def _ids(table: str, entries: Iterable[Any]) -> list[Named]:
    return [((table, index, "id"), entry.id) for index, entry in enumerate(entries)]


def _keys(service: Service) -> Iterator[list[Named]]:
    yield _ids("variants", service.variants)
    yield [(("steps", index, "key"), step.key) for index, step in enumerate(service.steps)]
    limits = [(loc, record) for loc, record in records(service) if isinstance(record, Limit)]
    yield [((*loc, "key"), limit.key) for loc, limit in limits if limit.key is not None]


def _names(
    page: Page[Any], named: list[Named], *, example: str, form: re.Pattern[str] = _NAME
) -> Iterator[Finding]:
    for loc, value in named:
        if not form.fullmatch(value):
            yield found(loc, "bad-name", key=loc[-1], value=value, example=example)
    yield from _once(page, named)


def _once(page: Page[Any], named: list[Named]) -> Iterator[Finding]:
    first: dict[str, Loc] = {}
    for loc, value in named:
        if page.is_put_in(loc):
            continue
        if value in first:
            where = f"{page.path}:{page.layout.line(first[value])}"
            yield found(loc, "name-twice", key=loc[-1], value=value, where=where)
        first.setdefault(value, loc)
