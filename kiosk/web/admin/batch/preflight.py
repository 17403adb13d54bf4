"""预检 at the desk: examine a batch, what was found, and a picture of what was not read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from kiosk.batches import Standing
from kiosk.domain.problem import Problem
from kiosk.store import verdicts
from kiosk.web.admin.batch.state import refused
from kiosk.web.admin.page import see_other
from kiosk.web.admin.session import Staff
from kiosk.web.files.preflight import examine
from kiosk.web.pages.texts import Language
from kiosk.web.requests import state_of
from kiosk.web.state import State


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a face was refused."""

    face: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A fault, and how many shots of the worst symbol were read, mild and harsh."""

    fault: str
    mild: str
    harsh: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A verdict in words. `weakest` is empty where there was no symbol."""

    is_passed: bool
    is_current: bool
    at: datetime
    by: str
    grade: float | None
    weakest: Mapping[str, object]
    counts: Mapping[str, int]
    reasons: Sequence[Reason]
    unread: Sequence[str]
    rows: Sequence[Row]
    shots: int
    has_picture: bool


async def send(request: Request, staff: Staff) -> ASGIApp:
    """Examine a batch; who waits longer than a while looks at its page meanwhile."""
    batch = request.path_params["batch"]
    try:
        await examine(state_of(request), batch, by=f"account:{staff.name}")
    except Problem as problem:
        return refused(request, staff, problem)
    return see_other(request, f"/admin/batches/{batch}")


async def picture(request: Request, staff: Staff) -> ASGIApp:  # noqa: ARG001
    """A shot that was not read, as PNG."""
    batch = request.path_params["batch"]
    found = await state_of(request).office.driver.read(
        lambda reader: verdicts.picture(reader, batch)
    )
    if found is None:
        raise Problem("not-found")
    return Response(found, media_type="image/png")


def verdict_shown(found: Standing, state: State, language: Language) -> Shown | None:
    """A verdict for the page."""
    verdict = found.verdict
    if verdict is None:
        return None
    report = verdict.report
    symbols = [symbol for face in report["faces"] for symbol in face["symbols"]]
    return Shown(
        is_passed=verdict.is_passed,
        is_current=found.is_current,
        at=state.office.zone.clock(verdict.at),
        by=verdict.by,
        grade=min((s["grade"] for s in symbols if s["grade"] is not None), default=None),
        weakest=_weakest(report, language),
        counts=report["counts"],
        reasons=_reasons(report, language),
        unread=report["unread"]["first"],
        rows=_rows(report, symbols, language),
        shots=report["shots"],
        has_picture=verdict.has_picture,
    )


def _weakest(report: Mapping[str, Any], language: Language) -> Mapping[str, object]:
    weakest = report["weakest"]
    if weakest is None:
        return {}
    return {
        "face": weakest["face"],
        "fault": report["faults"][weakest["fault"]][language],
        "strength": report["strengths"][weakest["strength"]][language],
        "read": weakest["read"],
        "shots": weakest["shots"],
        "least": weakest["least"],
    }


def _reasons(report: Mapping[str, Any], language: Language) -> list[Reason]:
    reasons = [
        Reason(face["name"], finding[language])
        for face in report["faces"]
        for finding in (*face["findings"], *(f for s in face["symbols"] for f in s["findings"]))
    ]
    return list(dict.fromkeys(reasons))


def _rows(
    report: Mapping[str, Any], symbols: Sequence[Mapping[str, Any]], language: Language
) -> list[Row]:
    def worst(fault: str, strength: str) -> str:
        cells = [symbol["cells"][f"{fault}.{strength}"] for symbol in symbols]
        counts = [(cell["counted"], cell["least"]) for cell in cells]
        if not counts:
            return "–"
        read, least = min(counts)
        return f"{read} ≥ {least}" if read >= least else f"{read} < {least}"

    return [
        Row(told[language], worst(fault, "mild"), worst(fault, "harsh"))
        for fault, told in report["faults"].items()
    ]
