"""Keep what the cards of a batch say, in the moment in which it is set to printed."""

from __future__ import annotations

from kiosk.acts.office import Office
from kiosk.batches.provenance import Keeper
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.placement import Batch
from kiosk.store import batches, prints
from kiosk.store.driver import Transaction


async def keep_print(
    tx: Transaction, office: Office, batch: Batch, catalogue: Catalogue, *, at: int, actor: str
) -> None:
    """Keep the words of a catalogue, printed at an instant in epoch milliseconds.

    Raises Problem where a service is not on the card any more.
    """
    operator = office.settings.site_operator
    keeper = Keeper(catalogue, batch.design, batch.id, batch.url, office=operator)
    spans = await batches.ranges_of(tx, batch.id)
    places = dict.fromkeys((span.service, span.district) for span in spans)
    await prints.keep(tx, batch.id, keeper.cards(places), at=at, actor=actor)
