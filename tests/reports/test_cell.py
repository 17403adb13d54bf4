import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.reports.cell import MOST_LETTERS, inert, is_live, legible, width
from tests.reports.conftest import HOSTILE

PLAIN = (
    "<r><t>假</t></r>",
    '一行\n二行,"引号"',
    "a\x01b\x0bc",
    "http://example.com",
    "'=1",
    "_x003D_1",
)


@pytest.mark.parametrize("text", [text for text in HOSTILE if text not in PLAIN])
def test_a_text_that_could_come_alive_gets_an_apostrophe(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", [*PLAIN, "", "QC10", "370102", "历下区 - 窗口", "1+1", "(=1)", "·=1"]
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert inert(text) == text


@given(
    st.text(),
    st.sampled_from("=+-@＝＋－＠﹦﹢﹣﹫"),
    st.text(alphabet=" \t\r\n\x00\u200b\u3000\ufeff"),
)
def test_no_blank_or_hidden_letter_lets_a_sign_slip_by(rest: str, sign: str, before: str) -> None:
    assert is_live(f"{before}{sign}{rest}")


@given(st.text())
def test_an_inert_text_is_inert_for_good(text: str) -> None:
    assert inert(inert(text)) == inert(text)


def test_a_cell_is_one_line_without_what_xml_cannot_hold() -> None:
    assert legible("a\r\nb\tc\x01d\ufffee\ud800f") == "a b c\ufffdd\ufffde\ufffdf"
    assert len(legible("字" * 40_000)) < MOST_LETTERS


def test_chinese_letters_and_punctuation_are_two_columns_wide() -> None:
    assert [width(text) for text in ("", "ab", "区县", "（a）", "“a”")] == [0, 2, 4, 5, 5]
