"""Print files for people without a command line, and scans that never wait for one."""

from __future__ import annotations

import asyncio
import io
import re
from urllib.parse import unquote
from zipfile import ZipFile

import pikepdf

from kiosk.batches import imprint_of, order_of, read_issue
from kiosk.batches.order import Format
from kiosk.printing import render
from kiosk.store import log
from tests.make import spot
from tests.serving import Served
from tests.web.admin.reading import tables, text
from tests.web.admin.visitor import signed_in

NAME = re.compile(r"filename\*=utf-8''(\S+)")


async def test_the_pdf_is_the_one_of_the_command_and_the_log_says_who_took_it(
    served: Served,
) -> None:
    await served.batch(spot("甲"), spot("乙", district="gx"), services=["QC06", "QC10"])
    answer = await (await signed_in(served)).get("/admin/batches/B0001/cards.pdf")
    state = served.state
    issue = await state.office.driver.read(lambda reader: read_issue(reader, "B0001"))
    order = order_of(issue, state.snapshot.catalogue, state.office.signer.keys)
    plain = io.BytesIO()
    imprint = imprint_of(issue, state.snapshot.catalogue, office=None)
    render(order, imprint, format=Format.PDF, target=plain)
    assert answer.content == plain.getvalue()
    assert answer.headers["content-length"] == str(len(answer.content))
    assert len(pikepdf.open(io.BytesIO(answer.content)).pages) == 4
    lines = await state.office.driver.read(lambda reader: log.last(reader, limit=1))
    assert (lines[0]["actor"], lines[0]["act"], lines[0]["subject"], lines[0]["detail"]) == (
        "account:zhangsan",
        "cards.download",
        "B0001",
        '{"format": "pdf", "profile": "plain"}',
    )


async def test_files_have_names_that_a_print_shop_understands(served: Served) -> None:
    await served.batch(spot("甲"), spot("乙"))
    visitor = await signed_in(served)
    answer = await visitor.get("/admin/batches/B0001/cards.zip")
    said = answer.headers["content-disposition"]
    assert 'filename="B0001_a5-process_specimen.zip"' in said
    found = NAME.search(said)
    assert found
    assert unquote(found[1]) == "B0001_A5-办事流程卡_QC10_样张.zip"
    assert ZipFile(io.BytesIO(answer.content)).namelist() == [
        "a5-process_QC10_历下区甲_100张.pdf",
        "a5-process_QC10_历下区乙_100张.pdf",
        "印刷作业单.txt",
    ]


async def test_a_leaflet_is_one_card_a_placement_with_all_its_codes(served: Served) -> None:
    every = [f"QC{number:02}" for number in range(1, 14)]
    places = (spot("甲", copies=30), spot("乙", copies=20))
    await served.batch(*places, services=every, design="leaflet-a4-fold3")
    visitor = await signed_in(served)
    said = text((await visitor.get("/admin/batches/B0001")).text)
    assert "50 张；2 个投放点，26 个卡码" in said
    assert "PDF 里 2 种卡各一份" in said
    assert "50" in tables((await visitor.get("/admin/batches")).text)[""][0][1]
    sides = [await visitor.get(f"/admin/batches/B0001/card-{side}.png") for side in (1, 2)]
    assert [side.status_code for side in sides] == [200, 200]
    pdf = (await visitor.get("/admin/batches/B0001/cards.pdf")).content
    assert len(pikepdf.open(io.BytesIO(pdf)).pages) == 4


async def test_pictures_show_the_sides_of_the_first_card(served: Served) -> None:
    await served.batch(services=[""], design="card-90x54-catalogue")
    visitor = await signed_in(served)
    for path in ("batches/B0001/card-{}.png", "designs/card-90x54-catalogue/{}.png"):
        sides = [await visitor.get(f"/admin/{path.format(side)}") for side in (1, 2)]
        assert [side.headers["content-type"] for side in sides] == ["image/png"] * 2
        assert sides[0].content != sides[1].content
        assert (await visitor.get(f"/admin/{path.format(3)}")).status_code == 404


async def test_scans_are_answered_while_a_file_is_drawn(served: Served) -> None:
    spans = await served.batch(*(spot(f"第{n}社区") for n in range(60)))
    visitor = await signed_in(served)
    drawing = asyncio.create_task(visitor.get("/admin/batches/B0001/cards.pdf"))
    answered = 0
    while not drawing.done():
        scan = await served.client.get(f"/S/{served.code(spans[answered % len(spans)])}")
        assert scan.headers["x-scan"] == "recorded"
        answered += 1
    assert (await drawing).status_code == 200
    # Were the file drawn in the service's own process, scans would stand still meanwhile.
    assert answered >= 20


async def test_nobody_gets_a_file_without_signing_in(served: Served) -> None:
    await served.batch()
    for path in ("cards.pdf", "cards.zip", "card-1.png"):
        answer = await served.client.get(f"/admin/batches/B0001/{path}")
        assert answer.status_code == 303


async def test_other_kinds_of_files_are_not_made_here(served: Served) -> None:
    await served.batch()
    visitor = await signed_in(served)
    for kind in ("svg", "png", "exe"):
        assert (await visitor.get(f"/admin/batches/B0001/cards.{kind}")).status_code == 404


async def test_a_numbered_batch_is_refused_with_the_command_before_codes_are_made(
    served: Served,
) -> None:
    await served.batch(spot("甲", copies=1_000_000), numbered=True)
    answer = await (await signed_in(served)).get("/admin/batches/B0001/cards.pdf")
    assert answer.status_code == 422
    assert "kiosk cards render B0001" in answer.text
