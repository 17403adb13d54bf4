"""A one-time link, opened as people open it: once, twice, together, too late."""

from __future__ import annotations

import asyncio
import re
from html import unescape

import httpx
import pytest

from kiosk.acts.account import LINK_MS
from kiosk.acts.token import digest_of
from kiosk.store import accounts
from kiosk.web.admin.session import new_token
from tests.make import Clock
from tests.serving import Served
from tests.web.admin.visitor import NAME, PASSWORD, Visitor, field, make_account


async def first_link(served: Served) -> str:
    token = new_token()
    await served.do("account.invite-first", digest=digest_of(token))
    return token


async def begin(
    visitor: Visitor, token: str, *, name: str = NAME, **changes: str
) -> httpx.Response:
    page = await visitor.open_link(token)
    key = field(page.text, "key") if page.status_code == 200 else "-"
    fields = {"token": token, "key": key, "name": name, "password": PASSWORD, "again": PASSWORD}
    return await visitor.post("/admin/begin", fields | changes)


async def names(served: Served) -> list[str]:
    rows = await served.state.office.driver.read(accounts.known)
    return [row["name"] for row in rows]


async def test_the_first_administrator_sets_a_name_and_is_in(served: Served) -> None:
    visitor = Visitor(served)
    answer = await begin(visitor, await first_link(served), name="张三")
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin")
    page = await visitor.get("/admin/log")
    assert page.status_code == 200
    assert "用链接设置了账号张三的密码" in page.text


async def test_a_link_used_twice_says_so(served: Served) -> None:
    token = await first_link(served)
    await begin(Visitor(served), token)
    late = Visitor(served)
    for answer in (
        await late.open_link(token),
        await begin(late, token, name="lisi"),
    ):
        assert answer.status_code == 410
        assert "这个链接已经用过" in answer.text
    assert await names(served) == [NAME]
    assert late.cookies == {}


async def test_two_who_open_the_same_link_do_not_both_get_in(served: Served) -> None:
    token = await first_link(served)
    racers = [Visitor(served), Visitor(served)]
    answers = await asyncio.gather(
        begin(racers[0], token, name="zhangsan"), begin(racers[1], token, name="lisi")
    )
    assert sorted(answer.status_code for answer in answers) == [303, 410]
    winner = 0 if answers[0].status_code == 303 else 1
    assert await names(served) == [["zhangsan", "lisi"][winner]]
    assert "这个链接已经用过" in answers[1 - winner].text
    assert (await racers[1 - winner].get("/admin/log")).status_code == 303


async def test_a_double_click_sets_one_account_and_leaves_a_session(served: Served) -> None:
    token, visitor = await first_link(served), Visitor(served)
    page = await visitor.open_link(token)
    fields = {"token": token, "key": field(page.text, "key"), "name": NAME}
    fields |= {"password": PASSWORD, "again": PASSWORD}
    for _ in range(2):
        answer = await visitor.post("/admin/begin", fields)
        assert (answer.status_code, answer.headers["location"]) == (303, "/admin")
    assert await names(served) == [NAME]
    assert (await visitor.get("/admin/log")).status_code == 200


async def test_a_link_too_late_or_made_up_leads_on(served: Served, clock: Clock) -> None:
    token = await first_link(served)
    clock.at += LINK_MS
    late = await Visitor(served).open_link(token)
    assert late.status_code == 410
    assert "已经过期" in late.text
    for path in ("/admin/begin", "/admin/begin?token=made-up"):
        wrong = await Visitor(served).get(path)
        assert wrong.status_code == 410
        assert "kiosk account reset" in wrong.text
        assert 'href="/admin/sign-in"' in wrong.text


@pytest.mark.parametrize(
    ("changes", "sentence", "status"),
    [
        ({"password": "short", "again": "short"}, "密码至少要12个字符，现在是5个。", 422),
        ({"again": "something else"}, "两次填的密码不一样", 422),
        ({"password": "password1234", "again": "password1234"}, "太常见", 422),
        ({"name": "张 三"}, "账号名只能用", 422),
        ({"name": ""}, "请填账号名。", 422),
    ],
)
async def test_what_is_wrong_is_said_and_the_name_is_kept(
    served: Served, changes: dict[str, str], sentence: str, status: int
) -> None:
    token, visitor = await first_link(served), Visitor(served)
    answer = await begin(visitor, token, **changes)
    assert answer.status_code == status
    assert sentence in answer.text
    assert field(answer.text, "name") == changes.get("name", NAME)
    assert field(answer.text, "password") == ""
    assert field(answer.text, "token") == token
    english = re.search(r'href="(/admin/language/en[^"]*)"', answer.text)
    assert english is not None
    led = await visitor.get(unescape(english[1]))
    assert led.headers["location"] == "/admin/begin"
    assert "Set up" in (await visitor.get("/admin/begin")).text
    assert await names(served) == []
    assert (await begin(visitor, token)).status_code == 303


async def test_an_invited_person_sets_only_the_password(served: Served) -> None:
    await make_account(served)
    token = new_token()
    await served.do("account.add", name="李四", digest=digest_of(token))
    page = await Visitor(served).open_link(token)
    assert field(page.text, "name") == "李四"
    answer = await begin(Visitor(served), token, name="somebody")
    assert answer.status_code == 303
    assert await names(served) == [NAME, "李四"]


async def test_the_token_leaves_the_page_in_no_referer_and_no_link(served: Served) -> None:
    token = await first_link(served)
    visitor = Visitor(served)
    opened = await visitor.get(f"/admin/begin?token={token}")
    assert (opened.status_code, opened.headers["location"]) == (303, "/admin/begin")
    assert opened.headers["cache-control"] == "no-store"
    (cookie,) = opened.headers.get_list("set-cookie")
    assert cookie.startswith(f"__Host-mbk_begin={token};")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(cookie.split("; "))
    page = await visitor.get("/admin/begin")
    assert page.headers.get_list("referrer-policy") == ["strict-origin"]
    assert page.headers["cache-control"] == "no-store"
    assert page.text.count(token) == 1  # the form's own field
    assert "http://" not in page.text.replace('xmlns="http://www.w3.org', "")


async def test_a_made_up_link_costs_no_hash(served: Served) -> None:
    before = served.state.passwords.worked
    await Visitor(served).post(
        "/admin/begin",
        {"token": "x", "key": "x", "name": NAME, "password": PASSWORD, "again": PASSWORD},
    )
    assert served.state.passwords.worked == before
