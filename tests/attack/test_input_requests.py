"""Addresses, headers and bodies at their worst, at every address that strangers reach."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import product

import pytest
from argon2.profiles import RFC_9106_LOW_MEMORY
from starlette.routing import Route
from starlette.types import ASGIApp

from kiosk.acts.passwords import Passwords
from kiosk.config import Settings
from kiosk.recorder.agents import Agents
from kiosk.store import batches
from kiosk.web.http.headers import FORWARDED, MOST
from kiosk.web.http.strict_json import read_json
from kiosk.web.http.visitors import read_visitor
from kiosk.web.routes import application
from tests.attack.asked import app_of, ask
from tests.attack.growth import LINEAR, growth
from tests.make import Clock
from tests.serving import Served, serving
from tests.web.admin.visitor import NAME, PASSWORD, Visitor, signed_in

BASE = "https://card.example.gov.cn/mbk"


# Growth at every address: twice the worst input of its kind costs less than three times as much.

HEAD = 15_000
NOISE_S = 0.0005  # what a request costs that does nothing
HEADERS: dict[str, Callable[[int], tuple[bytes, bytes]]] = {
    "cookie": lambda n: (b"cookie", b'a="' + b"\\" * n + b'"'),
    "our cookies": lambda n: (b"cookie", b"; __Secure-mbk_session=x" * (n // 24)),
    "the mark of staff": lambda n: (b"cookie", b"; __Secure-mbk_staff=x" * (n // 22)),
    "user agent": lambda n: (b"user-agent", b"Bot/1.0 (a) " * (n // 12)),
    "accept-encoding": lambda n: (b"accept-encoding", b"br;q=0.1," * (n // 9)),
    "accept-language": lambda n: (b"accept-language", b"zh;q=0.1," * (n // 9)),
    "if-none-match": lambda n: (b"if-none-match", b'"0" ' * (n // 4)),
    "referer": lambda n: (b"referer", b"http://[" * (n // 8)),
    "origin": lambda n: (b"origin", b"http://a:1@" * (n // 11)),
    "authorization": lambda n: (b"authorization", b"Bearer " + b" x" * (n // 2)),
    "a signature": lambda n: (b"authorization", b"Mingbai-Device " + b"a=b, " * (n // 5)),
    "forwarded": lambda n: (b"x-forwarded-for", b"192.0.2.1, " * (n // 11)),
    "purpose": lambda n: (b"sec-purpose", b"prefetc" * (n // 7)),
    "coding": lambda n: (b"content-encoding", b"gzip," * (n // 5)),
}
ASKED = (
    ("GET", "/S/0123456789AB"),
    ("GET", "/kiosk/0123456789AB"),
    ("GET", "/services/QC10"),
    ("GET", "/nothing"),
    ("GET", "/check?code=0123456789AB"),
    ("GET", "/staff/0123456789-20261124-0123456789abcdef0123456789abcdef"),
    ("GET", "/C/0123456789ABCDEF01234567"),
    ("GET", "/admin/sign-in"),
    ("GET", "/admin/begin?token=x"),
    ("GET", "/admin/log"),
    ("GET", "/api/v1/stale"),
    ("POST", "/admin/sign-in"),
    ("POST", "/admin/batches/new"),
    ("POST", "/api/v1/kiosk/events"),
    ("POST", "/api/v1/kiosk/enrol"),
)


ADDRESSES: tuple[Callable[[int], str], ...] = (
    lambda n: "/" * n,
    lambda n: "/S/" + "-" * n,
    lambda n: "/S/" + "\uff0d" * n,
    lambda n: "/check?code=" + "%CC%96%CC%80" * (n // 12),
    lambda n: "/check?" + "a=1&" * (n // 4),
    lambda n: "/services/" + "\u0130" * n,
    lambda n: "/?district=" + "x" * n,
    lambda n: "/admin/sign-in?next=/admin/" + "%" * n,
    lambda n: "/admin/begin?token=" + "<" * n,
    lambda n: "/staff/" + "0" * n,
    lambda n: "/nothing/" + "/" * n,
)


@dataclass(frozen=True)
class Once:
    """A request that can be made again."""

    app: ASGIApp
    method: str
    target: str
    headers: tuple[tuple[bytes, bytes], ...] = ()

    async def cost(self) -> float:
        """Seconds of the loop's thread, the least of some tries; the first is not looked at."""
        costs = []
        for _ in range(5):
            began = time.thread_time()
            await ask(self.app, self.method, self.target, headers=self.headers)
            costs.append(time.thread_time() - began)
        return min(costs[1:])


async def test_twice_a_header_costs_no_more_than_twice_anywhere(served: Served) -> None:
    app = app_of(served)
    for (kind, make), (method, target) in product(HEADERS.items(), ASKED):
        small, large = [
            await Once(app, method, target, (make(n),)).cost() for n in (HEAD, 2 * HEAD)
        ]
        assert large < LINEAR * small + NOISE_S, (kind, target, small, large)


async def test_twice_an_address_costs_no_more_than_twice(served: Served) -> None:
    app = app_of(served)
    for make in ADDRESSES:
        small, large = [await Once(app, "GET", make(n)).cost() for n in (2_000, 4_000)]
        assert large < LINEAR * small + NOISE_S, (make(8), small, large)


# Headers, one by one


@pytest.mark.parametrize("name", MOST)
def test_a_header_has_a_bound_far_below_the_heads(name: str) -> None:
    assert MOST[name] <= 2_400


def test_of_forwarded_addresses_the_end_is_read_whatever_stands_before() -> None:
    def address(told: bytes) -> str:
        headers = [(b"x-forwarded-for", told)]
        proxies = frozenset({"127.0.0.1", "10.0.0.1"})
        return read_visitor(headers, "127.0.0.1", proxies=proxies, is_secure=True).visit.address

    assert address(b"6.6.6.6, " * 5_000 + b"192.0.2.7, 10.0.0.1") == "192.0.2.7"
    assert address(b"192.0.2.7, 10.0.0.1" + b", 10.0.0.1" * FORWARDED) == "127.0.0.1"
    assert address(b"6" * 20_000) == "127.0.0.1"  # none that is whole


def test_a_fresh_agent_of_a_kilobyte_costs_no_more_than_one_that_is_read_whole() -> None:
    agents, number = Agents(), iter(range(10**9))

    def judge(size: int) -> None:
        agent = f"{next(number):x}".replace("0", "g") + "Mozilla/5.0 (Linux) Chrome " * 40
        agents.judge("".join(chr(ord(c) + ord(c) % 3) for c in agent)[:size].encode())

    assert growth(judge, 512, 1_024) < 1.5
    assert growth(judge, 1_024, 16_000) < 1.5


def test_apps_that_name_themselves_late_are_still_known() -> None:
    alipay = (
        b"Mozilla/5.0 (Linux; U; Android 12; zh-CN; M2012K11AC Build/SKQ1.211006.001) "
        b"AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/69.0.3497.100 UWS/3.22.2.59 "
        b"Mobile Safari/537.36 UCBS/3.22.2.59_230425190000 ChannelId(0) NebulaSDK/1.8.100112 "
        b"Nebula AlipayDefined(nt:WIFI,ws:393|0|2.75) AliApp(AP/10.3.96.8100) "
        b"AlipayClient/10.3.96.8100 Language/zh-Hans"
    )
    assert alipay.index(b"AliApp") > 256
    assert Agents().judge(alipay).client == "alipay"


# JSON

DEEP: dict[str, Callable[[int], str]] = {
    "lists": lambda n: "[" * n,
    "objects": lambda n: '{"a":' * (n // 5),
    "escapes": lambda n: '"' + "\\" * n,
    "quotes": lambda n: '"' * n,
    "closed lists": lambda n: "[" + "[]," * (n // 3) + "0]",
    "names": lambda n: "{" + ",".join(f'"{i}":0' for i in range(n // 9)) + "}",
    "digits": lambda n: "9" * n,
}


@pytest.mark.parametrize("kind", DEEP)
def test_twice_as_much_json_costs_no_more_than_twice(kind: str) -> None:
    def attempt(text: str) -> None:
        with suppress(ValueError):
            read_json(text, deepest=3)

    assert growth(attempt, DEEP[kind](50_000), DEEP[kind](100_000)) < LINEAR


@pytest.mark.parametrize(
    "text",
    [
        '{"id":"x","id":"y"}',
        '[{"a":{"b":1,"b":1}}]',
        "NaN",
        "[Infinity]",
        "[-Infinity]",
        "[[[[1]]]]",
        '{"a":{"b":[[1]]}}',
        "[" * 100_000,
        "[1",
        "9" * 5_000,
    ],
    ids=lambda text: text[:20],
)
def test_json_that_says_two_things_or_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_json(text, deepest=3)


def test_brackets_within_texts_lie_in_nothing() -> None:
    told = {"a": '[[[["\\{{{{', "b": ["\\", "[" * 50], "c": [[1, 2.5, None, True]]}
    assert read_json(json.dumps(told), deepest=3) == told
    assert read_json(json.dumps(told, ensure_ascii=False, indent=1), deepest=3) == told


async def test_a_doubled_name_in_what_a_device_sends_is_refused(served: Served) -> None:
    token = b'{"token":"a","token":"b","key":"x"}'
    answer = await served.client.post("/api/v1/kiosk/enrol", content=token)
    assert (answer.status_code, answer.json()["code"]) == (422, "enrolment-unreadable")
    deep = await served.client.post("/api/v1/kiosk/enrol", content=b"[" * 4_000)
    assert deep.json()["code"] == "enrolment-unreadable"


# Characters that no database takes


_DRAWS = re.compile(r"cards|print|preflight|slip|png|files|metrics")


@pytest.mark.on_every_store(is_quick=True)
async def test_no_character_of_a_stranger_is_a_failure_of_the_database(
    served: Served, capfd: pytest.CaptureFixture[str]
) -> None:
    (span,) = await served.batch()
    (placement,) = {one.placement for one in await served.state.office.driver.read(batches.ranges)}
    staff = await signed_in(served)
    router = application(served.state)._router  # type: ignore[attr-defined]
    routes = [one for one in router.routes if isinstance(one, Route)]
    assert len(routes) > 60
    asked = (
        "batch by code column correct days district format from kind next only page print profile "
        "range service sheet to token turn gutter before note done mend lang"
    )
    query = "&".join(f"{name}=%00%E2%80%AE" for name in asked.split(" "))
    for route in routes:
        for filled in ("x%00", "%E2%80%AE", "B0001"):
            path = re.sub(r"\{[^}]*int\}", "1", route.path)
            path = re.sub(r"\{[^}]*\}", filled, path)
            for method in set(route.methods or ()) & {"GET", "POST"}:
                # Drawing takes seconds, and looks for the same batch as the page does.
                if path == "/admin/sign-out" or (filled == "B0001" and _DRAWS.search(path)):
                    continue
                headers = {"origin": served.state.office.settings.public_url}
                typed = {"key": "k", "name": "a\x00", "reason": "\x00", "kind": "\x00", "n": "\x00"}
                answer = (
                    await staff.get(f"{path}?{query}")
                    if method == "GET"
                    else await staff.post(f"{path}?{query}", typed, headers=headers)
                )
                assert answer.status_code < 500, (method, path, answer.text)
    for name, value in (
        ("name", "zhang\x00san"),
        ("password", "\x00" * 12),
        ("next", "/admin\x00"),
    ):
        fields = {"name": NAME, "password": "wrong", name: value}
        assert (await Visitor(served).post("/admin/sign-in", fields)).status_code in (403, 422)
    path = f"/admin/batches/{span.batch}/stock/{placement}"
    noted = {"key": "k", "kind": "given", "n": "1", "note": "a\x00b"}
    told = await staff.post(path, noted)
    assert told.status_code == 422
    assert "备注里有看不见的字符（U+0000）" in told.text
    recalled = await staff.post(
        f"/admin/batches/{span.batch}/recall", {"key": "k", "reason": "原因\u202e", "sure": "1"}
    )
    assert recalled.status_code == 422
    assert "原因里有看不见的字符（U+202E）" in recalled.text
    token = await served.client.get(
        "/api/v1/batches/%00/stock", headers={"authorization": "Bearer x"}
    )
    assert (token.status_code, token.json()["code"]) == (404, "not-found")
    said = "".join(capfd.readouterr())
    assert "store-failed" not in said
    assert "server-error" not in said


# Addresses with a slash too many


@pytest.mark.parametrize("address", [BASE, "https://mbk.example.gov.cn"])
async def test_a_slash_too_many_leads_to_the_page_on_the_public_path(
    settings: Settings, clock: Clock, address: str
) -> None:
    public = settings.model_copy(update={"public_url": address})
    base = address.removeprefix("https://").partition("/")[2]
    prefix = f"/{base}" if base else ""
    async with serving(public, now=clock) as served:
        for asked, led in (
            ("/privacy/", "/privacy"),
            ("/en/privacy///?x=1", "/en/privacy?x=1"),
            ("/services/QC10/?district=370124", "/services/QC10?district=370124"),
            ("/services/%5Cevil.example/", "/services/%5Cevil.example"),
        ):
            answer = await served.client.get(prefix + asked)
            assert (answer.status_code, answer.headers["location"]) == (307, prefix + led), asked
        app = app_of(served)
        for nothing in ("/nothing/", "//evil.example/", "/\\evil.example/", "/a//", "/nothing/x/"):
            assert (await ask(app, "GET", prefix + nothing)).status == 404, nothing
        assert (await served.client.post(prefix + "/privacy/")).status_code in (404, 405)
        assert (await served.client.get(prefix + "/en")).status_code == 200


# Guessing


async def test_while_strangers_guess_from_forty_addresses_the_owner_gets_in_every_time(
    settings: Settings, clock: Clock
) -> None:
    """An eighth of the memory that a hash takes is enough to keep the queue of strangers full."""
    behind = settings.model_copy(update={"trusted_proxies": ("127.0.0.1",)})
    async with serving(behind, now=clock) as served:
        owner = await signed_in(served)  # cheap, and made anew by the first sign-in
        served.state.passwords = Passwords(replace(RFC_9106_LOW_MEMORY, memory_cost=8 * 1024))
        assert (await owner.sign_in()).status_code == 303
        is_over, answers = asyncio.Event(), list[int]()
        origin = {"origin": behind.public_url}

        async def guess(number: int) -> None:
            stranger, headers = Visitor(served), origin | {"x-forwarded-for": f"192.0.2.{number}"}
            for n in range(10_000):
                if is_over.is_set():
                    return
                fields = {"name": f"n{number}-{n}", "password": "wrong"}
                answers.append(
                    (await stranger.post("/admin/sign-in", fields, headers=headers)).status_code
                )
                await asyncio.sleep(0.05)

        async def code(_: int) -> int:
            fields = {"name": NAME, "password": PASSWORD}
            headers = origin | {"x-forwarded-for": "198.51.100.1"}
            return (await owner.post("/admin/sign-in", fields, headers=headers)).status_code

        guesses = [asyncio.create_task(guess(number)) for number in range(40)]
        while 503 not in answers:
            await asyncio.sleep(0.05)
        assert [await code(n) for n in range(3)] == [303] * 3
        is_over.set()
        await asyncio.gather(*guesses)
        assert set(answers) <= {403, 429, 503}
