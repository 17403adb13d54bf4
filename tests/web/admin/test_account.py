"""我的账号 over HTTP: an own password is changed, own sessions are seen and ended."""

from __future__ import annotations

import re

import httpx
import pytest

from kiosk.store import log
from tests.make import Clock
from tests.serving import Served
from tests.web.admin.visitor import NAME, PASSWORD, Visitor, make_account, signed_in

SESSION = "__Host-mbk_session"
NEW = "柳树下的石头会唱歌吗？不会"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


async def is_in(visitor: Visitor) -> bool:
    return (await visitor.get("/admin/log")).status_code == 200


async def change(
    visitor: Visitor, *, old: str = PASSWORD, new: str = NEW, again: str = "", key: str = "k"
) -> httpx.Response:
    typed = {"password_old": old, "password_new": new, "password_again": again or new}
    return await visitor.post("/admin/account/password", typed | {"key": key})


async def acts(served: Served) -> list[str]:
    rows = await served.state.office.driver.read(lambda reader: log.last(reader, limit=100))
    return [row["act"] for row in rows]


async def test_a_new_password_holds_at_once_and_ends_all_other_sessions(served: Served) -> None:
    visitor = await signed_in(served)
    other = Visitor(served)
    await other.sign_in()
    before = visitor.cookies[SESSION]
    answer = await change(visitor)
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/account?note=changed")
    assert visitor.cookies[SESSION] != before
    assert "密码已改" in (await visitor.get("/admin/account?note=changed")).text
    assert await is_in(visitor)
    assert not await is_in(other)
    thief = Visitor(served)
    thief.cookies[SESSION] = before
    assert not await is_in(thief)
    assert (await Visitor(served).sign_in()).status_code == 403
    assert (await Visitor(served).sign_in(password=NEW)).status_code == 303
    assert "改了自己的密码，结束了别处的1个登录" in (await visitor.get("/admin/log")).text


@pytest.mark.parametrize(
    ("typed", "told", "status"),
    [
        ({"old": "not my password"}, "原密码不对", 403),
        ({"old": ""}, "原密码不对", 403),
        ({"new": "short"}, "至少要12个字符", 422),
        ({"new": "zhangsan20261130"}, "账号名", 422),
        ({"new": PASSWORD}, "和原密码一样", 422),
        ({"again": "柳树下的石头"}, "两次填的密码不一样", 422),
        ({"new": "a" * 1_100}, "最多256个字符", 422),
    ],
)
async def test_what_is_wrong_is_told_and_changes_nothing(
    served: Served, typed: dict[str, str], told: str, status: int
) -> None:
    visitor = await signed_in(served)
    answer = await change(visitor, **typed)
    assert (answer.status_code, told in answer.text) == (status, True)
    for secret in (PASSWORD, NEW, *typed.values()):
        assert not secret or secret not in answer.text
    assert await is_in(visitor)
    assert (await Visitor(served).sign_in()).status_code == 303


async def test_guessing_at_the_present_password_must_wait_as_signing_in_must(
    served: Served,
) -> None:
    visitor = await signed_in(served)
    told = [(await change(visitor, old=f"guess {n}", key=f"k{n}")).status_code for n in range(7)]
    assert told == [403] * 5 + [429] * 2
    assert (await change(visitor, key="k9")).status_code == 429  # the right one waits as well
    assert await is_in(visitor)
    assert "account.password-failed" in await acts(served)
    page = (await visitor.get("/admin/log")).text
    assert "改密码时原密码不对：账号zhangsan，一小时内已有5次" in page


async def test_no_page_keeps_passwords_over_a_sign_in(served: Served, clock: Clock) -> None:
    visitor = await signed_in(served)
    clock.advance(seconds=31 * 60)
    answer = await change(visitor)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/admin/sign-in?next=%2Fadmin%2Faccount&note=over"
    assert NEW not in (await visitor.get(answer.headers["location"])).text
    entered = await visitor.post(
        "/admin/sign-in", {"name": NAME, "password": PASSWORD, "next": "/admin/account"}
    )
    assert (await visitor.get(entered.headers["location"])).status_code == 200


async def test_own_sessions_are_seen_with_where_and_when(served: Served, clock: Clock) -> None:
    await make_account(served)
    office = Visitor(served)
    await office.post(
        "/admin/sign-in",
        {"name": NAME, "password": PASSWORD},
        headers={"origin": "https://mbk.example.gov.cn", "user-agent": WINDOWS},
    )
    clock.advance(seconds=5 * 60)
    here = Visitor(served)
    await here.sign_in()
    page = (await here.get("/admin/account")).text
    rows = [row for row in re.findall(r"<tr>(.*?)(?=<tr>|</table>)", page, re.S) if "<td" in row]
    assert len(rows) == 2
    assert "就是这里" in rows[0]
    assert "Windows上的Chrome" in rows[1]
    assert "127.0.0.1" in rows[1]
    assert "12:00" in rows[1]
    for secret in (*office.cookies.values(), *here.cookies.values()):
        assert secret not in page
    assert "My account" in (await visit_english(here)).text


async def visit_english(visitor: Visitor) -> httpx.Response:
    await visitor.get("/admin/language/en")
    return await visitor.get("/admin/account")


async def test_one_session_is_ended_and_then_all_others(served: Served) -> None:
    visitor = await signed_in(served)
    others = [Visitor(served) for _ in range(3)]
    for other in others:
        await other.sign_in()
    page = (await visitor.get("/admin/account")).text
    ids = re.findall(r'name="session" value="([0-9a-f]{16})"', page)
    assert len(ids) == 3
    answer = await visitor.post("/admin/account/sessions", {"session": ids[0], "key": "k1"})
    assert answer.headers["location"] == "/admin/account?note=ended"
    assert sorted([await is_in(other) for other in others]) == [False, True, True]
    again = await visitor.post("/admin/account/sessions", {"session": ids[0], "key": "k2"})
    assert (again.status_code, "已经结束" in again.text) == (404, True)
    answer = await visitor.post("/admin/account/sessions", {"key": "k3"})
    assert answer.headers["location"] == "/admin/account?note=others"
    assert [await is_in(other) for other in others] == [False] * 3
    assert await is_in(visitor)


async def test_sessions_of_somebody_else_are_neither_seen_nor_ended(served: Served) -> None:
    victim = await signed_in(served, "lisi")
    page = (await victim.get("/admin/account")).text
    await make_account(served)
    third = Visitor(served)
    await third.sign_in("lisi")
    ids = re.findall(r'value="([0-9a-f]{16})"', (await victim.get("/admin/account")).text)
    thief = Visitor(served)
    await thief.sign_in()
    assert ids
    seen = (await thief.get("/admin/account")).text
    assert not any(one in seen for one in ids)
    for one in ids:
        told = await thief.post("/admin/account/sessions", {"session": one, "key": one})
        assert told.status_code == 404
    assert await is_in(third)
    assert "lisi" in page


async def test_forms_of_other_sites_change_nothing(served: Served) -> None:
    visitor = await signed_in(served)
    foreign = {"origin": "https://evil.example"}
    for path in ("/admin/account/password", "/admin/account/sessions"):
        typed = {"password_old": PASSWORD, "password_new": NEW, "password_again": NEW, "key": "k"}
        assert (await visitor.post(path, typed, headers=foreign)).status_code == 403
    assert (await Visitor(served).sign_in()).status_code == 303


async def test_after_a_change_the_log_holds_no_secret(served: Served) -> None:
    visitor = await signed_in(served)
    await change(visitor)
    rows = await served.state.office.driver.read(lambda reader: log.last(reader, limit=100))
    kept = "\n".join(f"{row['subject']} {row['detail']}" for row in rows)
    hashes = await served.state.office.driver.read(
        lambda reader: reader.all("select password from account")
    )
    for secret in (PASSWORD, NEW, visitor.cookies[SESSION], *(row["password"] for row in hashes)):
        assert secret not in kept
