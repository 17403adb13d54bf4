"""An own account and its sessions in a real browser, over https as offices have it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from argon2.profiles import CHEAPEST
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from kiosk.acts.passwords import Passwords
from kiosk.config import Settings
from tests.browser.axe import objections
from tests.browser.running import Running, service
from tests.browser.tls import https_front
from tests.make import Clock
from tests.serving import Served
from tests.web.admin.visitor import NAME, PASSWORD, make_account

pytestmark = pytest.mark.browser

NEW = "柳树下的石头会唱歌吗？不会"
ELSEWHERE = "https://other.example/"


@pytest.fixture(scope="module")
def address(fresh_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service over https, with one account."""
    folder = tmp_path_factory.mktemp("https")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    settings = Settings(data_dir=folder / "data", public_url=f"https://localhost:{port}")
    with service(settings, now=Clock()) as running:
        running._wait(_fill(running))
        behind = int(running.url.rpartition(":")[2])
        with https_front(folder, port, behind):
            yield settings.public_url


async def _fill(running: Running) -> None:
    running.state.passwords = Passwords(CHEAPEST)
    async with httpx.AsyncClient(base_url=running.url) as client:
        await make_account(Served(running.state, 0, client))


def signed_in(chromium: Browser, address: str, password: str = PASSWORD) -> BrowserContext:
    context = chromium.new_context(
        ignore_https_errors=True, viewport={"width": 360, "height": 740}, locale="zh-CN"
    )
    page = context.new_page()
    page.goto(f"{address}/admin/sign-in?next=/admin/account")
    page.fill("[name=name]", NAME)
    page.fill("[name=password]", password)
    page.click("main button")
    page.wait_for_url("**/admin/account")
    page.close()
    return context


def arrive(context: BrowserContext, address: str, path: str) -> Page:
    """Follow a link to `path` that stands on a page of another site."""

    def answer(route: Route) -> None:
        body = f"<!doctype html><title>Elsewhere</title><a href='{address}{path}'>go</a>"
        route.fulfill(status=200, content_type="text/html", body=body)

    context.route(f"{ELSEWHERE}**", answer)
    page = context.new_page()
    page.goto(ELSEWHERE)
    page.click("a")
    return page


def test_a_link_elsewhere_opens_the_page_for_who_is_signed_in(
    chromium: Browser, address: str
) -> None:
    """The session's cookie is Strict, and does not come with the first request."""
    context = signed_in(chromium, address)
    kept = {cookie["name"]: cookie["sameSite"] for cookie in context.cookies()}
    assert kept == {"__Host-mbk_session": "Strict", "__Host-mbk_known": "Strict"}
    page = arrive(context, address, "/admin/log?kind=people")
    expect(page.locator("h1")).to_have_text("日志")
    assert page.url == f"{address}/admin/log?kind=people"
    context.close()


def test_a_link_elsewhere_asks_who_is_not(chromium: Browser, address: str) -> None:
    context = chromium.new_context(ignore_https_errors=True)
    page = arrive(context, address, "/admin/log")
    expect(page.locator("h1")).to_have_text("登录")
    assert page.url == f"{address}/admin/sign-in?next=%2Fadmin%2Flog"
    context.close()


def test_a_session_is_ended_and_a_password_changed_by_keyboard(
    chromium: Browser, address: str
) -> None:
    context, other = signed_in(chromium, address), signed_in(chromium, address)
    page = context.new_page()
    page.goto(f"{address}/admin")
    page.click("text=我的账号")
    assert objections(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    ending = page.locator("td.end button")
    assert "登录的" in (ending.first.get_attribute("aria-label") or "")
    for left in reversed(range(ending.count())):  # those of tests before go on as well
        ending.first.focus()
        page.keyboard.press("Enter")
        expect(ending).to_have_count(left)
        expect(page.locator("[role=status]")).to_have_text("已结束那个登录。")
    theirs = other.new_page()
    theirs.goto(f"{address}/admin/account")
    expect(theirs.locator("h1")).to_have_text("登录")
    page.focus("#password_old")
    for text in (PASSWORD, NEW, NEW):
        page.keyboard.insert_text(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[role=status]")).to_have_text("密码已改，别处的登录都已结束。")
    page.reload()
    expect(page.locator("h1")).to_contain_text("我的账号")
    for one in (context, other):
        one.close()
    signed_in(chromium, address, NEW).close()
