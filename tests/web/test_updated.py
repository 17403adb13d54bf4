"""A card that was printed before something changed opens a page that says what changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import brotli
import pytest

from kiosk.domain.placement import CodeRange
from kiosk.domain.printed import Change, ChangeKind
from kiosk.domain.workflow import Service
from kiosk.store import catalogues
from kiosk.web.pages import cache
from kiosk.web.pages.public import Pages, Site, Updated
from tests.batches.test_changes import limited
from tests.make import Clock, catalogue, shared, starter
from tests.serving import Served

NEWS = "自您的卡片印制以来"


async def printed(served: Served, **changes: Any) -> CodeRange:
    (span,) = await served.batch(**changes)
    assert span.batch is not None
    await served.passed(span.batch)
    await served.do("batch.set-state", batch=span.batch, state="in_use")
    return span


async def publish(served: Served, clock: Clock, *services: Service, **at: Any) -> None:
    clock.advance(seconds=60)
    await served.do(
        "catalogue.publish",
        services=[catalogues.service_body(service) for service in services],
        shared=catalogues.shared_body(shared()),
        effective_from=at.get("at"),
    )


@pytest.mark.on_every_store
async def test_only_a_card_of_before_says_what_has_changed(served: Served, clock: Clock) -> None:
    before = await printed(served)
    other = await printed(served, services=["QC06"])
    await publish(served, clock, limited(30))
    after = await printed(served)
    page = (await served.client.get(f"/S/{served.code(before)}")).text
    assert NEWS in page
    news = page.partition('id="updated"')[2].partition("</section>")[0]
    assert news.index("最晚哪天") < news.index("60日内") < news.index("30日内")
    assert page.index('data-first="cost"') < page.index('id="updated"') < page.index('id="steps"')
    for span in (other, after):
        assert NEWS not in (await served.client.get(f"/S/{served.code(span)}")).text
    assert NEWS not in (await served.client.get("/services/QC10?district=370102")).text
    assert await served.waterfall() == {"person": 3}


async def test_the_other_language_says_it_too(served: Served, clock: Clock) -> None:
    span = await printed(served)
    await publish(served, clock, limited(30))
    page = (await served.client.get(f"/S/{served.code(span)}")).text
    english = "/en/services/QC10?district=370102&amp;print=B0001"
    assert f'data-own="{english.removeprefix("/en")}"' in page  # a reload says it again
    assert f'href="{english}"' in page
    turned = (await served.client.get(english.replace("&amp;", "&"))).text
    assert "Changed since your card" in turned
    assert '<p lang="zh-CN">' in turned.partition('id="updated"')[2]
    assert 'href="/services/QC10?district=370102&amp;print=B0001"' in turned
    assert NEWS in (await served.client.get("/services/QC10?district=370102&print=B0001")).text
    for print_ in ("B0002", "", "x" * 500):
        plain = await served.client.get(f"/services/QC10?district=370102&print={print_}")
        assert NEWS not in plain.text


async def test_a_catalogue_card_says_it_on_the_directory_alone(
    served: Served, clock: Clock
) -> None:
    span = await printed(served, services=[""], design="card-90x54-catalogue")
    of = next(one for one in starter().services if one.id == "QC04")
    await publish(served, clock, replace(of, card=replace(of.card, item="办公证")))
    page = (await served.client.get(f"/S/{served.code(span)}")).text
    assert NEWS in page
    assert f'href="/S/{served.code(span)}/QC04"' in page
    assert NEWS not in (await served.client.get(f"/S/{served.code(span)}/QC04")).text
    assert 'href="/en?district=370102&amp;print=B0001"' in page
    assert "Changed since" in (await served.client.get("/en?district=370102&print=B0001")).text


async def test_what_is_due_is_said_from_its_moment_on(served: Served, clock: Clock) -> None:
    span = await printed(served)
    address = f"/S/{served.code(span)}"
    await publish(served, clock, limited(30), at=clock() + 3_600_000)
    assert NEWS not in (await served.client.get(address)).text
    clock.advance(seconds=3_601)
    await served.state.refresh_if_due()
    assert NEWS in (await served.client.get(address)).text
    await served.do("batch.recall", batch="B0001", reason="改版", replacement=None)
    assert (await served.client.get(address)).status_code == 410


async def test_a_revision_that_makes_a_card_right_again_ends_it(
    served: Served, clock: Clock
) -> None:
    span = await printed(served)
    address = f"/S/{served.code(span)}"
    await publish(served, clock, limited(30))
    await publish(served, clock, limited(60), at=clock() + 3_600_000)
    assert NEWS in (await served.client.get(address)).text
    assert (await served.state.stale()).wrong == 1
    clock.advance(seconds=3_601)
    await served.state.refresh_if_due()
    assert NEWS not in (await served.client.get(address)).text
    assert (await served.state.stale()).batches == ()


async def test_such_pages_are_made_once_and_a_bounded_number_is_kept(
    served: Served, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    span = await printed(served)
    await publish(served, clock, limited(30))
    shelf = served.state.shelf
    updated = served.state.updated("B0001", "QC10", "370102")
    assert updated is not None
    sheet = shelf.service("QC10", "zh", span.district, updated)
    assert shelf.service("QC10", "zh", span.district, updated) is sheet
    monkeypatch.setattr(cache, "UPDATED", 3)
    for number in range(5):
        shelf.service("QC10", "zh", "", Updated(f"B{number:04d}", updated.changes))
    assert len(shelf._updated) == 3


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_on_which_everything_has_changed_is_still_small(language: Any) -> None:
    pages = Pages(catalogue(), Site(public_url="https://mbk.example.gov.cn"))
    for service in catalogue().services:
        card = service.card
        texts = [
            (station.label, str(station)[:240])
            for station in (
                *(card.first, card.figure, card.table),
                *(card.bring, card.cost, card.after, card.note),
            )
            if hasattr(station, "label")
        ]
        changes = tuple(
            Change(ChangeKind.WORDS, "", "".join(label), (text,), (text[::-1],))
            for label, text in texts
        )
        updated = Updated("B0001", changes)
        page = pages.service(service.id, language, district="370124", updated=updated)
        assert len(brotli.compress(page.body)) + 1_200 < 14_000, service.id
