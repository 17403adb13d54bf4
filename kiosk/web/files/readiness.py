"""How a batch stands with pre-flight, by the words in force."""

from __future__ import annotations

from kiosk.batches import Issue, Standing, standing
from kiosk.store.driver import Reader
from kiosk.web.state import State


async def standing_of(state: State, reader: Reader, issue: Issue) -> Standing:
    """The verdict on a batch beside what would be printed now."""
    office = state.office
    return await standing(
        reader,
        issue,
        state.snapshot.catalogue,
        office.signer.keys,
        office=office.settings.site_operator,
    )
