"""The dress all public pages share: templates, one style per page, and the policy for it."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache

import jinja2
import rcssmin
from jinja2.ext import Extension
from markupsafe import Markup

import assets
from kiosk.web.addresses import Addresses
from kiosk.web.texts import Language, texts

_INDENT = re.compile(r"\n[ \t]*")
_SHARED_STYLES = ("tokens", "frame", "parts")


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: HTML in UTF-8, and the whole Content-Security-Policy that fits it."""

    status: int
    body: bytes
    policy: str
    language: Language


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
    template: str, language: Language, *, site: Site, status: int = 200, **places: object
) -> Page:
    """Fill in a template of ``assets/templates`` (``service`` for ``service.html``)."""
    dressed = style(*_SHARED_STYLES, template)
    html = _environment(language).get_template(f"{template}.html").render(
        at=Addresses(site.public_url, language),
        other=Addresses(site.public_url, "zh" if language == "en" else "en"),
        site=site,
        style=dressed.text,
        **places,
    )
    return Page(status, html.encode(), policy(dressed), language)


@cache
def style(*names: str) -> Style:
    """The style sheets `names` of ``assets/static`` as one, minified; a missing one is empty."""
    sheets = (assets.ROOT / "static" / f"{name}.css" for name in names)
    joined = "\n".join(sheet.read_text("utf-8") for sheet in sheets if sheet.is_file())
    text = str(rcssmin.cssmin(joined))
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Style(Markup(text), f"'sha256-{digest}'")  # noqa: S704 - our own file


def policy(style: Style) -> str:
    """The Content-Security-Policy of a page with this style: nothing from outside, nothing inline."""
    return (
        f"default-src 'none'; style-src {style.source}; script-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


class _Tight(Extension):
    """Joins the lines of a template without a space: Chinese has none between words."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _INDENT.sub("{#-\n-#}", source.strip())


@cache
def _environment(language: Language) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("assets", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=[_Tight],
    )
    environment.globals |= {
        "t": texts(language),
        "language": language,
        "html_lang": "zh-CN" if language == "zh" else "en",
        "zl": Markup("") if language == "zh" else Markup(' lang="zh-CN"'),
    }
    return environment
