"""The browser of staff is told in two words of a closed list."""

from __future__ import annotations

import pytest

from kiosk.domain.browser import BROWSERS, SYSTEMS, words_of
from kiosk.web.pages.texts import texts

CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("", ""),
        (CHROME.format("Windows NT 10.0; Win64; x64"), "chrome windows"),
        (CHROME.format("Windows NT 10.0") + " Edg/140.0", "edge windows"),
        (CHROME.format("X11; Linux x86_64"), "chrome linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0.50",
            "wechat iphone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15.0) Version/18.0 Safari/605.1.15", "safari mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0", "firefox linux"),
        (CHROME.format("Linux; Android 15"), "chrome android"),
        ("curl/8.9", "other other"),
        ("\ud800 <script>" + "x" * 10_000 + "Firefox", "other other"),
    ],
)
def test_a_browser_is_told_in_two_words(agent: str, words: str) -> None:
    assert words_of(agent) == words


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_of_them_has_its_words(language: str) -> None:
    said = texts("en" if language == "en" else "zh")
    for browser in BROWSERS:
        assert said.plain(f"account.browser_{browser}")
    for system in SYSTEMS:
        assert said.plain(f"account.system_{system}")
