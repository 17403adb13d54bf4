"""Chinese and English on one page: each is marked as what it is, and statutes stay Chinese."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import ClassVar

from kiosk.web.pages.texts import entries
from tests.make import catalogue
from tests.web.test_pages import PAGES, every, html, text

HANZI = re.compile(r"[\u4e00-\u9fff]+")


def test_chinese_inside_an_english_page_says_so() -> None:
    for name, page in every():
        if page.language == "en":
            assert _unmarked(html(page)) == [], name


def test_statutes_stay_chinese_and_names_turn_english() -> None:
    for service in catalogue().services:
        page, chinese = (text(PAGES.service(service.id, language)) for language in ("en", "zh"))
        assert service.name.en in page
        assert service.summary.en in page
        assert "Legal basis" in page
        for law in PAGES._catalogue.laws.values():
            if law.title in chinese:
                assert law.title in page
    public = {key: one["en"] for key, one in entries().items() if not key.startswith("screen.")}
    interface = public.values()
    known = {"中文", "zh-CN"}
    assert [one for one in interface if HANZI.search(one) and one not in known] == []


class _Chinese(HTMLParser):
    """Chinese text that stands under no element that says so."""

    VOID = frozenset({"meta", "link", "input", "br", "path"})
    ENDS: ClassVar = {"p": {"p"}, "li": {"p", "li"}, "dt": {"p", "dt", "dd"}, "dd": {"p", "dt"}}

    def __init__(self) -> None:
        super().__init__()
        self.unmarked: list[str] = []
        self._open: list[tuple[str, str]] = [("", "en")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.VOID:
            return
        while self._open[-1][0] in self.ENDS.get(tag, ()):
            self._open.pop()
        self._open.append((tag, dict(attrs).get("lang") or self._open[-1][1]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Drawings have elements that hold nothing."""

    def handle_endtag(self, tag: str) -> None:
        while self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, language = self._open[-1]
        if HANZI.search(data) and language == "en" and tag not in ("style", "title"):
            self.unmarked.append(data)


def _unmarked(page: str) -> list[str]:
    reader = _Chinese()
    reader.feed(page)
    return reader.unmarked
