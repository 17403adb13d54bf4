"""对账 for whoever asks over HTTP: the same numbers and bytes as the command's."""

from __future__ import annotations

from io import BytesIO

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from kiosk.batches import read_stocks
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.placement import BatchState
from kiosk.domain.report import Imprint
from kiosk.reports import RECONCILIATION_TYPES, Reconciliation, reconcile
from kiosk.store.driver import Reader
from kiosk.web.http.attachment import disposition
from kiosk.web.pages.texts import Language
from kiosk.web.state import State


async def make_reconciliation(
    state: State, quiet_days: int, *, language: Language = "zh"
) -> Reconciliation:
    """The reconciliation of this moment."""
    office, catalogue = state.office, state.snapshot.catalogue
    imprint = Imprint.of(office.zone, office.now(), language=language)
    return await office.driver.read(
        lambda reader: read_reconciliation(reader, catalogue, imprint, quiet_days)
    )


async def file_of(made: Reconciliation, form: str) -> Response:
    """A file with a name that people and old programs can read; raises Problem."""
    target = BytesIO()
    await run_in_threadpool(made.write, form, target)
    plain = made.file_name(form, language="en")
    name = disposition(made.file_name(form), plain)
    return Response(
        target.getvalue(),
        media_type=RECONCILIATION_TYPES[form],
        headers={"content-disposition": name, "cache-control": "no-store"},
    )


async def read_reconciliation(
    reader: Reader, catalogue: Catalogue, imprint: Imprint, quiet_days: int
) -> Reconciliation:
    """Every placement of every batch that was not only planned, beside its scans."""
    placed = [
        one
        for one in await read_stocks(reader)
        if one.entries or one.batch.state is not BatchState.PLANNED
    ]
    return await reconcile(
        reader, placed, catalogue=catalogue, imprint=imprint, quiet_days=quiet_days
    )
