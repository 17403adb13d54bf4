"""What a user agent tells: robot or not, and which app. Nothing of it is stored but a word."""

from __future__ import annotations

import re
from dataclasses import dataclass

import crawleruseragents

# The list costs 160 microseconds and more for an agent it has not seen; real agents differ
# mostly in version numbers, so the answer is kept by the agent without its digits, and by the
# agent as it came: taking its digits out costs more than the rest of a judgement.
_DIGITS = re.compile(rb"\d+")
_CACHED = 10_000
_LONGEST = 1_024

# Order matters: 企业微信 carries 微信's token too, 钉钉 carries Alipay's.
_CLIENTS = (
    (b"wxwork", "wecom"),
    (b"micromessenger", "wechat"),
    (b"dingtalk", "dingtalk"),
    (b"alipayclient", "alipay"),
    (b"unionpay", "unionpay"),
    (b"aweme", "douyin"),
    (b"baiduboxapp", "baidu"),
    (b"feishu", "feishu"),
    (b"lark", "feishu"),
    (b"mqqbrowser", "qq"),
    (b"arkweb", "harmony"),
    (b"openharmony", "harmony"),
)


@dataclass(frozen=True, slots=True)
class Agent:
    """A user agent, judged."""

    is_robot: bool
    client: str


class Agents:
    """Judgements by agent, the oldest forgotten first."""

    def __init__(self) -> None:
        self._met: dict[bytes, Agent] = {}
        self._known: dict[bytes, Agent] = {}

    def judge(self, agent: bytes) -> Agent:
        """Judge a User-Agent header; an empty one is a robot: every browser names itself."""
        judged = self._met.get(agent)
        if judged is None:
            read = agent[:_LONGEST]
            key = _DIGITS.sub(b"", read)
            judged = self._known.get(key) or _keep(self._known, key, _judge(read))
            if len(agent) <= _LONGEST:
                _keep(self._met, agent, judged)
        return judged


def _keep(kept: dict[bytes, Agent], key: bytes, agent: Agent) -> Agent:
    kept[key] = agent
    if len(kept) > _CACHED:
        del kept[next(iter(kept))]
    return agent


def _judge(agent: bytes) -> Agent:
    lowered = agent.lower()
    client = next((name for token, name in _CLIENTS if token in lowered), "browser")
    is_robot = not agent or crawleruseragents.is_crawler(agent.decode("latin-1"))
    return Agent(is_robot, client)
