"""Forms come from our own pages or are refused, whichever way a browser says where it is."""

from __future__ import annotations

import pytest

from kiosk.config import Settings
from kiosk.store import log
from tests.make import Clock
from tests.serving import Served, serving
from tests.web.admin.visitor import NAME, PASSWORD, Visitor, make_account, signed_in

OURS = "https://mbk.example.gov.cn"
EVIL = "https://evil.example"


@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-origin", "origin": EVIL}, True),  # no page can write the first
        ({"sec-fetch-site": "cross-site", "origin": OURS}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": ""}, False),
        ({"origin": OURS}, True),
        ({"origin": "https://MBK.example.gov.cn:443"}, True),
        ({"origin": "http://mbk.example.gov.cn"}, False),  # somebody on the way without TLS
        ({"origin": f"{OURS}:8443"}, False),
        ({"origin": f"{OURS}.evil.example"}, False),
        ({"origin": EVIL}, False),
        ({"origin": "null"}, False),
        ({"origin": "https://[mbk"}, False),
        ({"origin": EVIL, "referer": f"{OURS}/admin"}, False),
        ({"referer": f"{OURS}/admin/sign-in"}, True),
        ({"referer": f"{EVIL}/?{OURS}"}, False),
        ({}, False),
    ],
)
async def test_a_form_is_taken_from_our_own_pages_only(
    served: Served, headers: dict[str, str], is_taken: bool
) -> None:
    await make_account(served)
    fields = {"name": NAME, "password": PASSWORD}
    answer = await Visitor(served).post("/admin/sign-in", fields, headers=headers)
    assert answer.status_code == (303 if is_taken else 403)
    assert ("不是从本站的页面发出" in answer.text) is not is_taken
    assert ("set-cookie" in answer.headers) is is_taken


@pytest.mark.parametrize("path", ["/admin/sign-out", "/admin/begin", "/admin/log", "/admin/x"])
async def test_no_address_takes_a_strange_form(served: Served, path: str) -> None:
    visitor = await signed_in(served)
    answer = await visitor.post(path, {"key": "x"}, headers={"origin": EVIL})
    assert answer.status_code in (403, 405)
    assert (await visitor.get("/admin/log")).status_code == 200
    lines = await served.state.office.driver.read(lambda reader: log.last(reader, limit=1))
    assert lines[0]["act"] == "account.sign-in"


async def test_over_plain_http_the_host_asked_for_counts(settings: Settings, clock: Clock) -> None:
    plain = settings.model_copy(update={"public_url": "http://localhost:8000"})
    async with serving(plain, now=clock) as served:
        await make_account(served)
        fields = {"name": NAME, "password": PASSWORD}
        for origin, status in (
            (f"http://127.0.0.1:{served.port}", 303),
            ("http://localhost:8000", 303),
            (f"https://127.0.0.1:{served.port}", 303),
            (f"http://127.0.0.1:{served.port + 1}", 403),
            ("http://evil.example", 403),
        ):
            headers = {"origin": origin}
            answer = await Visitor(served).post("/admin/sign-in", fields, headers=headers)
            assert (origin, answer.status_code) == (origin, status)
