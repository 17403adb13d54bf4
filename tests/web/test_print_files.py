"""Print files for programs: the same bytes as the command's, for whoever has a token."""

from __future__ import annotations

import io
import json
from urllib.parse import unquote
from zipfile import ZipFile

import pikepdf
import pytest

from kiosk.acts.token import digest_of, new_token
from kiosk.batches import Format, Making, imprint_of, order_of, read_issue
from kiosk.cli.cards import Span
from kiosk.printing import render
from kiosk.store import log
from tests.make import spot
from tests.serving import Served

CARD = "card-90x54-catalogue"


async def bearer(served: Served) -> dict[str, str]:
    """The header of a program that has a token."""
    token = new_token()
    await served.do("token.add", name="印刷平台", digest=digest_of(token))
    return {"authorization": f"Bearer {token}"}


async def drawn(served: Served, form: Format, making: Making) -> bytes:
    """What the command would write."""
    state = served.state
    issue = await state.office.driver.read(lambda reader: read_issue(reader, "B0001"))
    catalogue, target = state.snapshot.catalogue, io.BytesIO()
    order = order_of(issue, catalogue, state.office.signer.keys)
    imprint = imprint_of(issue, catalogue, office=None, is_readable=False)
    render(order, imprint, format=form, target=target, making=making)
    return target.getvalue()


async def test_a_program_gets_the_files_of_the_command_and_the_log_names_it(
    served: Served,
) -> None:
    await served.batch(spot("甲", copies=12), services=[""], design=CARD)
    headers = await bearer(served)
    where = "/api/v1/batches/B0001/files"
    answer = await served.client.get(f"{where}?profile=office&sheet=a3", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.content == await drawn(served, Format.ZIP, Making(profile="office", sheet="a3"))
    said = answer.headers["content-disposition"]
    assert f'filename="B0001_{CARD}_specimen_office_A3.zip"' in said
    assert "B0001_名片大小目录卡_样张_office_A3.zip" in unquote(said)
    assert ZipFile(io.BytesIO(answer.content)).namelist() == [
        f"{CARD}_历下区甲_12张.pdf",
        "印刷作业单.txt",
    ]
    lines = await served.state.office.driver.read(lambda reader: log.last(reader, limit=1))
    assert (lines[0]["actor"], lines[0]["act"]) == ("token:印刷平台", "cards.download")
    assert json.loads(lines[0]["detail"]) == {"format": "zip", "profile": "office"}


async def test_a_part_of_a_numbered_batch_is_asked_for_by_its_numbers(served: Served) -> None:
    await served.batch(spot("甲", copies=30), services=[""], design=CARD, numbered=True)
    query = "?profile=office&format=pdf&turn=short&range=11-25"
    answer = await served.client.get(
        f"/api/v1/batches/B0001/files{query}", headers=await bearer(served)
    )
    with pikepdf.open(io.BytesIO(answer.content)) as opened:
        assert len(opened.pages) == 4
        assert str(opened.Root.ViewerPreferences.Duplex) == "/DuplexFlipShortEdge"
    assert "_office_11-25.pdf" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("form", "kind"),
    [("png", "image/png"), pytest.param("svg", "image/svg+xml", marks=pytest.mark.slow)],
)
async def test_a_picture_of_one_side_is_a_picture_and_of_two_a_zip(
    served: Served, form: str, kind: str
) -> None:
    await served.batch(spot("甲"))
    await served.batch(spot("甲"), services=[""], design=CARD)
    headers = await bearer(served)
    kinds = []
    for batch in ("B0001", "B0002"):
        answer = await served.client.get(
            f"/api/v1/batches/{batch}/files?profile=screen&format={form}", headers=headers
        )
        kinds.append(answer.headers["content-type"])
    assert kinds == [kind, "application/zip"]


async def test_a_program_is_told_what_may_be_ordered(served: Served) -> None:
    assert (await served.client.get("/api/v1/designs")).status_code == 401
    answer = await served.client.get("/api/v1/designs", headers=await bearer(served))
    told = {design["id"]: design for design in answer.json()["designs"]}
    assert told[CARD] == {
        "id": CARD,
        "title": "名片大小目录卡",
        "shows": "catalogue",
        "sides": ["正面", "背面"],
        "width": 90,
        "height": 54,
    }
    profiles = {profile["id"]: profile["sheet"] for profile in answer.json()["profiles"]}
    assert profiles["office"] == "a4"
    assert profiles["gang"] is None


WRONG = [
    ("?profile=newspaper", 404, "profile-not-found"),
    ("?sheet=b5&profile=office", 422, "sheet-unknown"),
    ("?sheet=a4", 422, "profile-no-sheets"),
    ("?turn=left", 422, "turn-unknown"),
    ("?gutter=wide", 422, "gutter-faulty"),
    ("?gutter=99", 422, "gutter-faulty"),
    ("?gutter=nan", 422, "gutter-faulty"),
    ("?range=1", 422, "cards-range-faulty"),
    ("?range=2-3", 422, "cards-range-outside"),
    ("?format=eps", 422, "format-unknown"),
    ("?format=png&profile=office", 422, "profile-no-pictures"),
    ("?format=svg&profile=gang", 422, "profile-no-pictures"),
]


@pytest.fixture
async def headers(served: Served) -> dict[str, str]:
    await served.batch(spot("甲"), services=[""], design=CARD)
    return await bearer(served)


@pytest.mark.parametrize(("query", "status", "code"), WRONG, ids=[code for _, _, code in WRONG])
async def test_what_is_wrong_is_told_by_a_stable_code(
    served: Served, headers: dict[str, str], query: str, status: int, code: str
) -> None:
    answer = await served.client.get(f"/api/v1/batches/B0001/files{query}", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"].startswith("application/problem+json")


async def test_nobody_without_a_token_and_no_batch_that_is_not_there(served: Served) -> None:
    where = "/api/v1/batches/B0042/files"
    assert (await served.client.get(where)).json()["code"] == "token-needed"
    held = await bearer(served)
    assert (await served.client.get(where, headers=held)).json()["code"] == "batch-not-found"


async def test_a_million_cards_are_refused_at_once(served: Served) -> None:
    await served.batch(spot("甲", copies=1_000_000), services=[""], design=CARD, numbered=True)
    answer = await served.client.get(
        "/api/v1/batches/B0001/files?format=pdf", headers=await bearer(served)
    )
    assert answer.json()["code"] == "press-too-large"
    assert "kiosk cards render B0001" in answer.json()["detail"]


def test_the_command_reads_the_same_range() -> None:
    assert Span().convert("3-77", None, None) == (3, 77)
