"""A hall's screen over real HTTP: its pages, what opens it, what is taken away, and no way out."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from kiosk.config import Settings
from kiosk.domain.code import grouped
from kiosk.domain.fact import Citation, Fact
from kiosk.domain.limit import Limit, Statement
from kiosk.domain.placement import PlacementKind
from kiosk.domain.workflow import Service
from kiosk.web.pages import cache
from kiosk.web.pages.hall import GRACE_S, IDLE_S
from kiosk.web.pages.rendering import Page
from kiosk.web.pages.wording import facts_in, told
from tests.cards.readers import READERS
from tests.make import Clock, catalogue, spot
from tests.serving import serving
from tests.web.hall import NAME, Hall, hall_of, links, symbol

SERVICES = [service.id for service in catalogue().services]
TOLD = (
    "title", "who", "text", "when", "where", "name", "form", "note", "origin", "begins",
    "on_silence",
)  # fmt: skip


async def test_the_start_names_the_hall_and_leads_to_all_thirteen(hall: Hall) -> None:
    text = await hall.text()
    assert NAME in text
    assert "样稿" in text
    for service in SERVICES:
        assert f'href="{hall.path(service)}"' in text
    papers, situations, everything = (
        text.index(mark) for mark in ('class="papers"', 'class="situations"', 'id="all"')
    )
    assert papers < situations < everything


async def test_any_code_of_the_placement_opens_its_screen_in_any_writing(hall: Hall) -> None:
    card = hall.served.code(hall.card)
    for code in (card, card.lower(), grouped(card), hall.served.code(hall.screens["QC13"])):
        answer = await hall.served.client.get(f"/kiosk/{code}")
        assert (answer.status_code, NAME in answer.text) == (200, True), code
    assert (await hall.served.client.get(f"/kiosk/{card}/")).status_code == 200


@pytest.mark.parametrize(
    ("query", "checked", "fork"),
    [
        ("", "法律核对日期2026年11月23日", "先看手里文书的抬头"),
        ("?lang=en", "Lawcheckedon23November2026", "Look at the title of the paper in your hand"),
    ],
)
async def test_everything_the_catalogue_tells_the_public_is_on_the_screen(
    hall: Hall, query: str, checked: str, fork: str
) -> None:
    for service in catalogue().services:
        shown = words(await hall.text(service.id, query=query))
        first = fork if service.lead.fork else service.lead.action
        missing = [
            said for said in [first, *sentences(service)] if re.sub(r"\s", "", said) not in shown
        ]
        assert (service.id, missing) == (service.id, [])
        assert checked in shown


def words(text: str) -> str:
    """What a page says in its body, without markup or space."""
    body = re.sub(r"<dialog\b.*?</dialog>", "", text.split("<body", 1)[1], flags=re.S)
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", body)))


def sentences(service: Service) -> list[str]:
    """Every Chinese word the catalogue has for the public of a service, figures and laws too."""
    parts = (
        service.variants, service.conditions, service.venues, service.steps, service.counting,
        service.materials, service.fees, service.channels, service.results, service.remedies,
        service.notes, service.questions, (service.audience,),
    )  # fmt: skip
    laws = catalogue().laws
    found = [service.lead.bring]
    for fact in told(facts_in(without_records(parts))):
        values = [getattr(fact, name, None) for name in TOLD]
        found += [value for value in values if isinstance(value, str)]
        found += [str(fact.value)] if isinstance(fact, Limit) and fact.value else []
        found += [laws[Citation.parse(basis).law].title for basis in fact.basis]
    return found


def without_records(parts: tuple[tuple[Fact, ...], ...]) -> tuple[tuple[Fact, ...], ...]:
    """Sentences say their own limits: the records behind them are not drawn again."""
    return tuple(
        tuple(replace(one, limits=()) if isinstance(one, Statement) else one for one in part)
        for part in parts
    )


async def test_what_is_taken_away_is_the_halls_own_code_and_scans_for_the_hall(hall: Hall) -> None:
    for service in SERVICES:
        text = await hall.text(service)
        code = hall.served.code(hall.screens[service])
        picture = symbol(text)
        for read in READERS:
            assert read(picture) == [f"https://mbk.example.gov.cn/S/{code}"]
        assert text.count("<svg") == 2  # the mark, and one symbol
        groups_of_four = "".join(re.findall(r"<i>([0-9A-Z]{4}-?)</i>", text))
        assert groups_of_four == grouped(code)
        assert "mbk.example.gov.cn" in text
    await hall.served.client.get(f"/S/{hall.served.code(hall.screens['QC10'])}")
    scan = (await hall.rows())[-1]
    assert scan == ("scan", "QC10", "kiosk", "person", "", hall.card.placement)


async def test_the_symbol_is_signed_by_the_key_of_its_range(hall: Hall) -> None:
    before = symbol(await hall.text("QC10"))
    old = hall.served.code(hall.screens["QC10"])
    opened_by = hall.path("QC10")
    await hall.served.do("key.rotate")
    assert hall.served.code(hall.screens["QC10"]) != old
    after = await hall.served.client.get(opened_by)
    assert symbol(after.text).tobytes() == before.tobytes()
    assert (await hall.served.client.get(f"/S/{old}")).status_code == 200


async def test_without_a_code_that_holds_the_address_to_type_is_still_told(hall: Hall) -> None:
    await hall.served.do("key.rotate")
    newer = await hall_of(hall.served)
    await hall.served.do("key.retire", key=hall.screens["QC10"].key)
    answer = await hall.served.client.get(f"/kiosk/{hall.served.code(newer.card)}/QC10")
    assert answer.status_code == 200
    assert "symbol" not in re.findall(r'<svg class="(\w+)', answer.text)
    assert "mbk.example.gov.cn" in answer.text


async def test_a_page_of_the_screen_leads_nowhere_but_below_the_screen(hall: Hall) -> None:
    for service in ("", *SERVICES, "QC99"):
        for query in ("", "?lang=en"):
            text = (await hall.served.client.get(hall.path(service) + query)).text
            for link in links(text):
                assert link.startswith((hall.path(), "/static/", "#")), link
            for way_out in ("tel:", "mailto:", "target=", "<form", "<iframe", "window.open"):
                assert way_out not in text, way_out


async def test_every_link_of_a_page_answers(hall: Hall) -> None:
    pages = {link for link in links(await hall.text()) if not link.startswith("#")}
    pages |= {link for link in links(await hall.text("QC06")) if not link.startswith("#")}
    for link in pages:
        assert (await hall.served.client.get(link)).status_code == 200, link


async def test_a_page_is_small_complete_and_under_the_strict_policy(hall: Hall) -> None:
    for service in ("", "QC06", "QC99"):
        answer = await hall.served.client.get(hall.path(service), headers={"accept-encoding": "br"})
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert int(answer.headers["content-length"]) <= 16_000
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.text.count("<style>") == 1
        assert " style=" not in answer.text
        assert re.findall(r"<script[^>]*>", answer.text) == [
            f'<script src="{link}" defer>' for link in links(answer.text) if link.endswith(".js")
        ]


async def test_how_long_the_screen_waits_stands_in_the_page(hall: Hall) -> None:
    text = await hall.text("QC10")
    assert f'data-idle-s="{IDLE_S}" data-grace-s="{GRACE_S}"' in text
    assert IDLE_S == 120
    refresh = re.search(r'<noscript><meta http-equiv="refresh" content="(\d+); url=([^"]+)">', text)
    assert refresh
    assert (int(refresh[1]) >= IDLE_S, refresh[2]) == (True, hall.path())
    english = await hall.text("QC10", query="?lang=en")
    assert f'url={hall.path()}">' in english


async def test_a_page_is_drawn_once_for_all_codes_of_a_hall_and_links_to_its_own(
    hall: Hall,
) -> None:
    """Else whoever has many cards of one hall could have a page drawn with each request."""
    served, pages = hall.served, hall.served.state.screens._of_code
    codes = [served.code(span) for span in (hall.card, *hall.screens.values())][:4]
    for code in codes:
        for path in ("", "/QC10"):
            text = (await served.client.get(f"/kiosk/{code}{path}")).text
            assert f'href="/kiosk/{code}' in text
            assert cache.ANY_CODE not in text
            assert [other for other in codes if f"/kiosk/{other}" in text] == [code]
    assert len(pages._drawn) == 2
    assert len(pages._sheets) == 8


def test_of_pages_with_a_code_so_many_are_kept() -> None:
    drawn = []

    def draw(code: str) -> Page:
        drawn.append(code)
        return Page(200, f"<a href=/S/{code}>".encode(), "")

    pages = cache.CardPages((), most=3)
    for number in range(10):
        sheet = pages.sheet(f"CODE{number}", ("a",), draw)
        assert sheet.reply(b"", "").body["body"] == f"<a href=/S/CODE{number}>".encode()
        assert list(sheet._packed._variants) == []  # it is quickly filled in again
        assert sheet.reply(b"br", "") is sheet.reply(b"br", "")
    assert drawn == [cache.ANY_CODE]
    assert len(pages._sheets) == 3


async def test_two_halls_take_away_their_own_symbols(hall: Hall) -> None:
    (card,) = await hall.served.batch(
        spot("商河县政务服务中心", district="370126", kind=PlacementKind.KIOSK)
    )
    other = await hall.served.client.get(f"/kiosk/{hall.served.code(card)}/QC10")
    assert "商河县" in other.text
    assert "平阴县" not in other.text
    assert READERS[0](symbol(other.text)) != READERS[0](symbol(await hall.text("QC10")))


async def test_all_addresses_follow_a_public_path(settings: Settings, clock: Clock) -> None:
    below = settings.model_copy(update={"public_url": "https://www.jinan.gov.cn/mbk"})
    async with serving(below, now=clock) as served:
        hall = await hall_of(served)
        for prefix in ("", "/mbk"):
            answer = await served.client.get(prefix + hall.path("QC10"))
            assert answer.status_code == 200
            for link in links(answer.text):
                assert link.startswith((f"/mbk{hall.path()}", "/mbk/static/", "#")), link
            code = served.code(hall.screens["QC10"])
            assert READERS[0](symbol(answer.text)) == [f"https://www.jinan.gov.cn/mbk/S/{code}"]
