"""The public pages as they are made: words, marks, weight and what never reaches them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html import unescape
from itertools import pairwise
from typing import Any

from kiosk.domain.catalogue import Catalogue, Desk
from kiosk.domain.fact import Fact, Verify
from kiosk.domain.placement import BatchState
from kiosk.domain.workflow import Service, Status
from kiosk.web.http.compression import pack
from kiosk.web.pages.public import Page, Pages, Site
from kiosk.web.pages.texts import LANGUAGES, Language
from kiosk.web.pages.wording import facts_in
from tests.browser.site import found, told
from tests.make import catalogue, starter

ADDRESS = "https://mbk.example.gov.cn"
SITE = Site(public_url=ADDRESS)
PAGES = Pages(catalogue(), SITE)
SERVICES = [service.id for service in catalogue().services]
COUNTY = "370124"
CEILING = 14_000
GOAL = 9_000


def html(page: Page) -> str:
    return page.body.decode()


def text(page: Page) -> str:
    """What a person reads: no marks, no style, no line's end."""
    body = re.sub(r"<(style|title|script)[^>]*>.*?</\1>", "", html(page), flags=re.S)
    return unescape(re.sub(r"<[^>]+>", "", body))


@cache
def every() -> tuple[tuple[str, Page], ...]:
    """The pages of the starter catalogue, made once."""
    return tuple(every_page(PAGES))


def every_page(pages: Pages) -> Iterator[tuple[str, Page]]:
    """Every public page and state in both languages, by a name to tell it by."""
    for language in LANGUAGES:
        for service in SERVICES:
            for district in (None, COUNTY):
                name = f"{language} {service} {district}"
                yield name, pages.service(service, language, district=district)
        yield f"{language} directory", pages.directory(language)
        yield f"{language} card", pages.directory(language, district=COUNTY, code="7K3MQ2XA9PRD")
        yield f"{language} privacy", pages.privacy(language)
        yield f"{language} missing", pages.not_found(language)
        yield f"{language} failed", pages.server_error(language, "1f2e3d4c")
        yield f"{language} refused", pages.refused(language, 405, "…")
        yield f"{language} unrecognised", pages.unrecognised(language, "ABC")
        yield f"{language} recalled", _recalled(pages, language)
        yield f"{language} withdrawn", pages.withdrawn(language, "QC14")
        yield f"{language} check", pages.check(language, typed=None, found=None)
        yield f"{language} not found", pages.check(language, typed="ABC", found=None)
        for state in BatchState:
            checked = pages.check(language, typed="7K3MQ2XA9PRD", found=found(state))
            yield f"{language} found {state}", checked


def _recalled(pages: Pages, language: Language) -> Page:
    return pages.recalled(
        language, reason="电话有误", replacement="B0002", service="QC10", district=COUNTY
    )


def test_a_workflow_page_fits_the_first_packets() -> None:
    weights = {}
    for language in LANGUAGES:
        for service in SERVICES:
            packed = pack(PAGES.service(service, language, district=COUNTY))
            for encoding in (b"br", b"gzip"):
                sent = packed.variant(encoding)
                head = sum(len(name) + len(value) + 4 for name, value in sent.headers)
                weights[f"{language} {service} {encoding.decode()}"] = len(sent.body) + head
    assert max(weights.values()) <= CEILING
    brotli = {name: weight for name, weight in weights.items() if name.endswith("br")}
    heavy = {name.split()[1] for name, weight in brotli.items() if weight > GOAL}
    assert heavy <= {"QC06", "QC10"}, brotli  # the two longest of the 13


def test_first_paint_asks_for_nothing_more() -> None:
    for name, page in every():
        asked = re.findall(r"<(?:link|script|img)[^>]+(?:href|src)=\"([^\"]+)\"", html(page))
        blocking = [one for one in asked if not one.startswith(("/static/", ADDRESS))]
        assert blocking == [], name
        assert re.findall(r"<script (?![^>]* defer>)", html(page)) == [], name


def test_what_the_office_has_still_to_fill_in_reaches_no_page() -> None:
    """Every fact marked so is given words that would be seen, and they are seen nowhere."""
    services: tuple[Service, ...] = tuple(_marked(service) for service in starter().services)
    marked = sum("待填事实" in str(service) for service in services)
    pages = Pages(catalogue(services), SITE)
    for name, page in every_page(pages):
        assert "待填事实" not in html(page), name
    assert marked == len(services)


def test_a_desk_that_is_not_known_yet_is_not_shown() -> None:
    for verify, is_shown in ((Verify.OFFICE, False), (Verify.CHECKED, True)):
        page = Pages(_with_desk(verify=verify), SITE).service("QC10", "zh", district=COUNTY)
        assert ("平阴县某某路1号" in text(page)) is is_shown
        assert ("地址、电话和办公时间请咨询12348" in text(page).replace(" ", "")) is not is_shown


def test_a_desk_with_a_phone_is_called_first() -> None:
    page = Pages(_with_desk(phone="0531-66601234转8021"), SITE).service(
        "QC10", "zh", district=COUNTY
    )
    assert 'href="tel:053166601234">打电话<small>0531-66601234</small>' in html(page)
    elsewhere = Pages(_with_desk(phone="0531-66601234"), SITE).service("QC10", "zh")
    assert "66601234" not in html(elsewhere)


def test_words_for_editors_and_words_to_avoid_never_appear() -> None:
    avoided = (
        *("待填", "待核实", "None", "伪造卡码", "召回", "本卡为真", "人次", "不可篡改", "存证"),
        *("设定依据", "好差评", "不记录任何信息", "等保", "clicks"),
    )
    for name, page in every():
        said = text(page)
        assert [word for word in avoided if word in said] == [], name
        assert not re.search(r"[：:](?:无|–|-)(?:[。；]|$)", said), name


def test_every_page_bears_the_draft_mark_until_the_services_are_confirmed() -> None:
    for name, page in every():
        assert "样稿" in text(page) or "Draft" in text(page), name
    confirmed = tuple(replace(one, status=Status.OFFICE_CONFIRMED) for one in starter().services)
    pages = Pages(catalogue(confirmed), SITE)
    for page in (pages.directory("zh"), pages.service("QC10", "zh"), pages.privacy("en")):
        assert "样稿" not in text(page)
        assert "Draft" not in text(page)


def test_one_confirmed_service_loses_the_mark_alone() -> None:
    services = tuple(
        replace(one, status=Status.OFFICE_CONFIRMED) if one.id == "QC10" else one
        for one in starter().services
    )
    pages = Pages(catalogue(services), SITE)
    assert "样稿" not in text(pages.service("QC10", "zh"))
    assert "样稿" in text(pages.service("QC11", "zh"))
    assert "样稿" in text(pages.directory("zh"))


def test_facts_of_the_site_that_are_not_set_show_nothing() -> None:
    footer = html(PAGES.directory("zh")).split('class="foot"')[1]
    for word in ("主办单位", "备案", "标识", "找错", 'class="site"'):
        assert word not in footer.replace("联系主办单位", "")


def test_facts_of_the_site_that_are_set_show_and_lead_on() -> None:
    for name, page in every_page(Pages(catalogue(), told(ADDRESS))):
        footer = html(page).split('class="foot"')[1]
        for word in (
            "示范市司法局",
            "0000000000",
            "示ICP备00000000号",
            "示公网安备 00000000000000号",
        ):
            assert word in footer, (name, word)
        links = re.findall(r'href="([^"]+)"', footer)
        for address in (
            "https://badge.example.gov.cn/",
            "https://error.example.gov.cn/",
            "https://beian.miit.gov.cn/",
            "https://beian.mps.gov.cn/",
            "tel:053100000000",
        ):
            assert address in links, (name, address)


def test_the_privacy_note_names_operator_and_days() -> None:
    note = text(Pages(catalogue(), told(ADDRESS)).privacy("zh"))
    assert "主办单位：示范市司法局" in note
    assert "400天" in note.replace(" ", "")
    unset = text(PAGES.privacy("zh"))
    assert "由本站的运行单位处理" in unset
    assert "本应用不保存访问者的姓名、手机号、IP 地址；网络安全日志由运行单位依法留存。" in unset


def test_headings_stand_in_order() -> None:
    for name, page in every():
        levels = [int(level) for level in re.findall(r"<h(\d)", html(page))]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), name


def test_a_page_names_its_language_its_address_and_the_other_language() -> None:
    page = html(PAGES.service("QC10", "en", district=COUNTY))
    assert '<html lang="en">' in page
    assert f'rel="canonical" href="{ADDRESS}/en/services/QC10?district={COUNTY}"' in page
    assert f'hreflang="zh-CN" href="{ADDRESS}/services/QC10?district={COUNTY}"' in page
    assert '<html lang="zh-CN">' in html(PAGES.service("QC10", "zh"))


def test_every_page_leads_to_the_other_language() -> None:
    for name, page in every():
        links = re.findall(r'class="lang" href="([^"]*)"', html(page))
        assert len(links) == 1, name
        assert links[0].startswith("/en") is (page.language == "zh"), name


def test_a_catalogue_cards_links_count_views_and_keep_the_code() -> None:
    page = html(PAGES.directory("zh", district=COUNTY, code="7K3MQ2XA9PRD"))
    for service in SERVICES:
        assert f'href="/S/7K3MQ2XA9PRD/{service}"' in page
    assert 'rel="canonical" href="https://mbk.example.gov.cn/?district=370124"' in page


def test_an_address_with_a_path_stands_in_every_link() -> None:
    pages = Pages(catalogue(), Site(public_url="https://www.example.gov.cn/mbk"))
    for name, page in every_page(pages):
        own = re.findall(r'(?:href|src|action)="(/[^"]*)"', html(page))
        assert own, name
        assert [one for one in own if not one.startswith("/mbk")] == [], name


def test_a_recalled_card_leads_to_its_service_with_reason_and_replacement() -> None:
    page = _recalled(PAGES, "zh")
    assert page.status == 410
    assert "该批次卡片已停用" in text(page)
    assert "电话有误" in text(page)
    assert "B0002" in text(page)
    assert f'href="/services/QC10?district={COUNTY}"' in html(page)


def test_an_unrecognised_code_is_shown_escaped_and_leads_on() -> None:
    page = PAGES.unrecognised("zh", '"><script>alert(1)</script>')
    assert page.status == 404
    assert "<script>alert" not in html(page)
    assert "未能识别此卡码，请核对后重试" in text(page)
    assert 'href="/"' in html(page)
    assert 'action="/check"' in html(page)
    assert "mbk.example.gov.cn" in text(page)


def test_a_typed_code_that_is_not_known_stays_in_the_field() -> None:
    page = html(PAGES.check("zh", typed="7k3m q2xa 9pr0", found=None))
    assert 'value="7k3m q2xa 9pr0"' in page


def test_a_recalled_card_is_not_opened_from_the_check() -> None:
    page = PAGES.check("zh", typed="7K3MQ2XA9PRD", found=found(BatchState.RECALLED))
    assert "该批次卡片已停用" in text(page)
    assert "/S/7K3MQ2XA9PRD" not in html(page)
    assert "电话有误" in text(page)
    fine = PAGES.check("zh", typed="7K3MQ2XA9PRD", found=found())
    assert 'href="/S/7K3MQ2XA9PRD?by=typed"' in html(fine)
    assert "电话有误" not in text(fine)


def test_steps_come_right_after_what_the_first_action_names() -> None:
    orders = {
        service.id: re.findall(r'<section id="(\w+)"', html(PAGES.service(service.id, "zh")))
        for service in catalogue().services
    }
    assert orders["QC10"][:3] == ["counting", "variants", "steps"]
    assert orders["QC06"][:3] == ["counting", "conditions", "steps"]
    assert orders["QC05"][:2] == ["venues", "steps"]
    assert orders["QC01"][0] == "steps"
    for service in catalogue().services:
        assert f'href="#{service.lead.below}"' in html(PAGES.service(service.id, "zh"))


def test_only_a_day_that_the_reader_can_miss_is_red() -> None:
    page = html(PAGES.service("QC10", "zh"))
    red = re.findall(r'<div class="red"><p>(?:<em>[^<]*</em> )?<b>(\d+)</b>', page)
    assert red == ["60", "10", "15", "15"]
    assert '<p class="last red"' in page
    assert '<p class="last" ' in html(PAGES.service("QC04", "zh"))


def _marked(record: Any) -> Any:
    """The record, every text of a fact that the office has to fill in made recognisable."""
    if isinstance(record, tuple):
        return tuple(map(_marked, record))
    if not dataclasses.is_dataclass(record) or isinstance(record, type):
        return record
    is_open = isinstance(record, Fact) and record.verify is Verify.OFFICE
    changes = {}
    for one in dataclasses.fields(record):
        value = getattr(record, one.name)
        if is_open and one.name in {"text", "what", "note", "name", "begins"}:
            changes[one.name] = "待填事实" if isinstance(value, str | None) else value
        else:
            changes[one.name] = _marked(value)
    return replace(record, **changes)


def _with_desk(*, verify: Verify = Verify.CHECKED, phone: str | None = None) -> Catalogue:
    desk = Desk(
        verify=verify, service="QC10", district=COUNTY, address="平阴县某某路1号", phone=phone
    )
    return Catalogue(catalogue().revisions, replace(catalogue().shared, desks=(desk,)))


def test_the_starter_catalogue_has_facts_that_are_still_open() -> None:
    """Else the test above of what the office has to fill in could not fail."""
    for service in starter().services:
        assert any(fact.verify is Verify.OFFICE for fact in facts_in(service))
