"""Small pieces of markup that words turn into: numbers that can be dialled, addresses, emphasis."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from kiosk.web.wording import CITY_HOTLINE, HOTLINE

_HOTLINES = re.compile(rf"(?<!\d)({HOTLINE}|{CITY_HOTLINE})(?!\d)")
_ASKED = re.compile(rf"((?:请咨询|拨打|打)?)(?<!\d)({HOTLINE}|{CITY_HOTLINE})(?!\d)")
_NOT_DIALLED = re.compile(r"[^\d+]")
_WEB = ("https://", "http://")


def digits(number: str) -> str:
    """What is dialled of a telephone number as people write it; an extension is left to them."""
    return _NOT_DIALLED.sub("", re.split(r"转|-{2}|ext", number)[0])


def tel(number: str) -> Markup:
    """A telephone number that can be dialled by touching it."""
    return Markup('<a href="tel:{}">{}</a>').format(digits(number), number)


def dial(text: str) -> Markup:
    """A sentence of the catalogue, the hotlines in it dialled by touching them."""
    return Markup(_HOTLINES.sub(r'<a href="tel:\1">\1</a>', str(escape(text))))  # noqa: S704 - escaped


def hotlines(text: str) -> Markup:
    """The same where nothing can be dialled: the hotlines stand out, and no line breaks at them."""
    return Markup(_ASKED.sub(r"<i>\1<b>\2</b></i>", str(escape(text))))  # noqa: S704 - escaped


def link(address: str) -> Markup:
    """An address on the web; anything else is shown, but leads nowhere."""
    if not address.startswith(_WEB):
        return escape(address)
    return Markup('<a href="{0}" rel="noopener">{0}</a>').format(address)


def strong(text: str) -> Markup:
    """Words that must not be overlooked."""
    return Markup("<b>{}</b>").format(text)


def code(text: str) -> Markup:
    """Words that are typed into a command line."""
    return Markup("<code>{}</code>").format(text)


def number(value: float | None) -> str:
    """A number with its thousands grouped; what is not known is a dash, never 0."""
    return "—" if value is None else f"{value:,}"
