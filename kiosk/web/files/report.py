"""A report for whoever asks over HTTP: the same numbers and bytes as the command's."""

from __future__ import annotations

from io import BytesIO

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from kiosk.domain.report import Ask, Imprint, Report
from kiosk.reports import Format, make
from kiosk.web.http.attachment import disposition
from kiosk.web.pages.texts import Language
from kiosk.web.state import State


async def make_report(state: State, ask: Ask, *, language: Language = "zh") -> Report:
    """A report on the catalogue in force; raises Problem."""
    office = state.office
    imprint = Imprint.of(
        office.zone, office.now(), issuer=office.settings.site_operator or "", language=language
    )
    uncounted = await state.uncounted()
    catalogue = state.snapshot.catalogue
    return await office.driver.read(
        lambda reader: make(
            reader,
            ask,
            catalogue=catalogue,
            imprint=imprint,
            uncounted=uncounted,
        )
    )


async def download(report: Report, form: Format) -> Response:
    """A report as a file with a name that people and old programs can read."""
    target = BytesIO()
    await run_in_threadpool(form.write, report, target)
    name, ascii_name = form.file_name(report)
    return Response(
        target.getvalue(),
        media_type=form.media_type,
        headers={"content-disposition": disposition(name, ascii_name), "cache-control": "no-store"},
    )
