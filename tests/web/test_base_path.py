"""A service whose public address carries a path: a proxy may pass it on or take it away."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from kiosk.app.start import now_ms
from kiosk.config import Settings
from tests.conftest import ADDRESS
from tests.make import spot
from tests.serving import Served, serving
from tests.web.hall import hall_of
from tests.web.terminal import EVENTS, enrolled


@pytest.fixture
async def below(settings: Settings) -> AsyncIterator[Served]:
    async with serving(settings.model_copy(update={"public_url": f"{ADDRESS}/mbk"})) as served:
        yield served


@pytest.mark.parametrize("path", ["", "/", "/services/QC10", "/check", "/privacy", "/healthz"])
async def test_every_address_answers_with_and_without_the_path(below: Served, path: str) -> None:
    for address in (f"/mbk{path}", path or "/"):
        assert (await below.client.get(address)).status_code == 200


async def test_links_and_symbols_carry_the_path(below: Served) -> None:
    (span,) = await below.batch(spot(district="370124"))
    answer = await below.client.get(f"/mbk/S/{below.code(span)}")
    assert answer.headers["x-scan"] == "recorded"
    assert f'href="{ADDRESS}/mbk/services/QC10?district=370124"' in answer.text
    assert 'href="/services/' not in answer.text
    batch = below.state.snapshot.batches[span.batch or ""]
    assert batch.url == f"{ADDRESS}/mbk"


async def test_a_path_that_only_begins_alike_is_another(below: Served) -> None:
    assert (await below.client.get("/mbkx/check")).status_code == 404


async def test_a_device_signs_the_address_without_the_path(below: Served) -> None:
    hall = await hall_of(below)
    terminal = await enrolled(below, hall.card.placement)
    for target in (f"/mbk{EVENTS}", EVENTS):
        answer = await terminal.post(b'{"events": []}', time=now_ms(), target=target)
        assert (answer.status_code, answer.json()) == (200, {"results": []})
