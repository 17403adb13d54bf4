"""What nobody sees is refused where people type, and shown as a sign where it is told."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from kiosk.domain.characters import unseen, visible
from kiosk.domain.line import check_all_seen, read_line
from kiosk.domain.problem import Problem

UNSEEN = [
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *map(chr, range(0x200B, 0x2010)),
    *map(chr, range(0x2028, 0x202F)),
    *map(chr, range(0x2060, 0x2065)),
    *map(chr, range(0x2066, 0x2070)),
    "\xad",
    "\u061c",
    "\ue000",
    "\ufeff",
    "\uffff",
    "\ud800",
    "\udfff",
    "\U000e0041",
]
BLANKS = set("\t\n\r")


@pytest.mark.parametrize("sign", UNSEEN, ids=ascii)
def test_a_sign_that_nobody_sees_is_found_and_shown(sign: str) -> None:
    text = f"停用{sign}原因"
    assert unseen(text) == (None if sign in BLANKS else sign)
    assert visible(text) == ("停用\ufffd原因" if sign not in "\t\n" else text)
    if sign in BLANKS:
        assert read_line(text, "reason") == "停用 原因"
        return
    with pytest.raises(Problem) as told:
        read_line(text, "reason")
    assert told.value.text("zh").startswith(f"原因里有看不见的字符（U+{ord(sign):04X}）")
    assert told.value.text("en").startswith("The reason has a character that nobody sees (U+")


@pytest.mark.parametrize(
    "text", ["", "平阴县 政务服务中心（二楼）", "Café №1 \u00a0x", "𠮷野", "👍🏽", "\u3000全角"]
)
def test_what_people_write_is_taken(text: str) -> None:
    assert unseen(text) is None
    assert visible(text) == text


def test_letters_of_a_later_unicode_are_taken() -> None:
    later = [chr(n) for n in range(0x2EBF0, 0x2EE5E)]  # ideographs of Unicode 15.1
    assert unseen("".join(later)) is None


def test_every_control_and_direction_of_this_unicode_is_unseen() -> None:
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    for point in range(sys.maxunicode + 1):
        sign = chr(point)
        if unicodedata.category(sign) in hidden and sign not in BLANKS:
            assert unseen(sign) == sign


def test_a_problem_tells_what_was_sent_without_what_nobody_sees() -> None:
    told = Problem("batch-not-found", batch="B\x00\u202e\x1b[31m")
    for language in ("zh", "en"):
        assert "B\ufffd\ufffd\ufffd[31m" in told.text(language)
        assert unseen(told.text(language)) is None


@pytest.mark.parametrize(
    "value",
    [{"a": {"b": ["x", "y\x00"]}}, {"a\u202e": 1}, ["\ufeff"], {"a": ("\ud800",)}, "\x7f"],
)
def test_texts_are_found_however_deep_they_lie(value: object) -> None:
    with pytest.raises(Problem) as told:
        check_all_seen(value, "args")
    assert told.value.code == "text-unseen"


def test_plain_json_without_them_passes() -> None:
    check_all_seen({"a": [1, None, True, 2.5, "文字\n第二行"], "b": {}}, "args")
