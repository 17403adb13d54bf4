"""The doors and the log in a real browser: by keyboard, without script, small, from elsewhere."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from argon2.profiles import CHEAPEST
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from kiosk.acts.passwords import Passwords
from kiosk.acts.token import digest_of
from kiosk.config import Settings
from tests.browser.axe import objections
from tests.browser.running import Running, service, site

pytestmark = pytest.mark.browser

PASSWORD = "四棵柳树 两口清泉 一座桥"


@pytest.fixture(scope="module")
def running(fresh_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("admin") / "data"
    with service(Settings(data_dir=folder, public_url="http://localhost:8000")) as running:
        running.state.passwords = Passwords(CHEAPEST)
        yield running


def link(running: Running, name: str) -> str:
    """A link that sets the password of a new account."""
    token = secrets.token_urlsafe(32)
    running.do("account.add", name=name, digest=digest_of(token))
    return f"{running.url}/admin/begin?token={token}"


def begin(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("main button")


def sign_in(page: Page, running: Running, name: str, password: str = PASSWORD) -> None:
    page.goto(f"{running.url}/admin/sign-in")
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("main button")


def test_the_first_administrator_needs_no_mouse(chromium: Browser, running: Running) -> None:
    token = secrets.token_urlsafe(32)
    running.do("account.invite-first", digest=digest_of(token))
    page = chromium.new_page()
    page.goto(f"{running.url}/admin/begin?token={token}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    for text in ("张三", PASSWORD, PASSWORD):
        page.keyboard.insert_text(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=退出登录")
    page.goto(f"{running.url}/admin/log")
    assert "用链接设置了账号张三的密码" in page.inner_text("main")
    page.focus("text=退出登录")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/sign-in?note=out")
    assert page.evaluate("document.activeElement.id") == "name"
    page.close()


def test_all_of_it_works_without_script(chromium: Browser, running: Running) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    begin(page, link(running, "without"))
    page.goto(f"{running.url}/admin/log?kind=people")
    assert "without" in page.inner_text(".who")
    page.click("text=EN")
    expect(page.locator("h1")).to_have_text("Log")
    page.click("text=Sign out")
    expect(page.locator("main")).to_contain_text("You are signed out.")
    sign_in(page, running, "without", "wrong")
    expect(page.locator("[role=alert]")).to_be_visible()
    expect(page.locator("#name")).to_have_value("without")
    context.close()


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (360, "light"),
        pytest.param(1024, "dark", marks=pytest.mark.slow),
        pytest.param(1440, "light", marks=pytest.mark.slow),
    ],
)
def test_nothing_stands_in_anybodys_way(
    chromium: Browser, running: Running, width: int, scheme: str
) -> None:
    """axe finds nothing, nothing scrolls sideways, the policy blocks nothing of ours."""
    context = chromium.new_context(
        viewport={"width": width, "height": 640},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,  # axe is a script of its own; the policy is listened for elsewhere
    )
    page, name = context.new_page(), f"{scheme}{width}"
    address = link(running, name)
    page.goto(address)
    look(page)
    page.fill("#password", "short")
    page.fill("#again", "short")
    page.click("main button")
    look(page)
    begin(page, address)
    for path in ("log", "log?kind=keys", "clock", "nothing", "language/en?next=/admin/log"):
        page.goto(f"{running.url}/admin/{path}")
        look(page)
    page.goto(address)
    look(page)
    context.clear_cookies()
    page.goto(f"{running.url}/admin/log")
    look(page)
    sign_in(page, running, name, "wrong")
    look(page)
    context.close()


def look(page: Page) -> None:
    assert (page.url, objections(page)) == (page.url, "")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    small = page.evaluate(
        """[...document.querySelectorAll("body *")].filter((one) =>
            [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
            && parseFloat(getComputedStyle(one).fontSize) < 13).map((one) => one.outerHTML)"""
    )
    assert small == []


def test_the_policy_blocks_nothing_of_ours(chromium: Browser, running: Running) -> None:
    page, said = chromium.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    begin(page, link(running, "policy"))
    page.goto(f"{running.url}/admin/log")
    page.click("text=退出登录")
    page.wait_for_url("**/admin/sign-in**")
    assert said == []
    page.close()


def test_another_site_can_send_no_form_and_draw_no_frame(
    chromium: Browser, running: Running
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    begin(page, link(running, "victim"))
    with site(lambda _: Starlette(routes=[Route("/", _trap(running.url))])) as elsewhere:
        page.goto(elsewhere)
        page.click("text=赢大奖")
        assert "不是从本站的页面发出的" in page.inner_text("main")
        page.goto(f"{elsewhere}/?framed")
        assert "退出登录" not in page.frames[1].content()
    page.goto(f"{running.url}/admin/log")
    assert "victim" in page.inner_text(".who")
    context.close()


def _trap(url: str) -> Callable[[Request], Awaitable[Response]]:
    async def show(request: Request) -> Response:
        if request.url.query:
            return HTMLResponse(f'<iframe src="{url}/admin/log"></iframe>')
        form = f'<form method="post" action="{url}/admin/sign-out"><button>赢大奖</button></form>'
        return HTMLResponse(form)

    return show
