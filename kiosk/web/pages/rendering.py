"""The dress all public pages share: templates, one style per page, and the policy for it."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2
import rcssmin
from jinja2.ext import Extension
from markupsafe import Markup

import assets
from kiosk.web.pages import markup, wording
from kiosk.web.pages.compiled import Compiled
from kiosk.web.pages.texts import Language, Texts, texts
from kiosk.web.pages.urls import Addresses
from kiosk.web.pages.workflow import is_readers_last_day

# What a template is compiled to hangs on its own text and on how this module sets it up.
_COMPILED = Compiled(assets.path("templates", "__pycache__"), Path(__file__).read_bytes())
_INDENT = re.compile(r"\n[ \t]*")
_SHARED_STYLES = ("tokens", "frame", "parts")
_PLAIN = frozenset({"check", "message", "privacy", "recalled", "unrecognised", "withdrawn"})
_ICP_QUERY = "https://beian.miit.gov.cn/"
_POLICE_QUERY = "https://beian.mps.gov.cn/"


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: HTML in UTF-8, and the whole Content-Security-Policy that fits it.

    `is_kept` tells pages that are sent many times, and so worth compressing as far as it goes.
    """

    status: int
    body: bytes
    policy: str
    language: Language = "zh"
    is_kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the operator says of the site; a fact that is not set shows nothing."""

    public_url: str
    operator: str | None = None
    site_id: str | None = None
    badge_url: str | None = None
    error_url: str | None = None
    icp: str | None = None
    police: str | None = None
    hotline: str | None = None
    retention_days: int | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """The one ``<style>`` of a page, and its SHA-256 as a policy names it."""

    text: Markup
    source: str


def render(
    template: str, language: Language, *, site: Site, is_updated: bool, **places: object
) -> str:
    """Fill in a template of ``assets/templates`` (``service`` for ``service.html``).

    `is_updated` marks a page that tells what has changed since its reader's card was printed.
    """
    page = environment(language).get_template(f"{template}.html")
    return page.render(
        at=Addresses(site.public_url, language),
        site=site,
        style=style_of(template, is_updated=is_updated).text,
        **places,
    )


def style_of(template: str, *, is_updated: bool = False) -> Style:
    """The style of the pages made with `template`; those that are mostly text share one."""
    own = "plain" if template in _PLAIN else template
    return style(*_SHARED_STYLES, own, *(["updated"] if is_updated else []))


@cache
def style(*names: str) -> Style:
    """The style sheets `names` of ``assets/static`` as one, minified; a missing one is empty."""
    sheets = (assets.path("static", f"{name}.css") for name in names)
    joined = "\n".join(sheet.read_text("utf-8") for sheet in sheets if sheet.is_file())
    text = str(rcssmin.cssmin(joined))
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Style(Markup(text), f"'sha256-{digest}'")  # noqa: S704 - our own file


def policy(style: Style) -> str:
    """The Content-Security-Policy of a page with this style: nothing from outside or inline."""
    return (
        f"default-src 'none'; style-src {style.source}; script-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


class _Tight(Extension):
    """Joins the lines of a template without a space: Chinese has none between words."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        return _INDENT.sub("{#-\n-#}", source.strip())


@cache
def environment(language: Language) -> jinja2.Environment:
    """The templates, with the words and signs every page uses in one language."""
    said = texts(language)
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("assets", "templates"),
        bytecode_cache=_COMPILED,
        optimized=False,  # or what a filter said when it was compiled would be compiled in
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=[_Tight],
    )
    made.filters |= {
        "clauses": markup.clauses,
        "dial": markup.dial,
        "digits": markup.digits,
        "line": markup.line,
        "number": markup.number,
        "prose": markup.prose,
    }
    made.globals |= {
        "t": said,
        "language": language,
        "html_lang": "zh-CN" if language == "zh" else "en",
        "zl": Markup("") if language == "zh" else Markup(' lang="zh-CN"'),
        "joiner": "" if language == "zh" else " ",
        "HOTLINE": wording.HOTLINE,
        "CITY_HOTLINE": wording.CITY_HOTLINE,
        "citations": markup.citations,
        "tel": markup.tel,
        "link": markup.link,
        "strong": markup.strong,
        "code": markup.code,
        "told": wording.told,
        "is_sure": wording.is_sure,
        "bases": wording.bases,
        "is_readers_last_day": is_readers_last_day,
        "site_facts": lambda site: _site_facts(site, said),
    }
    return made


def _site_facts(site: Site, said: Texts) -> list[tuple[str, str | None]]:
    """What the law wants in the footer: words, and where they lead."""
    facts = (
        (site.operator and said("footer.operator", operator=site.operator), None),
        (site.site_id and said("footer.site_id", id=site.site_id), None),
        (site.icp, _ICP_QUERY),
        (site.police, _POLICE_QUERY),
        (site.badge_url and said("footer.badge"), site.badge_url),
        (site.error_url and said("footer.error"), site.error_url),
    )
    return [(words, link) for words, link in facts if words]
