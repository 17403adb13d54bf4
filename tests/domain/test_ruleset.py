"""Rule sets: each rule by one opening that it catches and one that it must not."""

from __future__ import annotations

import pytest

import assets
from kiosk.domain.ruleset import Classes, RuleSet, known_sets, rule_set
from kiosk.domain.scan import RULES, Class, Sign

S = Sign
PHONE = S.SECURE | S.MODERN_ENGINE | S.FETCH_METADATA  # a phone of today, over https

# By rule: signs that it catches, the class they have, signs close by that it must leave to persons.
RULES_OF_TODAY = {
    "prefetch": (PHONE | S.PREFETCH, Class.PREVIEW, PHONE),
    "preview-named": (S.LISTED_ROBOT | S.LISTED_PREVIEW, Class.PREVIEW, S.NO_LANGUAGE),
    "robot-listed": (S.LISTED_ROBOT | S.SECURE, Class.ROBOT, S.SECURE),
    "robot-nameless": (S.NO_AGENT | S.NO_LANGUAGE, Class.ROBOT, S.THIN_APP),
    "staff": (PHONE | S.STAFF | S.REPEAT, Class.STAFF, PHONE),
    "gone": (PHONE | S.GONE, Class.RECALLED, PHONE),
    "follow-silent-thin": (
        S.AFTER_PERSON | S.SECURE | S.MODERN_ENGINE | S.THIN_APP,
        Class.PREVIEW,
        S.AFTER_PERSON | S.SECURE | S.THIN_APP,  # an old engine tells nothing anyway
    ),
    "follow-silent-mute": (
        S.AFTER_PERSON | S.SECURE | S.MODERN_ENGINE | S.NO_LANGUAGE,
        Class.PREVIEW,
        S.AFTER_PERSON | S.MODERN_ENGINE | S.NO_LANGUAGE,  # over http no engine tells
    ),
    "follow-silent-network": (
        S.AFTER_PERSON | S.SECURE | S.MODERN_ENGINE | S.PLATFORM_NETWORK,
        Class.PREVIEW,
        S.AFTER_PERSON | PHONE | S.PLATFORM_NETWORK,  # a browser that goes through the platform
    ),
    "follow-thin-mute": (
        S.AFTER_PERSON | S.THIN_APP | S.NO_LANGUAGE,
        Class.PREVIEW,
        S.THIN_APP | S.NO_LANGUAGE | S.SECURE | S.MODERN_ENGINE,  # nobody had opened it
    ),
    "follow-thin-network": (
        S.AFTER_PERSON | S.THIN_APP | S.PLATFORM_NETWORK,
        Class.PREVIEW,
        S.AFTER_PERSON | S.PLATFORM_NETWORK,
    ),
    "follow-mute-network": (
        S.AFTER_PERSON | S.NO_LANGUAGE | S.PLATFORM_NETWORK,
        Class.PREVIEW,
        S.AFTER_PERSON | S.NO_LANGUAGE,
    ),
    "repeat": (PHONE | S.REPEAT | S.AFTER_PERSON, Class.REPEAT, PHONE | S.AFTER_PERSON),
    "flood": (PHONE | S.FLOOD | S.AFTER_PERSON, Class.FLOOD, PHONE | S.AFTER_PERSON),
}


def test_every_rule_has_its_test_in_its_order() -> None:
    assert [rule.id for rule in rule_set(RULES).rules] == list(RULES_OF_TODAY)


@pytest.mark.parametrize("name", RULES_OF_TODAY)
def test_a_rule_catches_what_it_means_and_nothing_close_by(name: str) -> None:
    rules = rule_set(RULES)
    caught, klass, near = RULES_OF_TODAY[name]
    first = next(rule for rule in rules.rules if rule.fits(caught))
    assert (first.id, first.klass) == (name, klass)
    assert rules.judge(near) is Class.PERSON


def test_the_same_code_twice_is_never_enough() -> None:
    one_sign = (S.THIN_APP, S.NO_LANGUAGE, S.PLATFORM_NETWORK, S.SECURE | S.MODERN_ENGINE)
    for sign in (Sign(0), *one_sign):
        assert rule_set(RULES).judge(S.AFTER_PERSON | sign) is Class.PERSON


@pytest.mark.parametrize("signs", range(16))
def test_what_the_first_set_kept_is_judged_the_same_today(signs: int) -> None:
    for more in (0, S.REPEAT, S.GONE, S.AFTER_PERSON, S.REPEAT | S.AFTER_PERSON):
        now = rule_set(RULES).judge(signs | more)
        assert now is rule_set("2026-11").judge(signs | more & ~S.AFTER_PERSON)


def test_what_the_second_set_kept_is_judged_the_same_today() -> None:
    kept = sum(S) - S.FLOOD
    for signs in range(kept + 1):
        assert rule_set(RULES).judge(signs) is rule_set("2026-12").judge(signs)


def test_a_flood_that_is_something_else_already_stays_it() -> None:
    for sign in (S.REPEAT, S.STAFF, S.GONE, S.NO_AGENT, S.LISTED_ROBOT, S.PREFETCH):
        assert rule_set(RULES).judge(S.FLOOD | sign) is rule_set(RULES).judge(sign)


def test_every_set_is_whole_and_speaks_both_languages() -> None:
    assert known_sets() == ("2026-11", "2026-12", "2026-12-01")
    assert known_sets()[-1] == RULES
    for name in known_sets():
        rules = rule_set(name)
        assert rules.id == name
        for told in (rules.summary, *(rule.why for rule in rules.rules)):
            assert told.zh
            assert told.en
        assert all(rule.source for rule in rules.rules)


def test_classes_are_judged_once() -> None:
    classes = Classes(rule_set(RULES))
    assert [classes[S.LISTED_ROBOT.value], classes[0]] == ["robot", "person"]
    assert dict(classes) == {S.LISTED_ROBOT.value: "robot", 0: "person"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('class = "preview"', 'class = "person"'),
        ('class = "preview"', 'class = "forged"'),
        ('class = "preview"', 'class = "nobody"'),
        ('needs = ["prefetch"]', "needs = []"),
        ('needs = ["prefetch"]', 'needs = ["telepathy"]'),
        ('needs = ["staff"]\nlacks = []', 'needs = ["staff"]\nlacks = ["staff"]'),
        ('id = "gone"', 'id = "staff"'),
        ("repeat_s = 30", ""),
        ("follow_s = 10", 'follow_s = "ten"'),
        ("alike_a_minute = 60", "alike_a_minute = 301"),
        ("alike_a_minute = 60", "alike_a_minute = 0"),
        ("alike_a_minute = 60", "an_hour = 60"),
    ],
)
def test_a_set_that_cannot_be_right_is_refused(before: str, after: str) -> None:
    text = assets.read_bytes("counting", f"{RULES}.toml").decode()
    assert before in text
    with pytest.raises(ValueError, match=r"rule|telepathy|nobody|TELEPATHY"):
        RuleSet.read(text.replace(before, after, 1))
