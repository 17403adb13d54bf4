"""Robots by the maintained list, apps by their tokens, both cached without version numbers."""

from __future__ import annotations

import pytest

from kiosk.domain.scan import Sign
from kiosk.recorder.agents import Agents

LISTED = Sign.LISTED_ROBOT | Sign.LISTED_PREVIEW | Sign.NO_AGENT
IPHONE = (
    b"Mozilla/5.0 (iPhone; CPU iPhone OS 15_5 like Mac OS X) AppleWebKit/605.1.15 "
    b"(KHTML, like Gecko) Mobile/15E148"
)
HARMONY = (
    b"Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) "
    b"Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile"
)

WECHAT = (
    b"Mozilla/5.0 (Linux; Android 14; V2307A; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    b"Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20240404 "
    b"MMWEBID/4421 MicroMessenger/8.0.49.2600(0x28003137) WeChat/arm64 Weixin NetType/WIFI "
    b"Language/zh_CN ABI/arm64"
)


@pytest.mark.parametrize(
    ("agent", "client"),
    [
        (WECHAT, "wechat"),
        (WECHAT + b" wxwork/4.1.9", "wecom"),
        (b"Mozilla/5.0 AliApp(DingTalk/7.0.40) DingTalk/7", "dingtalk"),
        (b"Mozilla/5.0 AliApp(AP/10.5.90) AlipayClient/10.5.90", "alipay"),
        (b"Mozilla/5.0 (Phone; OpenHarmony 5.0) ArkWeb/4.1.6", "harmony"),
        (b"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1", "browser"),
    ],
)
def test_an_app_is_known_by_its_token(agent: bytes, client: str) -> None:
    judged = Agents().judge(agent)
    assert (judged.client, judged.signs & LISTED) == (client, 0)


@pytest.mark.parametrize(
    "agent",
    [
        b"",
        b"Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
        b"Mozilla/5.0 (compatible; Bytespider; spider-feedback@bytedance.com)",
        b"curl/8.5.0",
        b"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    ],
)
def test_a_robot_is_known_by_the_list_or_by_having_no_name(agent: bytes) -> None:
    signs = Agents().judge(agent).signs
    assert signs & (Sign.LISTED_ROBOT | Sign.NO_AGENT)
    assert not signs & Sign.LISTED_PREVIEW


@pytest.mark.parametrize(
    "agent",
    [
        b"DingTalkBot-LinkService/1.0 (+https://open-doc.dingtalk.com/microapp/faquestions/ftpfeu)",
        b"DingTalkBot-SecurityService/1.0",
        b"facebookexternalhit/1.1",
        b"TelegramBot (like TwitterBot)",
        b"virustotal",
    ],
)
def test_a_preview_or_a_check_of_links_names_itself(agent: bytes) -> None:
    assert Agents().judge(agent).signs & Sign.LISTED_PREVIEW


@pytest.mark.parametrize(
    ("agent", "is_thin"),
    [
        (WECHAT, False),
        (b"Mozilla/5.0 (Linux; Android 5.1; zh-cn) MQQBrowser/5.4 MicroMessenger/6.3.8", False),
        (b"Mozilla/5.0 (Linux; Android 14) Chrome/116.0 MicroMessenger/8.0.49 NetType/WIFI", True),
        (IPHONE + b" MicroMessenger/8.0.22(0x18001626) NetType/WIFI Language/zh_CN", False),
        (IPHONE + b" MicroMessenger/8.0.22", True),
        (b"Mozilla/5.0 (Windows NT 10.0) Chrome/107.0 MicroMessenger/7.0.20 WindowsWechat", False),
        (b"Mozilla/5.0 (Windows NT 6.1) Chrome/53.0 MicroMessenger/6.5.2", True),
        (IPHONE + b" AliApp(AP/10.2.65.8000) Nebula WK AlipayClient/10.2.65.8000", False),
        (IPHONE + b" AlipayClient/10.2.65.8000", True),
        (b"Mozilla/5.0 (Linux; Android 10) AliApp(DingTalk/5.0.6) Channel/263200", False),
        (b"Mozilla/5.0 (Linux; Android 10) AliApp(DingTalk/5.0.6)", True),
        (IPHONE + b" MicroMessenger/7.0.1 wxwork/4.1.9", False),
        (HARMONY, False),
    ],
)
def test_an_agent_is_thin_without_what_the_apps_own_browser_says(
    agent: bytes, is_thin: bool
) -> None:
    assert bool(Agents().judge(agent).signs & Sign.THIN_APP) is is_thin


@pytest.mark.parametrize(
    ("agent", "is_modern"),
    [
        (WECHAT, True),
        (HARMONY, True),
        (b"Mozilla/5.0 (Linux; Android 10) Chrome/69.0.3497.100 UWS/3.22 AlipayClient/10.2", False),
        (b"Mozilla/5.0 (Linux; Android 10) Chrome/80.0", True),
        (IPHONE, False),
        (IPHONE.replace(b"15_5", b"16_4"), True),
        (IPHONE.replace(b"15_5", b"16_3_1"), False),
        (b"Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X)", True),
        (b"Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0", True),
        (b"Mozilla/5.0 (Android 9; Mobile; rv:68.0) Gecko/68.0 Firefox/68.0", False),
        (b"Chrome/", False),
    ],
)
def test_an_engine_is_modern_from_its_version_on(agent: bytes, is_modern: bool) -> None:
    assert bool(Agents().judge(agent).signs & Sign.MODERN_ENGINE) is is_modern


def test_the_list_is_asked_once_for_agents_that_differ_in_digits() -> None:
    agents = Agents()
    assert agents.judge(b"Browser/1.0 (1)") == agents.judge(b"Browser/22.17 (345)")
    assert len(agents._listed) == 1


@pytest.mark.slow
def test_the_cache_is_bounded_and_long_agents_are_cut() -> None:
    agents = Agents()
    for number in range(10_100):
        agents.judge(f"agent {'x' * (number % 700)}{chr(0x61 + number % 26)}".encode())
    agents.judge(b"a" * 1_000_000)
    for kept in (agents._listed, agents._met):
        assert len(kept) <= 5_000
        assert max(map(len, kept)) <= 1_024
    listed = len(agents._listed)
    assert agents.judge(b"a" * 1_000_000) == agents.judge(b"a" * 1_000_001)
    assert len(agents._listed) == listed
