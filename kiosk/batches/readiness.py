"""What would be printed for a batch, named by a digest: another word, another design, another name.

Pre-flight's verdict holds for this digest alone. It is made of what faces are made of, without
drawing them: the design, the words of every different card, the ranges of serials, the battery.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import assets
from kiosk import __version__
from kiosk.batches.content import content_of, plan_of
from kiosk.batches.issue import Issue, imprint_of, order_of
from kiosk.batches.provenance import place_of_card
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.code import CodeKey
from kiosk.domain.period import Zone
from kiosk.domain.placement import CodeRange
from kiosk.domain.problem import Problem
from kiosk.domain.verdict import Verdict
from kiosk.store import verdicts
from kiosk.store.driver import Reader


@dataclass(frozen=True, slots=True)
class Standing:
    """A batch's verdict beside the digest of what would be printed now, empty where nothing can."""

    verdict: Verdict | None
    artwork: str

    @property
    def is_current(self) -> bool:
        """Whether there is a verdict on just what would be printed now."""
        return self.verdict is not None and self.verdict.artwork == self.artwork

    @property
    def is_passed(self) -> bool:
        """Whether that verdict lets it be printed."""
        return self.verdict is not None and self.is_current and self.verdict.is_passed

    def json(self, zone: Zone) -> dict[str, Any] | None:
        """The verdict as programs read it; None where there is none."""
        if self.verdict is None:
            return None
        return {
            "passed": self.verdict.is_passed,
            "current": self.is_current,
            "at": zone.clock(self.verdict.at).isoformat(timespec="seconds"),
            "by": self.verdict.by,
            "weakest": self.verdict.report["weakest"],
            "counts": self.verdict.report["counts"],
        }


def artwork_of(
    issue: Issue, catalogue: Catalogue, keys: Sequence[CodeKey], *, office: str | None
) -> str:
    """The digest of a batch's artwork, as it would be printed now; raises Problem."""
    digest = hashlib.sha256()
    for part in _parts(issue, catalogue, keys, office=office):
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()


async def standing(
    reader: Reader,
    issue: Issue,
    catalogue: Catalogue,
    keys: Sequence[CodeKey],
    *,
    office: str | None,
) -> Standing:
    """The verdict on a batch, and whether it judged what would be printed now."""
    verdict = await verdicts.find(reader, issue.batch.id)
    try:
        # Beside the loop: a batch has many codes, and scans must not wait while they are gone over.
        artwork = await asyncio.to_thread(artwork_of, issue, catalogue, keys, office=office)
    except Problem:
        artwork = ""  # nothing could be printed now
    return Standing(verdict, artwork)


def _parts(
    issue: Issue, catalogue: Catalogue, keys: Sequence[CodeKey], *, office: str | None
) -> Iterator[str]:
    plan = plan_of(issue.batch.design)
    yield __version__
    for path in (("designs", f"{issue.batch.design}.toml"), ("designs", "house.toml")):
        yield assets.read_bytes(*path).decode()
    yield assets.read_bytes("preflight.toml").decode()
    yield issue.batch.url
    for span in issue.ranges:
        yield f"{span.first} {span.last} {span.key} {span.service}"
    imprint = imprint_of(issue, catalogue, office=office)
    order = order_of(_different(issue, catalogue), catalogue, keys)
    yield from (repr(content_of(plan, copy, imprint)) for copy in order.copies)


def _different(issue: Issue, catalogue: Catalogue) -> Issue:
    """The issue with one code of each service, and of each district that has a desk for it.

    No other cards differ in words.
    """
    districts = {one.placement.id: one.placement.district for one in issue.allotments}
    spans: dict[tuple[str, str], CodeRange] = {}
    for span in issue.ranges:
        key = place_of_card((span.service, districts[span.placement]), catalogue)
        if key not in spans:
            spans[key] = replace(span, last=span.first)
    return replace(issue, ranges=tuple(spans.values()))
