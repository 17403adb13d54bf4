"""The page of a batch: its codes as they are printed, its screens, its life, its end."""

from __future__ import annotations

import pytest

from kiosk.domain.code import grouped
from kiosk.domain.placement import PlacementKind
from kiosk.store import log
from tests.make import spot
from tests.serving import Served
from tests.web.admin import city
from tests.web.admin.reading import tables, text
from tests.web.admin.visitor import signed_in

HALL = spot("历下大厅", kind=PlacementKind.KIOSK, copies=1_200)


async def test_every_code_stands_on_the_page_in_three_groups_of_four(served: Served) -> None:
    spans = await served.batch(spot("甲"), HALL, services=["QC06", "QC10"])
    page = (await (await signed_in(served)).get("/admin/batches/B0001")).text
    for span in spans:
        assert f"{span.service} <span" in page
        assert grouped(served.code(span)) in page


async def test_a_hall_shows_the_address_of_its_screen(served: Served) -> None:
    await served.batch(spot("甲"), HALL)
    page = (await (await signed_in(served)).get("/admin/batches/B0001")).text
    screens = served.state.snapshot.ranges.screen("P0002")
    addresses = [
        f"https://mbk.example.gov.cn/kiosk/{served.code(span)}" for span in screens.values()
    ]
    assert sum(f'href="{address}"' in page for address in addresses) == 1


async def test_many_placements_are_shown_in_pages(served: Served) -> None:
    await city.crowd(served, 240)
    visitor = await signed_in(served)
    pages = [(await visitor.get(f"/admin/batches/B0001?page={n}")).text for n in (1, 2, 3, 9)]
    names = [
        {row[1].split(" ")[0] for row in tables(page)["投放点和卡码"][0][1:]} for page in pages
    ]
    assert [len(found) for found in names[:3]] == [100, 100, 40]
    assert len(set.union(*names)) == 240
    assert names[3] == names[2]


async def test_numbered_copies_are_told_as_a_run(served: Served) -> None:
    (span,) = await served.batch(spot("甲", copies=25_000), services=["QC10"], numbered=True)
    page = text((await (await signed_in(served)).get("/admin/batches/B0001")).text)
    signer = served.state.office.signer
    assert f"{grouped(signer.code(span.first))} – {grouped(signer.code(span.last))}" in page
    assert "kiosk cards render B0001" in page
    assert "下载 PDF" not in page


async def test_a_scan_is_counted_beside_its_placement_and_in_the_list(served: Served) -> None:
    first, _ = await served.batch(spot("甲"), spot("乙"))
    (other,) = await served.batch(spot("甲"))
    for span in (first, other):
        await served.client.get(f"/S/{served.code(span)}")
    visitor = await signed_in(served)
    rows = tables((await visitor.get("/admin/batches/B0001")).text)["投放点和卡码"][0][1:]
    assert [row[4] for row in rows] == ["1", "0"]
    listed = tables((await visitor.get("/admin/batches")).text)[""][0][1:]
    assert [(row[0], row[6]) for row in listed] == [("B0002", "1"), ("B0001", "1")]


async def test_a_state_moves_forward_after_it_was_confirmed(served: Served) -> None:
    await served.batch()
    await served.passed("B0001")
    visitor = await signed_in(served)
    address = "/admin/batches/B0001/state"
    asked = await visitor.post(address, {"key": "a", "state": "delivered"})
    assert asked.status_code == 200
    assert "状态只能向前" in asked.text
    assert served.state.snapshot.batches["B0001"].state == "planned"
    done = await visitor.post(address, {"key": "a", "state": "delivered", "sure": "1"})
    assert done.headers["location"] == "/admin/batches/B0001"
    assert served.state.snapshot.batches["B0001"].state == "delivered"
    lines = await served.state.office.driver.read(lambda reader: log.last(reader, limit=1))
    assert (lines[0]["actor"], lines[0]["act"]) == ("account:zhangsan", "batch.set-state")


async def test_who_is_late_cannot_take_a_state_back(served: Served) -> None:
    await served.batch()
    visitor = await signed_in(served)
    await served.passed("B0001")
    await served.do("batch.set-state", batch="B0001", state="in_use")
    for sure in ({}, {"sure": "1"}):
        answer = await visitor.post(
            "/admin/batches/B0001/state", {"key": "a", "state": "printed", **sure}
        )
        assert answer.status_code == 409
        assert "批次B0001已是使用中，状态只能向前" in text(answer.text)
        assert "批次 B0001 现在是“使用中”" in text(answer.text)
    assert served.state.snapshot.batches["B0001"].state == "in_use"


async def test_a_recall_says_what_cannot_be_undone_and_then_ends_the_cards(
    served: Served,
) -> None:
    (span,) = await served.batch(spot("甲", copies=300))
    await served.batch(spot("甲"))
    visitor = await signed_in(served)
    address = "/admin/batches/B0001/recall"
    form = {"key": "a", "reason": " 电话\n印错了 ", "replacement": "B0002"}
    asked = await visitor.post(address, form)
    said = text(asked.text)
    assert "停用以后不能恢复，谁都不能" in said
    assert "1 个投放点的 300 张卡、1 个卡码从此停用" in said
    assert "原因：电话 印错了" in said
    assert (await served.client.get(f"/S/{served.code(span)}")).status_code == 200
    done = await visitor.post(address, form | {"sure": "1"})
    assert done.headers["location"] == "/admin/batches/B0001"
    scanned = await served.client.get(f"/S/{served.code(span)}")
    assert scanned.status_code == 410
    assert "电话 印错了" in scanned.text
    page = text((await visitor.get("/admin/batches/B0001")).text)
    assert "该批次卡片已停用。原因：电话 印错了" in page
    assert "去停用" not in page


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"reason": "  "}, "请写明停用的原因"),
        ({"reason": "错" * 201}, "停用的原因有201个字，最多200个字"),
    ],
)
async def test_a_recall_without_a_fit_reason_keeps_what_was_typed(
    served: Served, form: dict[str, str], sentence: str
) -> None:
    await served.batch()
    await served.batch()
    visitor = await signed_in(served)
    typed = {"key": "a", "replacement": "B0002", "sure": "1", **form}
    answer = await visitor.post("/admin/batches/B0001/recall", typed)
    assert answer.status_code == 422
    assert sentence in text(answer.text)
    assert '<option value="B0002" selected>' in answer.text
    assert form["reason"].strip() in answer.text
    assert served.state.snapshot.batches["B0001"].state == "planned"


async def test_a_second_recall_is_told_and_changes_nothing(served: Served) -> None:
    await served.batch()
    visitor = await signed_in(served)
    await served.do("batch.recall", batch="B0001", reason="第一个原因", replacement=None)
    address = "/admin/batches/B0001/recall"
    form = {"key": "a", "reason": "第二个原因", "sure": "1"}
    for answer in (await visitor.get(address), await visitor.post(address, form)):
        assert answer.status_code == 409
        assert "批次B0001已经停用，不能再改" in text(answer.text)
    assert served.state.snapshot.batches["B0001"].reason == "第一个原因"


async def test_codes_whose_key_is_retired_are_not_shown_as_valid(served: Served) -> None:
    (span,) = await served.batch()
    code = grouped(served.code(span))
    await served.do("key.rotate")
    await served.do("key.retire", key="K1")
    answer = await (await signed_in(served)).get("/admin/batches/B0001")
    assert answer.status_code == 200
    assert "签发这些卡码的密钥K1已停用" in answer.text
    assert code not in answer.text
    assert "cards.pdf" not in answer.text


@pytest.mark.parametrize("path", ["", "/recall", "/cards.pdf", "/card-1.png"])
async def test_a_batch_that_is_not_there_is_told(served: Served, path: str) -> None:
    answer = await (await signed_in(served)).get(f"/admin/batches/B9999{path}")
    assert answer.status_code == 404


async def test_the_list_is_cut_into_pages(served: Served) -> None:
    for _ in range(52):
        await served.batch()
    visitor = await signed_in(served)
    first = (await visitor.get("/admin/batches")).text
    assert len(tables(first)[""][0]) == 51
    assert 'href="/admin/batches?before=B0003"' in first
    rest = tables((await visitor.get("/admin/batches?before=B0003")).text)[""][0]
    assert [row[0] for row in rest[1:]] == ["B0002", "B0001"]
