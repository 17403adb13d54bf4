"""A verdict in place, for tests whose subject is what comes after pre-flight."""

from __future__ import annotations

from typing import Any

from kiosk.acts import Office
from kiosk.batches import artwork_of, read_issue
from kiosk.store import catalogues


async def verdict(office: Office, batch: str, **changes: Any) -> dict[str, Any]:
    """What the act that keeps a verdict is asked for: that this batch passed as it is now."""
    issue = await office.driver.read(lambda reader: read_issue(reader, batch))
    catalogue = await office.driver.read(lambda reader: catalogues.at(reader, office.now()))
    assert catalogue is not None
    operator = office.settings.site_operator
    artwork = artwork_of(issue, catalogue, office.signer.keys, office=operator)
    report: dict[str, Any] = {
        "passed": True,
        "weakest": None,
        "counts": {"codes": 1, "thorough": 1, "clean": 0, "faces": 1, "symbols": 1},
        "shots": 10,
        "faults": {},
        "strengths": {},
        "unread": {"count": 0, "first": []},
        "faces": [],
    }
    args = {"batch": batch, "artwork": artwork, "passed": True, "report": report, "picture": None}
    return args | changes
