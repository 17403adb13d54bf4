"""A hall with a screen, and what its pages hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from PIL import Image, ImageDraw

from kiosk.domain.placement import CodeRange, PlacementKind
from kiosk.store.driver import Reader
from tests.make import spot
from tests.serving import Served

NAME = "平阴县政务服务中心"
Row = tuple[str, ...]


@dataclass
class Hall:
    """A hall with one card of a batch, and its own screen codes."""

    served: Served
    card: CodeRange
    screens: dict[str, CodeRange]

    @property
    def code(self) -> str:
        """The code its screen is opened with."""
        return self.served.code(self.screens["QC01"])

    def path(self, service: str = "") -> str:
        """The address of its screen, or of a service on it."""
        return f"/kiosk/{self.code}" + (f"/{service}" if service else "")

    async def text(self, service: str = "", *, query: str = "") -> str:
        """A page of its screen."""
        answer = await self.served.client.get(self.path(service) + query)
        assert answer.status_code == 200
        return answer.text

    async def rows(self) -> list[Row]:
        """What was recorded: act, service, source, class, batch and placement of its range."""

        async def work(reader: Reader) -> list[Row]:
            found = await reader.all(
                "select s.act, s.service, s.source, s.class, coalesce(r.batch, '') as batch, "
                "r.placement from scan s join code_range r on r.first = s.first order by s.id"
            )
            return [tuple(row.values()) for row in found]

        return await self.served.state.office.driver.read(work)

    async def counted(self) -> dict[tuple[str, str], int]:
        """Openings by act and class, from the totals."""
        found = await self.served.state.office.driver.read(
            lambda reader: reader.all(
                "select act, class, sum(n) as n from total_day group by act, class"
            )
        )
        return {(row["act"], row["class"]): row["n"] for row in found}


async def hall_of(served: Served) -> Hall:
    (card,) = await served.batch(spot(NAME, district="370124", kind=PlacementKind.KIOSK))
    return Hall(served, card, dict(served.state.snapshot.ranges.screen(card.placement)))


def links(text: str) -> list[str]:
    """Every address that a page could lead to."""
    found = re.findall(r'\s(?:href|src|action|formaction|xlink:href)="([^"]*)"', text)
    return [unescape(address) for address in found]


def symbol(text: str) -> Image.Image:
    """The page's symbol as its path data draws it, eight pixels a module."""
    view = re.search(r'class="symbol[^>]*viewBox="(-?\d+) (-?\d+) (\d+) (\d+)"', text)
    assert view
    left, top, side = int(view[1]), int(view[2]), int(view[3])
    picture = Image.new("L", (side * 8, side * 8), 255)
    draw = ImageDraw.Draw(picture)
    path = text[text.index('fill="#000" d="') :].split('"')[3]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path):
        x0, y0 = (int(x) - left) * 8, (int(y) - top) * 8
        draw.rectangle((x0, y0, x0 + int(length) * 8 - 1, y0 + 7), fill=0)
    return picture


def ways(text: str) -> list[str]:
    """The links of a page that are not files of its own."""
    return [link for link in links(text) if not link.startswith(("/static/", "#"))]
