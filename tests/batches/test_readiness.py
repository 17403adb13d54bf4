"""The digest of what would be printed: another where a card of the batch would be another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.acts import Office
from kiosk.batches import artwork_of, read_issue
from kiosk.domain.catalogue import Desk, Shared
from kiosk.domain.fact import Verify
from kiosk.store import catalogues
from tests.acting import do
from tests.batches.test_changes import DAY_S, printed, publish
from tests.make import Clock, shared

pytestmark = pytest.mark.on_every_store


def at(*districts: str) -> Shared:
    """The shared facts with a desk for QC10 in each of some districts."""
    return replace(
        shared(),
        desks=tuple(
            Desk(service="QC10", district=district, name="窗口", verify=Verify.CHECKED)
            for district in districts
        ),
    )


async def artwork(office: Office, batch: str) -> str:
    issue = await office.driver.read(lambda reader: read_issue(reader, batch))
    catalogue = await office.driver.read(lambda reader: catalogues.at(reader, office.now()))
    assert catalogue is not None
    return artwork_of(issue, catalogue, office.signer.keys, office=None)


async def test_a_new_desk_changes_the_artwork_of_batches_in_its_district_alone(
    office: Office, clock: Clock
) -> None:
    batch, found = await printed(office, "QC10"), []
    for districts in ((), ("370126",), ("370126", "370124"), ("370126", "370124", "370102")):
        await publish(office, of=at(*districts))
        found.append(await artwork(office, batch))
        clock.advance(seconds=DAY_S)
    assert found[0] == found[1]
    assert len(set(found)) == 3
    other = await printed(office, "QC10")
    assert await artwork(office, other) != found[-1]
    await do(office, "batch.recall", batch=other, reason="试印", replacement=None)
    assert await artwork(office, batch) == found[-1]
