"""印刷文件: what a batch's file is for, on which paper, and what will come out of the printer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import ASGIApp

from cards.sheet import SHEETS, Turn
from kiosk.batches import Format, offer, profiles
from kiosk.domain.problem import Problem
from kiosk.printing import Makeup, most_cards
from kiosk.web.admin.page import address, admin_page
from kiosk.web.admin.session import Staff
from kiosk.web.files.print_file import TYPES, Ordered, Wish, ordered
from kiosk.web.requests import state_of

USUAL_HERE = "office"  # whoever opens this page wants more than the plain PDF beside it
_ASKED = {"profile": USUAL_HERE, "sheet": "", "turn": "long", "range": "", "format": "pdf"}
_IN_FIELD = {"cards-range-faulty": "range", "cards-range-outside": "range"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What is asked for, looked through: its cards, how they lie, and how many files will be."""

    wish: Wish
    found: Ordered
    makeup: Makeup

    @property
    def cards(self) -> int:
        """How many cards the file holds."""
        return self.makeup.count(self.found.order, self.wish.format)

    @property
    def sheets(self) -> int:
        """How many sheets of paper they take."""
        return -(-self.cards // self.makeup.grid.places) if self.makeup.grid else 0

    @property
    def is_too_large(self) -> bool:
        """Whether it cannot be made at the desk at once."""
        return self.cards > self.most

    @property
    def most(self) -> int:
        """How many cards can be."""
        return most_cards(self.wish.format, numbered=self.found.order.numbered)


async def show(request: Request, staff: Staff) -> ASGIApp:
    """The form, and the first sheet of what it asks for. Raises Problem."""
    batch = request.path_params["batch"]
    query = request.query_params
    asked = {name: query.get(name, usual) for name, usual in _ASKED.items()}
    try:
        wish = Wish.read(asked, usual=Format.PDF)
        found = await ordered(state_of(request), batch, wish)
        makeup = Makeup.of(found.order.design, wish.making, batch=batch)
        makeup.check(wish.format)
    except Problem as problem:
        if problem.code == "batch-not-found":
            raise
        return _page(request, staff, asked, problem=problem)
    return _page(request, staff, asked, seen=Seen(wish, found, makeup))


def _page(
    request: Request,
    staff: Staff,
    asked: Mapping[str, str],
    *,
    seen: Seen | None = None,
    problem: Problem | None = None,
) -> ASGIApp:
    batch = request.path_params["batch"]
    base, design = f"/admin/batches/{batch}/print", offer(seen.found.order.design) if seen else None
    return admin_page(
        request,
        staff,
        "batch-print",
        problem=problem,
        faulty=_IN_FIELD.get(problem.code) if problem else None,
        batch=batch,
        asked=asked,
        profiles=profiles(),
        sheets=tuple(SHEETS),
        turns=tuple(Turn),
        kinds=tuple(TYPES),
        seen=seen,
        design=design,
        pictures=[
            (title, address(request, f"{base}/{number}.png", **asked))
            for number, title in enumerate(design.sides if design else (), start=1)
        ],
    )
