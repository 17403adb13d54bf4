"""预检 of a batch for whoever asks this service: its desk, and programs."""

from __future__ import annotations

import secrets
from asyncio import to_thread
from typing import Any, Final

from kiosk.acts import Request as Act
from kiosk.batches import artwork_of, cards_in, imprint_of, order_of, read_issue
from kiosk.domain.problem import Problem
from kiosk.preflight import preflight_order
from kiosk.store.driver import Reader
from kiosk.web.files.readiness import standing_of
from kiosk.web.state import State

PATIENCE_S: Final = 15.0
MOST_CARDS: Final = 3_000  # each is read once, while somebody waits


async def examine(state: State, batch: str, *, by: str) -> bool:
    """Examine a batch and keep the verdict; whether that ended yet. Raises Problem."""

    async def work(told: Any) -> None:
        issue = await state.office.driver.read(lambda reader: read_issue(reader, batch))
        count, most = cards_in(issue), MOST_CARDS
        if count > most:
            raise Problem("preflight-too-large", count=count, most=most, batch=batch)
        catalogue, keys = state.snapshot.catalogue, state.office.signer.keys
        office = state.office.settings.site_operator
        artwork = await to_thread(artwork_of, issue, catalogue, keys, office=office)
        order = order_of(issue, catalogue, keys)
        imprint = imprint_of(issue, catalogue, office=office)
        outcome = await preflight_order(order, imprint, progress=told)
        args = outcome.as_args(batch, artwork)
        await state.do(Act("batch.preflight", args, by, secrets.token_hex(16)))

    return await state.examinations.examine(batch, work, patience_s=PATIENCE_S)


async def verdict_json(state: State, batch: str) -> dict[str, Any]:
    """The verdict on a batch with its report, and how far it is while it is examined here.

    Raises Problem.
    """

    async def work(reader: Reader) -> dict[str, Any]:
        issue = await read_issue(reader, batch)
        found = await standing_of(state, reader, issue)
        told = found.json(state.office.zone)
        if told is not None and found.verdict is not None:
            told["report"] = found.verdict.report
        return {"batch": batch, "state": issue.batch.state.value, "verdict": told}

    steps = state.examinations.progress(batch)
    examining = {"done": steps[0], "total": steps[1]} if steps else None
    return {**await state.office.driver.read(work), "examining": examining}
