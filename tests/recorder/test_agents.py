"""Robots by the maintained list, apps by their tokens, both cached without version numbers."""

from __future__ import annotations

import pytest

from kiosk.recorder.agents import Agents

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
    assert (judged.client, judged.is_robot) == (client, False)


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
    assert Agents().judge(agent).is_robot


def test_agents_that_differ_in_digits_share_one_judgement() -> None:
    agents = Agents()
    assert agents.judge(b"Browser/1.0 (1)") is agents.judge(b"Browser/22.17 (345)")


def test_the_cache_is_bounded_and_long_agents_are_cut() -> None:
    agents = Agents()
    for number in range(10_100):
        agents.judge(f"agent {'x' * (number % 700)}{chr(0x61 + number % 26)}".encode())
    agents.judge(b"a" * 1_000_000)
    for kept in (agents._known, agents._met):
        assert len(kept) <= 10_000
        assert max(map(len, kept)) <= 1_024
    assert agents.judge(b"a" * 1_000_000) is agents.judge(b"a" * 1_000_001)
