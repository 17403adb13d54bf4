"""Small pieces of markup that words turn into: what a line must not break, numbers to dial."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from markupsafe import Markup, escape

from kiosk.web.pages.wording import CITY_HOTLINE, HOTLINE, Cited

_HOTLINE = re.compile(rf"((?:请咨询|请先问|拨打|打)?)(?<!\d)({HOTLINE}|{CITY_HOTLINE})(?!\d)")
_FIGURE = re.compile(r"\d[\d.]*(?:个工作日|个月|小时|[日年月条人项份步种名元])内?")
_CLAUSE = re.compile(r"[^、，；：]+[、，；：]*")
_EXTENSION = re.compile(r"转|-{2}|ext")
_DOT = re.compile(r"(?<=[a-z])\.(?=[a-z])")
_NOT_DIALLED = re.compile(r"[^\d+]")
_WEB = ("https://", "http://")
_WHOLE = 8  # characters of a law's name that even a narrow line holds


def line(number: str) -> str:
    """A telephone number without its extension, which has to be asked for or keyed in later."""
    return _EXTENSION.split(number)[0].strip()


def digits(number: str) -> str:
    """What is dialled of a telephone number as people write it."""
    return _NOT_DIALLED.sub("", line(number))


def tel(number: str) -> Markup:
    """A telephone number that can be dialled by touching it."""
    return Markup('<a href="tel:{}">{}</a>').format(digits(number), number)


def dial(text: str) -> Markup:
    """A sentence of the catalogue, the hotlines in it dialled by touching them."""
    return Markup(_HOTLINE.sub(_dialled, str(escape(text))))  # noqa: S704 - escaped


def hotlines(text: str) -> Markup:
    """The same where nothing can be dialled: the hotlines stand out, and no line breaks at them."""
    return Markup(_HOTLINE.sub(r"<i>\1<b>\2</b></i>", str(escape(text))))  # noqa: S704 - escaped


def prose(text: str, *, said: Callable[[str], Markup] = dial) -> Markup:
    """A sentence, its hotlines as `said` has them, a figure never parted from its unit.

    An address on the web is parted at its dots.
    """
    whole = _FIGURE.sub(r'<span class="w">\g<0></span>', str(said(text)))
    return Markup(_DOT.sub(".<wbr>", whole))  # noqa: S704 - escaped


def clauses(
    text: str, tail: str = "", *, longest: int = 7, said: Callable[[str], Markup] = dial
) -> Markup:
    """Words that break after a 、 or a comma, and elsewhere only where a clause is a long one.

    `tail` stays with the last of them.
    """
    pieces = _CLAUSE.findall(text) or [text]
    tails = [""] * (len(pieces) - 1) + [tail]
    whole = [
        _whole(said(piece) + end) if len(piece) <= longest else said(piece) + end
        for piece, end in zip(pieces, tails, strict=True)
    ]
    return Markup("").join(whole)


def citations(cited: Iterable[Cited], before: str = "", after: str = "") -> Markup:
    """Articles by law; neither a law's name nor a number is parted from its neighbour."""
    laws = list(cited)
    said = Markup("")
    for place, one in enumerate(laws):
        opening = before if place == 0 else ""
        closing = "；" if place < len(laws) - 1 else after
        said += _cited(one, opening, closing)
    return said


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


def _dialled(match: re.Match[str]) -> str:
    verb, number = match.groups()
    dialled = f'<a href="tel:{number}">{number}</a>'
    return f'<span class="w">{verb}{dialled}</span>' if verb else dialled


def _cited(one: Cited, opening: str, closing: str) -> Markup:
    name = escape(opening + one.name)
    if not one.articles:
        return _whole(name + closing)
    first, *others = (str(number) for number in one.articles)
    start = escape(f"第{first}、" if others else f"第{first}条{closing}")
    is_short = len(one.name) <= _WHOLE
    head = _whole(name + start) if is_short else name + _whole(start)  # a long name may be parted
    if not others:
        return head
    between = "".join(f"{number}、" for number in others[:-1])
    return head + between + _whole(Markup("{}条{}").format(others[-1], closing))


def _whole(text: Markup) -> Markup:
    return Markup("<i>{}</i>").format(text)
