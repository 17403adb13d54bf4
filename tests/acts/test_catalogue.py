"""Publishing adds revisions and edits none; each takes effect at its moment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.acts import Answer, Office
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.fact import Bilingual
from kiosk.domain.problem import Problem
from kiosk.domain.workflow import Service
from kiosk.store import catalogues
from tests.acting import do
from tests.make import NOON, Clock, shared, starter

pytestmark = pytest.mark.on_every_store

HOUR = 3_600_000


async def publish(
    office: Office, *services: Service, key: str = "k", effective_from: int | None = None
) -> Answer:
    args: dict[str, Any] = {
        "services": [catalogues.service_body(service) for service in services],
        "shared": catalogues.shared_body(shared()),
        "effective_from": effective_from,
    }
    return await do(office, "catalogue.publish", once=key, **args)


async def in_force(office: Office, moment: int) -> Catalogue:
    found = await office.driver.read(lambda reader: catalogues.at(reader, moment))
    assert found is not None
    return found


def renamed(service_id: str, name: str) -> Service:
    service = next(s for s in starter().services if s.id == service_id)
    return replace(service, name=Bilingual(zh=name, en=name))


async def test_the_starter_catalogue_comes_back_as_it_was_written(office: Office) -> None:
    found = await in_force(office, NOON)
    assert {r.service.id: r.service for r in found.revisions} == {
        service.id: service for service in starter().services
    }
    assert found.shared == shared()
    assert [service.slot for service in found.services] == list(range(1, 14))


async def test_only_what_changed_becomes_a_revision(office: Office) -> None:
    answer = await publish(office, *starter().services)
    assert answer["revisions"] == []
    answer = await publish(office, renamed("QC10", "复议"), key="k2")
    assert [(row["service"], row["number"]) for row in answer["revisions"]] == [("QC10", 2)]
    assert (await in_force(office, NOON)).by_id["QC10"].service.name.zh == "复议"


async def test_a_revision_waits_for_its_moment_and_the_past_stays(
    office: Office, clock: Clock
) -> None:
    await publish(office, renamed("QC10", "明天的名称"), effective_from=NOON + HOUR)
    assert (await in_force(office, NOON)).by_id["QC10"].number == 1
    assert (await in_force(office, NOON + HOUR)).by_id["QC10"].service.name.zh == "明天的名称"
    assert (await in_force(office, NOON + HOUR)).by_id["QC09"].number == 1
    due = await office.driver.read(lambda reader: catalogues.next_due(reader, NOON))
    assert due == NOON + HOUR
    clock.advance(seconds=7_200)
    await publish(office, renamed("QC10", "后来"), key="k2")
    assert (await in_force(office, NOON)).by_id["QC10"].service.name.zh == "行政复议申请"


async def test_nothing_takes_effect_in_the_past(office: Office) -> None:
    with pytest.raises(Problem, match="effective-in-past"):
        await publish(office, renamed("QC10", "昨天"), effective_from=NOON - 1)


async def test_what_is_no_service_is_refused(office: Office) -> None:
    args = {"services": ["{}"], "shared": "{}", "effective_from": None}
    with pytest.raises(Problem, match="catalogue-unreadable"):
        await do(office, "catalogue.publish", once="k", **args)


def test_the_digest_of_a_text_never_changes() -> None:
    body = catalogues.service_body(renamed("QC10", "复议"))
    assert catalogues.service_body(catalogues.read_service(body)) == body
    assert len(catalogues.digest_of(body)) == 64
