"""A hall's screen in a running service, for a real browser to stand before."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from kiosk.config import Settings
from tests.browser.running import Running, service
from tests.make import catalogue

PORTRAIT = (1080, 1920)
LANDSCAPE = (1920, 1080)
OLDER = ((1280, 1024), (1024, 768))
GLASSES = (PORTRAIT, LANDSCAPE, *OLDER)
LATER = [pytest.param(size, marks=pytest.mark.slow) for size in (LANDSCAPE, *OLDER)]
SERVICES = tuple(service.id for service in catalogue().services)
DOMAIN = "mbk.jinan.gov.cn"


@dataclass(frozen=True, slots=True)
class Hall:
    """A hall whose screen any code of its placement opens."""

    running: Running
    placement: str
    code: str

    def address(self, service: str = "", *, language: str = "zh") -> str:
        """The address of its screen, or of a service on it."""
        path = f"/kiosk/{self.code}" + (f"/{service}" if service else "")
        return f"{self.running.url}{path}" + ("?lang=en" if language == "en" else "")

    def symbol(self, service: str) -> str:
        """What the symbol on the page of `service` must hold."""
        state = self.running.state
        span = state.snapshot.ranges.screen(self.placement)[service]
        return f"https://{DOMAIN}/S/{state.office.signer.code(span.first)}"


@contextmanager
def hall(fresh_data: Path, folder: Path) -> Iterator[Hall]:
    """Serve a hall of Pingyin until the block ends."""
    shutil.copytree(fresh_data, folder / "data")
    settings = Settings(data_dir=folder / "data", public_url=f"https://{DOMAIN}")
    with service(settings) as running:
        yield placed(running, "平阴县政务服务中心")


def placed(running: Running, name: str) -> Hall:
    """One more hall, by the name of its placement."""
    spot = {"district": "370124", "name": name, "kind": "kiosk", "copies": 1}
    running.do("batch.create", design="a5-process", services=["QC10"], spots=[spot], numbered=False)
    snapshot = running.state.snapshot
    placement = next(p.id for p in snapshot.placements.values() if p.name == name)
    span = snapshot.ranges.screen(placement)["QC01"]
    return Hall(running, placement, running.state.office.signer.code(span.first))


@contextmanager
def glass(
    browser: Browser, size: tuple[int, int] = PORTRAIT, *, scale: float = 1, script: bool = True
) -> Iterator[Page]:
    """A page on a touch screen of `size` CSS pixels that moves at once instead of gliding."""
    context: BrowserContext = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=scale,
        has_touch=True,
        java_script_enabled=script,
        reduced_motion="reduce",
        locale="zh-CN",
    )
    try:
        yield context.new_page()
    finally:
        context.close()
