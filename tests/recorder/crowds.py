"""Crowds in front of one code: real situations as openings, and what a rule set makes of them.

``python -m tests.recorder.crowds`` prints the table of ``docs/flood.md``: how many persons each
bound would have taken away. Agents are those that phones in China send (WeChat's own browser, by
maker); two phones of one maker mostly differ in digits alone, which is what the bound goes by.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from kiosk.domain.ruleset import Classes, RuleSet, rule_set
from kiosk.domain.scan import RULES, Sign
from kiosk.recorder.agents import Agents
from kiosk.recorder.devices import DeviceKey
from kiosk.recorder.floods import Floods
from kiosk.recorder.neighbours import Neighbours
from tests.make import NOON

MINUTE, HOUR = 60_000, 3_600_000
DAY = 20261124
AGENTS = Agents()  # what the list of robots says of an agent costs more than all the rest


class Hit(NamedTuple):
    """One opening: when (milliseconds from the beginning), from where, by which agent."""

    at: int
    address: str
    agent: str


Situation = Callable[[random.Random], list[Hit]]

# Shares of what opens such codes: a third iPhones, then the makers of Android phones. Of an iPhone
# the agent tells iOS and WeChat by number; an Android phone tells its model and, in MMWEBID, a
# number of its own.
_MAKERS = (
    (30, "iphone"),
    (16, "V{d}A"),
    (9, "PJ{l}{d}"),
    (6, "PH{l}{d}"),
    (9, "ALN-AL{d}"),
    (5, "BRA-AL{d}"),
    (8, "PGT-AN{d}"),
    (4, "REP-AN{d}"),
    (9, "{d}PN0CC"),
    (4, "{d}RK30C"),
)


def phone(rolls: random.Random, maker: str = "") -> str:
    """The agent of somebody's phone."""
    wechat = rolls.choices(("8.0.50", "8.0.53", "8.0.54", "8.0.56"), (1, 2, 4, 8))[0]
    build = f"0x18003{rolls.choice((234, 531, 829))}"
    model = maker or rolls.choices([m for _, m in _MAKERS], [n for n, _ in _MAKERS])[0]
    if model == "iphone":
        ios = rolls.choices(("16_6", "17_5", "17_6_1", "18_1", "18_2"), (1, 2, 3, 3, 4))[0]
        return (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS {ios} like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
            f"like Gecko) Mobile/15E148 MicroMessenger/{wechat}({build}) NetType/WIFI "
            "Language/zh_CN"
        )
    name = model.format(d=rolls.randrange(100, 2_500), l=rolls.choice("DEZ"))
    return (
        f"Mozilla/5.0 (Linux; Android {rolls.choice((12, 13, 14))}; {name}; wv) AppleWebKit/537.36 "
        f"(KHTML, like Gecko) Version/4.0 Chrome/{rolls.choice((116, 122, 126))}.0.0.0 Mobile "
        f"Safari/537.36 XWEB/{rolls.randrange(1_160_000, 1_260_000)} "
        f"MMWEBID/{rolls.randrange(1, 10_000)} MicroMessenger/{wechat}({build}) WeChat/arm64 "
        "Weixin NetType/WIFI Language/zh_CN ABI/arm64"
    )


def like_phones(rolls: random.Random, *, minutes: float = 10, count: int = 60) -> list[Hit]:
    """Phones of one model behind one address, at any moments of ten minutes."""
    return [
        Hit(rolls.randrange(round(minutes * MINUTE)), "10.0.0.1", phone(rolls, "V{d}A"))
        for _ in range(count)
    ]


def classroom(rolls: random.Random) -> list[Hit]:
    """Fifty people who are asked to scan a poster, all of them on the room's Wi-Fi."""
    return [_asked(rolls, middle_s=40) for _ in range(50)]


def alike_classroom(rolls: random.Random) -> list[Hit]:
    """The same with fifty phones of one model, as an employer hands them out."""
    return [_asked(rolls, middle_s=40, maker="V{d}A") for _ in range(50)]


def briefing(rolls: random.Random) -> list[Hit]:
    """Three hundred people in a hall, one code on the wall, all of them on the hall's Wi-Fi."""
    return [_asked(rolls, middle_s=75) for _ in range(300)]


def busy_hall(rolls: random.Random) -> list[Hit]:
    """A day of a hall's Wi-Fi: eight hundred people scan the poster, most at ten and at three."""
    return [
        Hit(
            round(rolls.choice((1.5, 6.5)) * HOUR + abs(rolls.gauss(0, 1)) * HOUR),
            "10.0.0.1",
            phone(rolls),
        )
        for _ in range(800)
    ]


def carrier(rolls: random.Random) -> list[Hit]:
    """All 250 customers behind one address of a carrier, within two minutes: a code on television.

    So many share one address at most where each has 256 ports (RFC 7422 has examples).
    """
    return [Hit(rolls.randrange(2 * MINUTE), "100.64.0.1", phone(rolls)) for _ in range(250)]


def proxies(rolls: random.Random) -> list[Hit]:
    """Three thousand readers of an article in a day, through three machines of the platform."""
    return [
        Hit(
            round(min(rolls.expovariate(1 / (3 * HOUR)), 11.9 * HOUR)),
            f"101.226.0.{rolls.randrange(3)}",
            phone(rolls),
        )
        for _ in range(3_000)
    ]


def varied_number(rolls: random.Random, *, count: int = 200, pause_ms: int = 50) -> list[Hit]:
    """One client that changes one number in its agent: the attack of the audit."""
    return [Hit(n * pause_ms, "203.0.113.7", f"Mozilla/5.0 phone {n}") for n in range(count)]


def varied_letters(rolls: random.Random) -> list[Hit]:
    """The same for ten minutes, ten a second, with a new word in each agent."""
    words = (f"Mozilla/5.0 {_word(n)}" for n in range(6_000))
    return [Hit(n * 100, "203.0.113.7", word) for n, word in enumerate(words)]


def patient(rolls: random.Random) -> list[Hit]:
    """One client that opens the code every second for a day, a new number each time."""
    return varied_number(rolls, count=43_200, pause_ms=1_000)  # until midnight


REAL: dict[str, Situation] = {
    "60 phones of one model, ten minutes": like_phones,
    "50 people at a poster, asked to scan": classroom,
    "50 phones of one model, asked to scan": alike_classroom,
    "300 people at a briefing, one Wi-Fi": briefing,
    "800 people in a day, a hall's Wi-Fi": busy_hall,
    "250 customers of a carrier's address": carrier,
    "3,000 readers through 3 proxies": proxies,
}
ATTACKS: dict[str, Situation] = {
    "200 openings, a number varied": varied_number,
    "ten minutes at 10/s, letters varied": varied_letters,
    "half a day at 1/s, a number varied": patient,
}


def classes(hits: Iterable[Hit], rules: RuleSet) -> Counter[str]:
    """What one process makes of openings of one code, as `Recorder` does."""
    judged = Counter[str]()
    words, neighbours, floods = Classes(rules), Neighbours(rules), Floods(rules.bounds)
    agents, key = AGENTS, DeviceKey(None, bytes)
    key.take(DAY, bytes(32), today=DAY)
    thing = ("scan", 1, "QC10")
    for hit in sorted(hits):
        at, agent = NOON + hit.at, hit.agent.encode()
        device = key.estimate(DAY, hit.address, agent)
        signs = neighbours.signs(thing, device, at)
        known = agents.judge(agent)
        klass = words[signs]
        if klass == "person" and floods.is_beyond(thing, hit.address, known.kind, at):
            klass = words[signs | Sign.FLOOD.value]
        if klass in ("person", "repeat"):
            neighbours.remember(thing, device, at, has_counted=klass == "person")
        judged[klass] += 1
    return judged


def _asked(rolls: random.Random, *, middle_s: float, maker: str = "") -> Hit:
    """Somebody who takes out a phone: half of them within `middle_s`, a few much later."""
    at = rolls.lognormvariate(0, 0.5) * middle_s * 1_000
    return Hit(round(at), "10.0.0.1", phone(rolls, maker))


def _word(number: int) -> str:
    letters = ""
    while number:
        number, place = divmod(number, 26)
        letters += chr(97 + place)
    return letters


def _lost(situation: Situation, rules: RuleSet, *, times: int) -> list[int]:
    """Persons that the bounds take away, by run, fewest first."""
    runs = (classes(situation(random.Random(n)), rules)["flood"] for n in range(times))
    return sorted(runs)


def _table(bounds: Iterable[int], *, times: int) -> Iterator[str]:
    today = rule_set(RULES)
    sets = [replace(today, bounds=replace(today.bounds, alike_a_minute=n)) for n in bounds]
    yield "| situation | " + " | ".join(str(s.bounds.alike_a_minute) for s in sets) + " |"
    yield "|---|" + "---|" * len(sets)
    for name, situation in REAL.items():
        runs = [_lost(situation, s, times=times if situation is not proxies else 5) for s in sets]
        cells = [f"{sum(r) / len(r):.1f} ({r[-1]})" for r in runs]
        yield f"| {name} | " + " | ".join(cells) + " |"
    for name, situation in ATTACKS.items():
        hits = situation(random.Random(0))
        cells = [f"{classes(hits, s)['person']:,}" for s in sets]
        yield f"| {name}: of {len(hits):,} count | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    chosen = [int(word) for word in sys.argv[1:]] or [10, 20, 30, 40, 60, 100]
    for line in _table(chosen, times=100):
        print(line)  # noqa: T201 - the table is the point
