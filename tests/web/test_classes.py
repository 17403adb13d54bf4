"""Who opens, as it comes over the wire: colleagues at one poster, a platform's machines, staff."""

from __future__ import annotations

import pytest

from kiosk.domain.scan import RULES, Sign
from kiosk.store.driver import Reader
from tests.make import Clock, spot
from tests.serving import BROWSER, WECHAT, Served

pytestmark = pytest.mark.on_every_store

ALIPAY = (
    "Mozilla/5.0 (Linux; U; Android 10; zh-CN; V2034A Build/QP1A.190711.020) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Version/4.0 Chrome/69.0.3497.100 UWS/3.22.2.33 Mobile Safari/537.36 "
    "UCBS/3.22.2.33_211025173018 NebulaSDK/1.8.100112 Nebula AlipayDefined(nt:WIFI,ws:360|0|2.0) "
    "AliApp(AP/10.2.51.7100) AlipayClient/10.2.51.7100 Language/zh-Hans Region/CN"
)
HARMONY = (
    "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/4G Language/zh_CN"
)
PRETENDER = "Mozilla/5.0 (Linux; Android 10) Chrome/86.0.4240.99 MicroMessenger/7.0.20"


async def opens(served: Served, address: str, headers: dict[str, str]) -> None:
    """One request with these headers and no others of a browser."""
    request = served.client.build_request("GET", address)
    for name in (*BROWSER, "user-agent"):
        request.headers.pop(name, None)
    request.headers.update(headers)
    assert (await served.client.send(request)).status_code == 200


async def classes(served: Served) -> list[str]:
    """Class of each row in the order of the openings; every row names the rule set."""

    async def work(reader: Reader) -> list[str]:
        rows = await reader.all("select class, rules from scan order by id")
        assert {row["rules"] for row in rows} <= {RULES}
        return [row["class"] for row in rows]

    return await served.state.office.driver.read(work)


async def test_colleagues_who_scan_one_poster_at_once_are_as_many(
    served: Served, clock: Clock
) -> None:
    (span,) = await served.batch()
    old_phone = {"accept-language": "zh-CN"}  # its engine tells nothing of the fetch
    for agent, rest in (
        (WECHAT, BROWSER),
        (IPHONE, BROWSER),
        (ALIPAY, old_phone),
        (HARMONY, BROWSER),
    ):
        await opens(served, f"/S/{served.code(span)}", {"user-agent": agent, **rest})
        clock.advance(seconds=0.3)
    assert await classes(served) == ["person"] * 4


async def test_a_machine_that_follows_within_seconds_is_a_preview(
    served: Served, clock: Clock
) -> None:
    (span,) = await served.batch()
    address = f"/S/{served.code(span)}"
    await opens(served, address, {"user-agent": WECHAT, **BROWSER})
    clock.advance(seconds=2)
    await opens(served, address, {"user-agent": PRETENDER})
    clock.advance(seconds=1)
    await opens(served, address, {"user-agent": PRETENDER, "accept-language": "zh-CN"})
    clock.advance(seconds=1)
    await opens(served, address, {"user-agent": IPHONE, **BROWSER})
    assert await classes(served) == ["person", "preview", "preview", "person"]


async def test_the_same_machine_alone_is_given_the_benefit_of_the_doubt(served: Served) -> None:
    (span,) = await served.batch()
    await opens(served, f"/S/{served.code(span)}", {"user-agent": PRETENDER})
    assert await classes(served) == ["person"]


async def test_a_preview_that_names_itself_is_one(served: Served) -> None:
    (span,) = await served.batch()
    await opens(
        served, f"/S/{served.code(span)}", {"user-agent": "DingTalkBot-SecurityService/1.0"}
    )
    assert await classes(served) == ["preview"]


async def test_a_link_card_of_a_chat_app_is_a_preview(served: Served) -> None:
    (span,) = await served.batch()
    await opens(served, f"/S/{served.code(span)}", {"user-agent": "LarkUrl2Meta/1.0"})
    assert await classes(served) == ["preview"]


async def test_one_client_that_varies_a_number_soon_floods_and_still_gets_the_page(
    served: Served, clock: Clock
) -> None:
    first, second = await served.batch(spot(), spot("槐荫大厅", district="370104"))
    for number in range(70):
        agent = WECHAT.replace("V2307A", f"V{number}A")
        await opens(served, f"/S/{served.code(first)}", {"user-agent": agent, **BROWSER})
    await opens(served, f"/S/{served.code(second)}", {"user-agent": WECHAT, **BROWSER})
    clock.advance(seconds=60)
    await opens(served, f"/S/{served.code(first)}", {"user-agent": WECHAT, **BROWSER})
    assert await classes(served) == ["person"] * 60 + ["flood"] * 10 + ["person"] * 2
    rows = await served.state.office.driver.read(
        lambda reader: reader.all("select distinct signs from scan where class = 'flood'")
    )
    assert [row["signs"] & Sign.FLOOD for row in rows] == [Sign.FLOOD]
