"""What is open in the catalogue in force is listed with what it holds up; known things are not."""

from __future__ import annotations

import re
from dataclasses import replace

from kiosk.domain.fact import Verify
from kiosk.editing import open_facts
from kiosk.store import catalogues
from tests.make import catalogue, shared
from tests.printing.make import desk, verified
from tests.serving import Served
from tests.web.admin.reading import number, tables, text
from tests.web.admin.visitor import Visitor, signed_in

OVER = "各事项还差多少"
BRING = (
    "申请书、决定书、营业执照复印件、法定代表人身份证明。委托的，加授权委托书、双方身份证明。"
    "书面有困难的，可口头申请。"
)


async def publish(served: Served, *services: object, **of_shared: object) -> None:
    """Publish what changed."""
    await served.do(
        "catalogue.publish",
        services=[catalogues.service_body(service) for service in services],  # type: ignore[arg-type]
        shared=catalogues.shared_body(replace(shared(), **of_shared)),  # type: ignore[arg-type]
        effective_from=None,
    )


async def listed(visitor: Visitor, query: str = "") -> list[list[str]]:
    """Every line of the list."""
    found = tables((await visitor.get(f"/admin/facts{query}")).text)
    return [row for table in found[OVER][1:] for row in table[1:]]


async def test_every_open_fact_of_the_catalogue_in_force_is_listed_once(served: Served) -> None:
    visitor = await signed_in(served)
    found = open_facts(catalogue().services, catalogue().shared)
    page = (await visitor.get("/admin/facts")).text
    rows = await listed(visitor)
    assert len(rows) == len(found)
    to_fill = sum(fact.mark == "待填" for fact in found)
    said = text(page)
    assert f"全部 {len(found)} 待填 {to_fill} 待核实 {len(found) - to_fill}" in said
    total = tables(page)[OVER][0][-1]
    assert [number(cell) for cell in total[1:3]] == [to_fill, len(found) - to_fill]
    assert total[4] == "0 / 195"


async def test_it_says_where_why_and_which_cards_it_makes_specimens(served: Served) -> None:
    rows = await listed(await signed_in(served), "?only=card")
    assert [
        "卡面 · 带什么",
        BRING,
        "待核实：按通常做法写的，没有出处",
        "这一项的卡只能当样张（“带什么”）",
    ] in rows
    assert all("只能当样张" in row[3] for row in rows)


async def test_the_three_ways_to_look_add_up(served: Served) -> None:
    visitor = await signed_in(served)
    everything = await listed(visitor)
    fill, verify = await listed(visitor, "?only=fill"), await listed(visitor, "?only=verify")
    assert len(fill) + len(verify) == len(everything)
    assert all(row[2].startswith("待填") for row in fill)
    assert all(row[2].startswith("待核实") for row in verify)
    assert await listed(visitor, "?only=nonsense") == everything


async def test_what_the_office_confirms_leaves_the_list(served: Served) -> None:
    visitor = await signed_in(served)
    before = [row for row in await listed(visitor, "?only=card") if row[0] == "卡面 · 带什么"]
    await publish(served, verified(catalogue().by_id["QC10"].service))
    after = [row for row in await listed(visitor, "?only=card") if row[0] == "卡面 · 带什么"]
    assert len(after) == len(before) - 1
    assert "有 12 个事项还没有经办公室确认" in (await visitor.get("/admin/facts")).text


async def test_local_offices_are_a_count_until_one_is_known_then_a_table(served: Served) -> None:
    visitor = await signed_in(served)
    page = (await visitor.get("/admin/facts")).text
    assert "13 个事项、15 个区县和功能区，一处都还没有填" in page
    assert len(re.findall("缺", page)) < 5
    partly = desk(district="gx", phone=None)
    unsure = desk(district="370103", verify=Verify.KNOWLEDGE)
    await publish(served, desks=(desk(), partly, unsure))
    page = (await visitor.get("/admin/facts")).text
    (matrix,) = tables(page)["各区县的受理点"]
    (row,) = [row for row in matrix if row[0].startswith("QC10")]
    known = dict(zip(matrix[0], row, strict=True))
    assert (known["历下区"], known["高新区"], known["市中区"]) == ("有", "不全", "不全")
    assert known["天桥区"] == "缺"
    assert "195 处，已填好 1 处" in text(page)


async def test_the_english_list_has_english_places(served: Served) -> None:
    visitor = await signed_in(served)
    visitor.cookies["__Host-mbk_language"] = "en"
    found = tables((await visitor.get("/admin/facts?only=card")).text)
    places = {row[0] for table in found["What each service lacks"][1:] for row in table[1:]}
    assert "Card · Bring" in places
    assert not any("卡面" in place for place in places)
