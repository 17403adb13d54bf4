"""A name is one name however it is typed; a password is refused for one stated reason."""

from __future__ import annotations

import pytest

from kiosk.domain.account import check_password, folded, read_name, read_password
from kiosk.domain.password import Guessed
from kiosk.domain.problem import Problem

GUESSED = Guessed((), ("jinan",), ("secret",), {"a listed password"}.__contains__)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张三", "张三"),
        (" ZhangSan ", "zhangsan"),
        ("Ｚｈａｎｇ１", "zhang1"),
        ("li.si-2@sfj", "li.si-2@sfj"),
        ("王" * 32, "王" * 32),
    ],
)
def test_a_name_is_read(typed: str, name: str) -> None:
    assert read_name(typed) == name
    assert folded(typed) == name


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "account-name-missing"),
        (" 　", "account-name-missing"),
        ("张 三", "account-name-faulty"),
        ("王" * 33, "account-name-faulty"),
        ("a:b", "account-name-faulty"),
        ("<b>", "account-name-faulty"),
        ("a\x00b", "account-name-faulty"),
        ("张三\u202e", "account-name-faulty"),
    ],
)
def test_a_name_that_cannot_be_one_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Problem) as told:
        read_name(typed)
    assert told.value.code == code


@pytest.mark.parametrize(
    ("password", "again", "code"),
    [
        ("elevenchars", "elevenchars", "password-short"),
        ("x" * 257, "x" * 257, "password-long"),
        ("ZhangSanZhangSan", "ZhangSanZhangSan", "password-is-name"),
        ("A listed password", "A listed password", "password-common"),
        ("A l1sted p@ssw0rd123", "A l1sted p@ssw0rd123", "password-common"),
        ("QWERTYUIOP12", "QWERTYUIOP12", "password-sequence"),
        ("111111111111", "111111111111", "password-repeats"),
        ("afcgafcgafcgaf", "afcgafcgafcgaf", "password-repeats"),
        (" " * 11 + "a", " " * 11 + "a", "password-repeats"),
        ("four willows, two springs", "four willows, two spring", "passwords-differ"),
    ],
)
def test_a_password_is_refused_for_one_stated_reason(password: str, again: str, code: str) -> None:
    with pytest.raises(Problem) as told:
        check_password(password, again, name="zhangsanzhangsan", guessed=GUESSED)
    assert told.value.code == code


@pytest.mark.parametrize("password", ["willows and a spring", "四棵柳树两口清泉一座桥啊"])
def test_length_is_enough_for_a_password(password: str) -> None:
    check_password(password, password, name="zhangsan", guessed=GUESSED)


def test_a_password_is_the_same_in_both_widths() -> None:
    assert read_password("ｑｕａｎ 1２3") == "quan 123"
