"""The cookies of staff: their names say that only this host over https can set them."""

from __future__ import annotations

import re
from html import unescape

import pytest

from kiosk.config import Settings, Transport
from kiosk.web.http.own_cookie import OLD_SESSION
from tests.make import Clock
from tests.serving import Served, serving
from tests.web.admin.visitor import NAME, PASSWORD, Visitor, make_account, signed_in

ARRIVING = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}


async def given(visitor: Visitor) -> dict[str, set[str]]:
    """Every cookie that staff are given, by name, with its attributes but for its age."""
    answers = [
        await visitor.post("/admin/sign-in", {"name": NAME, "password": PASSWORD}),
        await visitor.get("/admin/language/en"),
    ]
    found = {}
    for header in [one for answer in answers for one in answer.headers.get_list("set-cookie")]:
        told, *attributes = (part.strip() for part in header.split(";"))
        name = told.partition("=")[0]
        found[name] = {one.lower() for one in attributes if not one.lower().startswith("max-age")}
    return found


async def test_over_https_every_cookie_is_of_this_host_alone(served: Served) -> None:
    await make_account(served)
    whole = {"path=/", "secure", "httponly"}
    assert await given(Visitor(served)) == {
        "__Host-mbk_session": whole | {"samesite=strict"},
        "__Host-mbk_known": whole | {"samesite=strict"},
        "__Host-mbk_language": whole | {"samesite=lax"},
    }


async def test_under_a_path_every_cookie_is_of_that_path(settings: Settings, clock: Clock) -> None:
    moved = settings.model_copy(update={"public_url": "https://www.example.gov.cn/mbk"})
    async with serving(moved, now=clock) as served:
        await make_account(served)
        visitor = Visitor(served, origin="https://www.example.gov.cn", base="/mbk")
        assert await given(visitor) == {
            "__Secure-mbk_session": {"path=/mbk", "secure", "httponly", "samesite=strict"},
            "__Secure-mbk_known": {"path=/mbk/admin", "secure", "httponly", "samesite=strict"},
            "__Secure-mbk_language": {"path=/mbk/admin", "secure", "httponly", "samesite=lax"},
        }


async def test_a_link_elsewhere_leads_on_to_whoever_is_signed_in(served: Served) -> None:
    """A Strict cookie does not come with it: a page of ours goes on and brings it."""
    visitor = await signed_in(served)
    stranger = Visitor(served)
    page = await stranger.get("/admin/log?kind=people", **ARRIVING)
    assert page.status_code == 200
    refresh = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.text)
    assert refresh is not None
    onward = unescape(refresh[1])
    assert onward == "/admin/sign-in?next=%2Fadmin%2Flog%3Fkind%3Dpeople"
    answer = await visitor.get(onward)
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/log?kind=people")
    assert (await stranger.get(onward)).status_code == 200  # the form, for who is not


async def test_who_comes_from_here_is_asked_to_sign_in_at_once(served: Served) -> None:
    for headers in ({}, {"sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate"}):
        answer = await Visitor(served).get("/admin/log", **headers)
        assert (answer.status_code, answer.headers["location"]) == (
            303,
            "/admin/sign-in?next=%2Fadmin%2Flog",
        )


async def test_a_session_of_before_the_upgrade_is_told_to_have_ended(served: Served) -> None:
    visitor = Visitor(served)
    visitor.cookies[OLD_SESSION] = "of before"
    asked = await visitor.get("/admin/log")
    page = await visitor.get(asked.headers["location"])
    assert "系统升级" in page.text
    assert OLD_SESSION not in visitor.cookies
    assert "系统升级" not in (await visitor.get(asked.headers["location"])).text


@pytest.mark.parametrize(
    ("hsts", "address", "told"),
    [
        (None, "https://mbk.example.gov.cn", "max-age=31536000"),
        ("subdomains", "https://mbk.example.gov.cn", "max-age=31536000; includeSubDomains"),
        ("off", "https://mbk.example.gov.cn", None),
        ("subdomains", "http://localhost:8000", None),
    ],
)
async def test_browsers_are_told_to_stay_with_https_as_the_setting_says(
    settings: Settings, clock: Clock, hsts: str | None, address: str, told: str | None
) -> None:
    changed: dict[str, object] = {"public_url": address}
    if hsts is not None:
        changed["hsts"] = Transport(hsts)
    async with serving(settings.model_copy(update=changed), now=clock) as served:
        for path in ("/", "/services/QC10", "/admin/sign-in", "/healthz", "/nothing"):
            answer = await served.client.get(path)
            assert answer.headers.get("strict-transport-security") == told
