"""What words turn into: numbers to dial, phrases that stay whole, links."""

from __future__ import annotations

import pytest

from kiosk.web.pages.markup import citations, clauses, digits, hotlines, line, link, prose
from kiosk.web.pages.wording import Cited


@pytest.mark.parametrize(
    ("number", "shown", "dialled"),
    [
        ("0531-66601234", "0531-66601234", "053166601234"),
        ("0531-66601234转8021", "0531-66601234", "053166601234"),
        ("+86 531 6660 1234 ext 5", "+86 531 6660 1234", "+8653166601234"),
        ("12348", "12348", "12348"),
    ],
)
def test_a_number_is_dialled_without_its_extension(number: str, shown: str, dialled: str) -> None:
    assert (line(number), digits(number)) == (shown, dialled)


def test_clauses_are_kept_whole_and_escaped() -> None:
    assert clauses("合同、<b>；好") == "<i>合同、</i><i>&lt;b&gt;；</i><i>好</i>"
    long = "住所地、行为地等的公证机构"
    assert clauses(long, "*") == "<i>住所地、</i>行为地等的公证机构*"


def test_a_figure_is_not_parted_from_its_unit() -> None:
    assert prose("5个工作日内答复") == '<span class="w">5个工作日内</span>答复'
    assert prose("打12348问") == '<span class="w">打<a href="tel:12348">12348</a></span>问'
    assert "tel:" not in prose("612348元")


def test_only_an_address_on_the_web_becomes_a_link() -> None:
    assert link("https://a.example/x?a=1&b=2").startswith('<a href="https://a.example/x?a=1&amp;')
    assert link("javascript:alert(1)") == "javascript:alert(1)"


def test_an_address_is_parted_at_its_dots() -> None:
    assert prose("www.example.gov.cn") == "www.<wbr>example.<wbr>gov.<wbr>cn"


def test_where_nothing_can_be_dialled_hotlines_stand_out() -> None:
    assert prose("请咨询12348", said=hotlines) == "<i>请咨询<b>12348</b></i>"


def test_articles_are_said_by_law_and_neither_name_nor_number_is_parted() -> None:
    one, more = Cited(None, "行政复议法", (20,)), Cited(None, "行政处罚法", (1, 2, 3))
    whole, long = Cited(None, "信用修复管理办法", ()), Cited(None, "山东省公共法律服务条例", (9,))
    assert citations([one], "（", "）") == "<i>（行政复议法第20条）</i>"
    assert (
        citations([more, whole]) == "<i>行政处罚法第1、</i>2、<i>3条；</i><i>信用修复管理办法</i>"
    )
    assert citations([long]) == "山东省公共法律服务条例<i>第9条</i>"
