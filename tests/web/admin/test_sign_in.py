"""Signing in and out over HTTP: sessions, their cookie, their end, and guessing."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.acts import passwords
from kiosk.acts.account import IDLE_MS, LONGEST_MS
from kiosk.acts.token import digest_of
from kiosk.config import Settings
from kiosk.domain.problem import Problem
from kiosk.store import accounts
from kiosk.web.admin.session import new_token
from tests.make import Clock
from tests.serving import Served, serving
from tests.stores import everything_kept
from tests.web.admin.visitor import NAME, PASSWORD, Visitor, field, make_account, signed_in

SESSION = "__Host-mbk_session"


async def session_rows(served: Served) -> list[dict[str, object]]:
    rows = await served.state.office.driver.read(
        lambda reader: reader.all("select digest, account, begun_at, seen_at from session")
    )
    return [dict(row) for row in rows]


async def is_in(visitor: Visitor) -> bool:
    return (await visitor.get("/admin/log")).status_code == 200


async def test_the_cookie_is_for_this_service_and_no_script(served: Served) -> None:
    await make_account(served)
    answer = await Visitor(served).sign_in()
    (cookie,) = [
        header for header in answer.headers.get_list("set-cookie") if header.startswith(SESSION)
    ]
    flags = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert flags == {"httponly", "path=/", "samesite=strict", "secure"}


async def test_without_https_the_cookie_still_comes_back(settings: Settings, clock: Clock) -> None:
    plain = settings.model_copy(update={"public_url": "http://localhost:8000"})
    async with serving(plain, now=clock) as served:
        visitor = await signed_in(served)
        assert "mbk_session" in visitor.cookies
        assert await is_in(visitor)


async def test_only_a_digest_of_the_session_is_kept(served: Served) -> None:
    visitor = await signed_in(served)
    (row,) = await session_rows(served)
    assert row["digest"] == digest_of(visitor.cookies[SESSION])
    assert len(visitor.cookies[SESSION]) >= 43


async def test_a_session_planted_before_signing_in_opens_nothing_after(served: Served) -> None:
    await make_account(served)
    planted = new_token()
    visitor = Visitor(served)
    visitor.cookies[SESSION] = planted
    await visitor.sign_in()
    assert visitor.cookies[SESSION] != planted
    thief = Visitor(served)
    thief.cookies[SESSION] = planted
    assert not await is_in(thief)


async def test_signing_in_again_ends_the_session_before(served: Served) -> None:
    visitor = await signed_in(served)
    before = Visitor(served)
    before.cookies = dict(visitor.cookies)
    await visitor.sign_in()
    assert await is_in(visitor)
    assert not await is_in(before)
    assert len(await session_rows(served)) == 1


async def test_signing_out_ends_the_session_itself(served: Served) -> None:
    visitor = await signed_in(served)
    kept = Visitor(served)
    kept.cookies = dict(visitor.cookies)
    answer = await visitor.post("/admin/sign-out", {})
    assert answer.headers["location"] == "/admin/sign-in?note=out"
    assert SESSION not in visitor.cookies
    assert not await is_in(kept)
    assert "已退出登录" in (await visitor.get(answer.headers["location"])).text
    again = await kept.post("/admin/sign-out", {})
    assert again.headers["location"] == "/admin/sign-in?note=out"


async def test_an_idle_session_ends_and_a_used_one_goes_on(served: Served, clock: Clock) -> None:
    visitor = await signed_in(served)
    for _ in range(3):
        clock.at += IDLE_MS - 1
        assert await is_in(visitor)
    clock.at += IDLE_MS
    answer = await visitor.get("/admin/log")
    assert answer.headers["location"] == "/admin/sign-in?next=%2Fadmin%2Flog&note=over"
    assert "登录已过期" in (await visitor.get(answer.headers["location"])).text


async def test_a_session_ends_after_half_a_day_however_busy(served: Served, clock: Clock) -> None:
    visitor = await signed_in(served)
    begun = clock.at
    while clock.at + IDLE_MS - 1 < begun + LONGEST_MS:
        clock.at += IDLE_MS - 1
        assert await is_in(visitor)
    clock.at = begun + LONGEST_MS
    assert not await is_in(visitor)


async def test_a_session_is_written_at_most_once_a_minute(served: Served, clock: Clock) -> None:
    visitor, seen = await signed_in(served), []
    for _ in range(4):
        clock.advance(seconds=25)
        await visitor.get("/admin/log")
        seen.append((await session_rows(served))[0]["seen_at"])
    begun = clock.at - 100_000
    assert seen == [begun, begun, begun + 75_000, begun + 75_000]


async def test_disabling_and_resetting_end_sessions_at_once(served: Served) -> None:
    await make_account(served, "lisi")
    visitor = await signed_in(served)
    assert await is_in(visitor)
    await served.do("account.disable", name=NAME)
    assert not await is_in(visitor)
    assert (await visitor.sign_in()).status_code == 403
    other = Visitor(served)
    await other.sign_in("lisi")
    assert await is_in(other)
    await served.do("account.reset", name="lisi", digest=digest_of(new_token()))
    assert not await is_in(other)
    assert (await other.sign_in("lisi")).status_code == 403


async def test_an_unknown_name_costs_the_work_of_a_wrong_password(served: Served) -> None:
    await make_account(served)
    work, told = [], []
    for name in (NAME, "nobody", "a name that cannot be"):
        before = served.state.passwords.worked
        answer = await Visitor(served).sign_in(name, "四棵柳树 三口清泉 一座桥")
        work.append(served.state.passwords.worked - before)
        told.append((answer.status_code, "账号名或密码不对" in answer.text))
    assert work == [1, 1, 1]
    assert told == [(403, True)] * 3


async def test_what_was_typed_stays_but_for_the_password(served: Served) -> None:
    answer = await Visitor(served).sign_in('"<zhang>', "wrong")
    assert field(answer.text, "name") == '"<zhang>'
    assert field(answer.text, "password") == ""
    assert "<zhang>" not in answer.text


async def test_guesses_must_wait_and_hear_how_long(served: Served, clock: Clock) -> None:
    await make_account(served)
    stranger = Visitor(served)
    for _ in range(5):
        assert (await stranger.sign_in(NAME, "wrong")).status_code == 403
    before = served.state.passwords.worked
    waiting = await stranger.sign_in(NAME, PASSWORD)
    assert (waiting.status_code, waiting.headers["retry-after"]) == (429, "15")
    assert "请等15秒再试" in waiting.text
    assert served.state.passwords.worked == before
    clock.advance(seconds=15)
    assert (await stranger.sign_in()).status_code == 303


async def test_a_stranger_does_not_keep_out_who_signed_in_here_before(served: Served) -> None:
    owner = await signed_in(served)
    await owner.post("/admin/sign-out", {})
    stranger = Visitor(served)
    for _ in range(6):
        await stranger.sign_in(NAME, "wrong")
    assert (await Visitor(served).sign_in()).status_code == 429
    assert (await owner.sign_in()).status_code == 303
    stranger.cookies["__Host-mbk_known"] = owner.cookies["__Host-mbk_known"][:-1] + "x"
    assert (await stranger.sign_in()).status_code == 429


async def test_tries_at_the_same_time_are_no_way_round(served: Served) -> None:
    await make_account(served)
    answers = await asyncio.gather(*(Visitor(served).sign_in(NAME, "wrong") for _ in range(12)))
    assert sorted(answer.status_code for answer in answers) == [403] * 5 + [429] * 7


async def test_behind_a_proxy_each_address_is_counted_on_its_own(
    settings: Settings, clock: Clock
) -> None:
    behind = settings.model_copy(update={"trusted_proxies": ("127.0.0.1",)})
    async with serving(behind, now=clock) as served:
        await make_account(served)
        statuses = {}
        for address in ("192.0.2.1", "192.0.2.2"):
            headers = {"origin": behind.public_url, "x-forwarded-for": f"6.6.6.6, {address}"}
            tries = [
                Visitor(served).post(
                    "/admin/sign-in", {"name": f"n{number}", "password": "x"}, headers=headers
                )
                for number in range(20 if address == "192.0.2.1" else 1)
            ]
            for one in tries:
                await one
            fields = {"name": NAME, "password": PASSWORD}
            last = await Visitor(served).post("/admin/sign-in", fields, headers=headers)
            statuses[address] = last.status_code
        assert statuses == {"192.0.2.1": 429, "192.0.2.2": 303}


async def test_a_hash_of_other_parameters_is_made_anew_at_sign_in(served: Served) -> None:
    await make_account(served)  # with a hash that costs nothing
    served.state.passwords = passwords.Passwords()
    for work in (2, 1):
        before = served.state.passwords.worked
        assert (await Visitor(served).sign_in()).status_code == 303
        assert served.state.passwords.worked - before == work
    row = await served.state.office.driver.read(lambda reader: accounts.find(reader, NAME))
    assert row is not None
    assert row["password"].startswith("$argon2id$v=19$m=65536,t=3,p=1$")


async def test_no_more_wait_for_a_hash_than_can_be_served(served: Served) -> None:
    work = [served.state.passwords.hash("x") for _ in range(1 + passwords.WAITING_MOST + 3)]
    outcomes = await asyncio.gather(*work, return_exceptions=True)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Problem)]
    assert [problem.code for problem in refused] == ["sign-in-busy"] * 3


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/admin/log?kind=people", "/admin/log?kind=people"),
        ("/admin", "/admin"),
        ("", "/admin"),
        ("https://evil.example/", "/admin"),
        ("//evil.example/admin/", "/admin"),
        ("/\\evil.example", "/admin"),
        ("/admin/\\evil", "/admin"),
        ("/administrator", "/admin"),
        ("/services/QC10", "/admin"),
        ("/admin/sign-out", "/admin"),
        ("/admin/begin?token=x", "/admin"),
        ("/admin/log\r\nset-cookie: a=b", "/admin"),
        ("javascript:alert(1)", "/admin"),
    ],
)
async def test_after_signing_in_nobody_is_led_astray(served: Served, asked: str, led: str) -> None:
    await make_account(served)
    fields = {"name": NAME, "password": PASSWORD, "next": asked}
    answer = await Visitor(served).post("/admin/sign-in", fields)
    assert (answer.status_code, answer.headers["location"]) == (303, led)


async def test_who_is_signed_in_is_not_asked_again(served: Served) -> None:
    visitor = await signed_in(served)
    answer = await visitor.get("/admin/sign-in?next=/admin/log")
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/log")


async def test_no_password_and_no_token_is_kept_anywhere(
    served: Served, capfd: pytest.CaptureFixture[str]
) -> None:
    token = new_token()
    await served.do("account.add", name=NAME, digest=digest_of(token))
    visitor = Visitor(served)
    page = await visitor.open_link(token)
    fields = {"token": token, "key": field(page.text, "key"), "name": NAME}
    await visitor.post("/admin/begin", fields | {"password": PASSWORD, "again": PASSWORD})
    await visitor.sign_in(NAME, "a wrong password of mine")
    await visitor.post("/admin/sign-in", {"name": "another password of mine", "password": "x"})
    everything = await everything_kept(served.state.office)
    everything += "".join(capfd.readouterr()).encode()
    assert NAME.encode() in everything
    for secret in (token, visitor.cookies[SESSION], PASSWORD, "password of mine", fields["key"]):
        assert secret.encode() not in everything
