"""A badge marks the app that opens it for the day; whoever bears the mark is staff."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from kiosk.config import Settings
from kiosk.domain.badge import BadgeSigner
from tests.make import Clock
from tests.serving import BROWSER, WECHAT, Served

pytestmark = pytest.mark.on_every_store


@pytest.fixture
async def phone(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that keeps cookies as one does over https."""
    headers = BROWSER | {"user-agent": WECHAT}
    async with httpx.AsyncClient(base_url=str(served.client.base_url), headers=headers) as client:
        yield client


async def made(served: Served, **args: Any) -> str:
    """A new badge's path."""
    answer = await served.do("badge.add", **({"name": "甲", "days": 30} | args))
    signer = BadgeSigner(served.state.office.signer.keys)
    return f"/staff/{signer.badge(answer['id'], answer['until'])}"


def mark_of(answer: httpx.Response) -> dict[str, str]:
    """The cookie that an answer sets, as a request sends it back."""
    return {"cookie": answer.headers["set-cookie"].partition(";")[0]}


async def test_opening_a_badge_marks_the_app_and_is_no_scan(
    served: Served, phone: httpx.AsyncClient
) -> None:
    (span,) = await served.batch()
    answer = await phone.get(await made(served))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "content-security-policy" in answer.headers
    assert "同一个应用" in answer.text or "在这个应用里有效" in answer.text
    assert answer.headers.get_list("referrer-policy") == ["no-referrer"]
    told = answer.headers["set-cookie"]
    assert told.startswith("__Host-mbk_staff=")
    assert "HttpOnly" in told
    assert "Secure" in told
    assert "SameSite=lax" in told
    assert "Path=/;" in told
    assert "Max-Age=43200" in told  # from noon to midnight
    assert await served.waterfall() == {}
    code = served.code(span)
    for headers in (mark_of(answer), {}):
        assert (await phone.get(f"/S/{code}", headers=headers)).headers["x-scan"] == "recorded"
    assert await served.waterfall() == {"staff": 1, "person": 1}


async def test_staff_is_staff_again_and_again_and_on_recalled_cards(
    served: Served, phone: httpx.AsyncClient
) -> None:
    (span,) = await served.batch()
    mark = mark_of(await phone.get(await made(served)))
    for _ in range(3):
        await phone.get(f"/S/{served.code(span)}", headers=mark)
    await served.do("batch.recall", batch=span.batch, reason="电话印错了", replacement=None)
    assert (await phone.get(f"/S/{served.code(span)}", headers=mark)).status_code == 410
    prefetch = mark | {"sec-purpose": "prefetch"}
    assert (await phone.get(f"/S/{served.code(span)}", headers=prefetch)).status_code == 503
    assert await served.waterfall() == {"staff": 4, "preview": 1}


async def test_a_mark_ends_with_the_day(
    served: Served, phone: httpx.AsyncClient, clock: Clock
) -> None:
    (span,) = await served.batch()
    path = await made(served, days=1)
    mark = mark_of(await phone.get(path))
    clock.advance(seconds=12 * 3_600)
    await phone.get(f"/S/{served.code(span)}", headers=mark)
    assert await served.waterfall() == {"person": 1}
    late = await phone.get(path)
    assert (late.status_code, "set-cookie" in late.headers) == (410, False)
    assert "2026-11-24到期" in late.text


async def test_a_revoked_badge_marks_nobody_and_its_marks_end(
    served: Served, phone: httpx.AsyncClient
) -> None:
    (span,) = await served.batch()
    path = await made(served)
    mark = mark_of(await phone.get(path))
    await served.do("badge.revoke", name="甲")
    answer = await phone.get(path)
    assert (answer.status_code, "set-cookie" in answer.headers) == (410, False)
    assert "已经停用" in answer.text
    await phone.get(f"/S/{served.code(span)}", headers=mark)
    assert await served.waterfall() == {"person": 1}


async def test_what_nobody_signed_marks_nobody(served: Served, phone: httpx.AsyncClient) -> None:
    (span,) = await served.batch()
    path = await made(served)
    signer = BadgeSigner(served.state.office.signer.keys)
    never_made = signer.badge("0" * 10, 20991231)
    for token in (path[7:-1] + "0", path[7:-1] + "1", "x", never_made):
        if token == path[7:]:
            continue
        answer = await phone.get(f"/staff/{token}")
        assert (answer.status_code, "set-cookie" in answer.headers) == (404, False)
        assert "没有这样的工作人员标记" in answer.text
    for text in (
        path[7:],
        signer.mark("0" * 10, 20261124),
        "x",
        "",
        "é",
    ):
        cookie = f"a=b; __Host-mbk_staff={text}; c=d".encode()
        await phone.get(f"/S/{served.code(span)}", headers={b"cookie": cookie})
    assert await served.waterfall() == {"person": 1, "repeat": 4}


async def test_it_speaks_english_too(served: Served, phone: httpx.AsyncClient) -> None:
    answer = await phone.get("/en" + await made(served))
    assert "Marked as staff" in answer.text
    assert "set-cookie" in answer.headers
    assert "no such badge" in (await phone.get("/en/staff/x")).text


async def test_the_public_gets_no_cookie(served: Served, phone: httpx.AsyncClient) -> None:
    (span,) = await served.batch()
    for path in ("/", "/services/QC10", "/check", "/privacy", f"/S/{served.code(span)}"):
        assert "set-cookie" not in (await phone.get(path)).headers
    assert "工作人员" in (await phone.get("/privacy")).text


class TestUnderAPath:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"public_url": "http://www.example.gov.cn/mbk"})

    async def test_the_mark_stays_under_the_path_of_the_service(
        self, served: Served, phone: httpx.AsyncClient
    ) -> None:
        answer = await phone.get("/mbk" + await made(served))
        assert answer.headers["set-cookie"].startswith("mbk_staff=")
        assert "Path=/mbk;" in answer.headers["set-cookie"]
        assert "Secure" not in answer.headers["set-cookie"]
