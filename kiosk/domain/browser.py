"""The browser of staff in words, as its user agent tells: enough to know one's own again."""

from __future__ import annotations

from typing import Final

# The first that is found names it: others call themselves Chrome and Safari as well.
_BROWSERS: Final = (
    ("micromessenger", "wechat"),
    ("dingtalk", "dingtalk"),
    ("edg", "edge"),
    ("qihoo", "qihoo"),
    ("360se", "qihoo"),
    ("qqbrowser", "qq"),
    ("ucbrowser", "uc"),
    ("opr/", "opera"),
    ("firefox", "firefox"),
    ("fxios", "firefox"),
    ("chrome", "chrome"),
    ("crios", "chrome"),
    ("safari", "safari"),
)
_SYSTEMS: Final = (
    ("harmonyos", "harmony"),
    ("openharmony", "harmony"),
    ("android", "android"),
    ("iphone", "iphone"),
    ("ipad", "ipad"),
    ("windows", "windows"),
    ("mac os x", "mac"),
    ("linux", "linux"),
)
OTHER: Final = "other"
BROWSERS: Final = (*dict.fromkeys(word for _, word in _BROWSERS), OTHER)
SYSTEMS: Final = (*dict.fromkeys(word for _, word in _SYSTEMS), OTHER)
_READ_MOST: Final = 512


def words_of(agent: str) -> str:
    """Two words, as ``chrome windows``; empty where nothing is told."""
    told = agent[:_READ_MOST].lower()
    return f"{_first(_BROWSERS, told)} {_first(_SYSTEMS, told)}" if told else ""


def _first(known: tuple[tuple[str, str], ...], told: str) -> str:
    return next((word for sign, word in known if sign in told), OTHER)
