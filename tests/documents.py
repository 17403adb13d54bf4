"""What documents show and a program makes: ``python -m tests.documents`` writes it anew."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, sync_playwright

from cards.design import design_ids, load
from cards.design.placed import symbol_places
from cards.design.plan import DesignPlan
from cards.design.symbol import PRESS_DPI, place_symbol
from cards.measure import MM_PER_INCH
from cards.qr import modules_of
from kiosk.batches import Format
from kiosk.domain.problems import KINDS
from kiosk.printing import render
from kiosk.web.pages.public import Site
from tests.browser import site
from tests.browser.chromium import launched
from tests.browser.running import site as served
from tests.printing import make

DOCS: Final = Path(__file__).parents[1] / "docs"
PROBLEMS: Final = DOCS / "problems.md"
DESIGNS: Final = DOCS / "designs.md"
CARD: Final = DOCS / "pictures" / "a5-qc10.svg"
PHONE: Final = DOCS / "pictures" / "phone-qc10.png"
USUAL_VERSION: Final = 4  # of a symbol at a host of 16 letters
LONG_VERSION: Final = 5  # at one of 40 letters


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


def designs() -> str:
    """The designs with what their files say of size, symbol and distance."""
    head = (
        "# 版式\n\n由 `make golden` 按 `assets/designs` 写出。码的边长按常见的域名（码 33 格）算，"
        "括号里是 40 个字母的长域名（37 格）；一格是 300 dpi 的整数个点。扫码距离取边长的 10 倍，"
        "是经验数，发出去之前请用手机试。"
        "安全边：除了出血的色块，文字和码离裁切线、折线至少这么远（毫米）。\n\n"
        "| 版式 | 名称 | 尺寸（毫米） | 面 | 码 | 一格（点） | 码边长（毫米） | 扫码距离 "
        "| 安全边 | 折线 |\n"
        "|---|---|---|---|---|---|---|---|---|---|\n"
    )
    return head + "".join(_design_row(load(name).plan) for name in design_ids())


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
    DESIGNS.write_text(designs(), encoding="utf-8")
    CARD.write_bytes(card())
    with sync_playwright() as playwright, launched(playwright) as chromium:
        PHONE.write_bytes(phone(chromium))


def _design_row(plan: DesignPlan) -> str:
    places = [place.box for face in plan.faces for place in symbol_places(plan, face)]
    sides: list[float] = []
    dots: list[int] = []
    for version in (USUAL_VERSION, LONG_VERSION):
        area, module = place_symbol(places[0], modules_of(version))
        sides.append(area.w)
        dots.append(round(module * PRESS_DPI / MM_PER_INCH))
    leads = {"service": "一项一码", "catalogue": "通向目录", "all": "每项一码"}[plan.shows]
    folds = "；".join(
        f"{face.title} " + "、".join(f"{fold.x or fold.y:g}" for fold in own)
        for face in plan.faces
        if (own := [fold for fold in plan.folds if fold.face == face.name])
    )
    cells = (
        f"`{plan.id}`",
        plan.title,
        f"{plan.paper.width:g} × {plan.paper.height:g}",
        "、".join(face.title for face in plan.faces),
        f"{len(places)} 个，{leads}",
        f"{dots[0]}（{dots[1]}）",
        f"{sides[0]:.1f}（{sides[1]:.1f}）",
        f"约 {sides[0]:.0f} 厘米",
        f"{plan.paper.safe:g}",
        folds or "—",
    )
    return f"| {' | '.join(cells)} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    main()
