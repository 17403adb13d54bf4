"""What documents show and a program makes: ``python -m tests.documents`` writes it anew."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, sync_playwright

from kiosk.domain.problems import KINDS
from kiosk.printing import Format, render
from kiosk.web.pages import Site
from tests.browser import site
from tests.browser.chromium import launched
from tests.browser.running import site as served
from tests.printing import make

DOCS: Final = Path(__file__).parents[1] / "docs"
PROBLEMS: Final = DOCS / "problems.md"
CARD: Final = DOCS / "pictures" / "a5-qc10.svg"
PHONE: Final = DOCS / "pictures" / "phone-qc10.png"


def problems() -> str:
    """The list of every failure that somebody can be told."""
    head = (
        "# Problems\n\nEvery failure that a person or a program can be told, by its stable code. "
        "Written by `make golden`.\n\n| code | status | 中文 | English |\n|---|---|---|---|\n"
    )
    rows = (
        f"| `{code}` | {kind.status} | {_cell(kind.zh)} | {_cell(kind.en)} |\n"
        for code, kind in sorted(KINDS.items())
    )
    return head + "".join(rows)


def card() -> bytes:
    """The A5 card of QC10 from the starter catalogue, with what it bears while that is a draft."""
    target = BytesIO()
    imprint = make.imprint(office=None, batch="B0001")
    render(make.order("QC10"), imprint, format=Format.SVG, target=target)
    return target.getvalue()


def phone(chromium: Browser) -> bytes:
    """The first screen of QC10 as a phone shows it, for 平阴县."""
    with served(lambda address: site.application(Site(public_url=address))) as address:
        page = chromium.new_page(
            viewport={"width": 360, "height": 640}, device_scale_factor=2, color_scheme="light"
        )
        page.goto(f"{address}/services/QC10?district=370124")
        picture = page.screenshot()
        page.close()
    return picture


def difference(one: bytes, other: bytes) -> float:
    """How far two pictures are apart, 0 to 255; those of different size are as far as can be.

    Browsers smooth type differently, so what is compared is small and soft.
    """
    first, second = (Image.open(BytesIO(data)).convert("L") for data in (one, other))
    if first.size != second.size:
        return 255.0
    size = (first.width // 8, first.height // 8)
    apart = ImageChops.difference(first.resize(size), second.resize(size))
    return float(ImageStat.Stat(apart).mean[0])


def main() -> None:
    """Write all of it."""
    CARD.parent.mkdir(parents=True, exist_ok=True)
    PROBLEMS.write_text(problems(), encoding="utf-8")
    CARD.write_bytes(card())
    with sync_playwright() as playwright, launched(playwright) as chromium:
        PHONE.write_bytes(phone(chromium))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    main()
