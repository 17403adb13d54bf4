"""Passwords that somebody who knows this office and the usual lists would try."""

from __future__ import annotations

import random
import string
import time

import pytest

from kiosk.acts.passwords import guessed
from kiosk.domain.account import check_password
from kiosk.domain.problem import Problem

OFFICE = "济南市某某局"


def refusal(password: str, name: str = "zhang.san") -> str:
    """The code of what is wrong with a password; empty where nothing is."""
    try:
        check_password(password, password, name=name, guessed=guessed(OFFICE))
    except Problem as problem:
        return problem.code
    return ""


@pytest.mark.parametrize(
    ("password", "code"),
    [
        # Of the list of leaked ones, in the case it is typed in, and with its letters masked.
        ("wangxiaoming1988", "password-common"),
        ("1QAZ2WSX3EDC", "password-common"),
        ("woaini5201314", "password-common"),
        # What is only this office's.
        ("zhang-20261130", "password-date"),
        ("Zhang.San@2026!!", "password-name"),
        ("济南市某某局的2026年！", "password-place"),
        ("泉城明白卡泉城明白卡2026", "password-place"),
        ("Sfj_Kiosk_2026", "password-place"),
        ("P@ssw0rd#Adm1n!", "password-words"),
        ("密码密码我的密码2026", "password-words"),
        ("2026-11-30 2026-12-01", "password-date"),
        ("13912345678ab", "password-date"),
        ("一二三四五六七八九十甲乙", "password-sequence"),
        ("poiuytrewqlkjh", "password-sequence"),
        ("ghijklmnopqrst", "password-sequence"),
        ("xk7xk7xk7xk7xk7", "password-repeats"),
    ],
)
def test_what_is_easily_guessed_is_refused_by_its_kind(password: str, code: str) -> None:
    assert refusal(password) == code


@pytest.mark.parametrize(
    "password",
    [
        "四棵柳树 两口清泉 一座桥",
        "four willows, two springs",
        "correct horse battery staple",
        "password of mine",
        "kX9#mQ2$vL7p",
        "柳树下的石头会唱歌吗？不会",
    ],
)
def test_what_is_not_is_taken(password: str) -> None:
    assert refusal(password) == ""


def test_random_passwords_are_taken() -> None:
    chance = random.Random(20261130)
    letters = string.ascii_letters + string.digits
    made = ["".join(chance.choices(letters, k=12)) for _ in range(500)]
    assert [password for password in made if refusal(password)] == []


def test_the_longest_password_is_looked_at_in_no_time() -> None:
    """Growth, not time: twice the length may cost four times, not more."""
    cost = []
    for size in (64, 128, 256):
        text = ("qwer1234jinan" * 20)[:size]
        start = time.process_time()
        for _ in range(20):
            refusal(text)
        cost.append(time.process_time() - start)
    assert cost[2] < 8 * max(cost[1], 0.01)
