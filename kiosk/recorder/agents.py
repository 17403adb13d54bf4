"""What a user agent tells: which app, and the signs of a robot. Nothing else of it is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import crawleruseragents

from kiosk.domain.remember import remember
from kiosk.domain.scan import Sign
from kiosk.recorder.platforms import Platforms, platforms

# The list costs 160 microseconds and more for an agent it has not seen, and the more the longer
# it is, so it is asked of the beginning alone: robots name themselves there. Apps do so at the end
# of what a browser says, and are found by plain search; real agents differ
# mostly in version numbers, so its answer is kept by the agent without its digits. The whole
# judgement is kept by the agent as it came.
_DIGITS = re.compile(rb"\d+")
_CACHED = 5_000
_LONGEST = 512
_LISTED = 256


@dataclass(frozen=True, slots=True)
class Agent:
    """A user agent, judged: the app's name, and bits of `Sign`.

    `kind` is the same for all agents that differ in digits alone, until the process ends.
    """

    client: str
    signs: int
    kind: int = 0


class Agents:
    """Judgements by agent, the oldest forgotten first."""

    def __init__(self, known: Platforms | None = None) -> None:
        self._platforms = known or platforms()
        self._met: dict[bytes, Agent] = {}
        self._listed: dict[bytes, int] = {}

    def judge(self, agent: bytes) -> Agent:
        """Judge a User-Agent header; an empty one is a sign: every browser names itself."""
        judged = self._met.get(agent)
        if judged is None:
            read = agent[:_LONGEST]
            judged = self._judge(read)
            if len(agent) <= _LONGEST:
                remember(self._met, agent, judged, most=_CACHED)
        return judged

    def _judge(self, agent: bytes) -> Agent:
        if not agent:
            return Agent("browser", Sign.NO_AGENT.value)
        known, lowered = self._platforms, agent.lower()
        client = next((client for client in known.clients if client.token in lowered), None)
        engine = next((engine for engine in known.engines if engine.token in lowered), None)
        signs = self._look_up(agent[:_LISTED])
        if client is not None and client.is_thin(lowered):
            signs |= Sign.THIN_APP.value
        if engine is not None and engine.is_modern(lowered):
            signs |= Sign.MODERN_ENGINE.value
        if any(token in lowered for token in known.preview_tokens):
            signs |= Sign.LISTED_PREVIEW.value
        kind = hash(_DIGITS.sub(b"", agent))
        return Agent("browser" if client is None else client.name, signs, kind)

    def _look_up(self, agent: bytes) -> int:
        """What the list of robots says, as bits."""
        key = _DIGITS.sub(b"", agent)
        signs = self._listed.get(key)
        if signs is None:
            signs = _listed(agent.decode("latin-1"), self._platforms.preview_tags)
            remember(self._listed, key, signs, most=_CACHED)
        return signs


def _listed(agent: str, tags: frozenset[str]) -> int:
    if not crawleruseragents.is_crawler(agent):
        return 0
    is_preview = _tagged(tags).search(agent) is not None
    return Sign.LISTED_ROBOT.value | (Sign.LISTED_PREVIEW.value if is_preview else 0)


@cache
def _tagged(tags: frozenset[str]) -> re.Pattern[str]:
    """The list's patterns that bear one of the tags."""
    entries = crawleruseragents.CRAWLER_USER_AGENTS_DATA
    found = [entry["pattern"] for entry in entries if not tags.isdisjoint(entry.get("tags", ()))]
    return re.compile("|".join(found) or r"\b\B")
