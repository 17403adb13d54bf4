"""The log tells in words who did what, page by page."""

from __future__ import annotations

import re

import pytest

from kiosk.acts import ACTS
from kiosk.store import log
from kiosk.web.admin import log_words
from kiosk.web.admin.log import KINDS, PAGE
from kiosk.web.pages.texts import LANGUAGES, texts
from tests.make import Clock, spot
from tests.serving import Served
from tests.web.admin.visitor import NAME, Visitor, signed_in


def shown(page: str) -> list[str]:
    """Actor and deed of each line, without markup."""
    rows = re.findall(r"</time><td>(.*?)<td>(.*?)(?=<tr>|<tbody>|</table>)", page)
    return [f"{actor}：{deed}" for actor, deed in rows]


async def test_every_deed_is_told_in_words(served: Served) -> None:
    await served.batch(spot("甲", copies=1_200), spot("乙"))
    await served.passed("B0001")
    await served.do("batch.set-state", batch="B0001", state="delivered")
    await served.do("batch.recall", batch="B0001", reason="planned <b>", replacement=None)
    await served.do("token.add", name="平台", digest="x")
    await served.do(
        "report.download",
        **{"from": "2026-11-01", "to": "2026-11-30"},
        by="day,service",
        format="xlsx",
    )
    await served.do("cards.download", batch="B0001", format="pdf", profile="gang")
    visitor = await signed_in(served)
    page = (await visitor.get("/admin/log")).text
    assert shown(page) == [
        f"{NAME}：登录（来自127.0.0.1）",
        f"tester：用链接设置了账号{NAME}的密码",
        f"tester：邀请了账号{NAME}",
        "tester：下载了批次B0001的印刷文件（网上印名片（合版），PDF）",
        "tester：下载了报表：2026-11-01–2026-11-30，按日期、事项（XLSX）",
        "tester：增加了令牌平台",
        "tester：停用了批次B0001：planned &lt;b&gt;",
        "tester：把批次B0001改为“已交付”",
        "tester：预检了批次B0001，通过",
        "tester：建立了批次B0001：A5 办事流程卡，2个投放点，共1,300张",
        "系统：发布了事项目录：QC01 v1、QC02 v1、QC03 v1等18项",
    ]
    assert page.count("2026年11月24日 周二") == 1


async def test_failed_sign_ins_are_in_it(served: Served) -> None:
    visitor = await signed_in(served)
    stranger = Visitor(served)
    await stranger.sign_in(NAME, "wrong")
    await stranger.sign_in("my password", "wrong")
    page = (await visitor.get("/admin/log?kind=people")).text
    assert shown(page)[:2] == [
        "没有登录的人：登录失败：没有这样的账号",
        f"没有登录的人：登录失败：账号{NAME}",
    ]
    assert "my password" not in page


async def test_one_kind_can_be_asked_for(served: Served) -> None:
    await served.batch()
    visitor = await signed_in(served)
    for kind, expected in (("batches", 1), ("catalogue", 1), ("keys", 0), ("people", 3)):
        page = (await visitor.get(f"/admin/log?kind={kind}")).text
        assert len(shown(page)) == expected
    assert "还没有这样的记录" in (await visitor.get("/admin/log?kind=keys")).text
    assert len(shown((await visitor.get("/admin/log?kind=nonsense")).text)) == 5


async def test_older_lines_are_a_page_away(served: Served, clock: Clock) -> None:
    async def add(number: int) -> None:
        await served.state.office.driver.write(
            lambda tx: log.add(tx, at=clock.at, actor="x", act="key.rotate", subject=f"K{number}")
        )

    for number in range(PAGE + 5):
        await add(number)
    visitor = await signed_in(served)
    first = (await visitor.get("/admin/log?kind=keys")).text
    assert len(shown(first)) == PAGE
    assert "最新的" not in first.split("</table>")[1]
    older = re.search(r'href="(/admin/log\?kind=keys&amp;before=\d+)"', first)
    assert older is not None
    second = (await visitor.get(older[1].replace("&amp;", "&"))).text
    assert [line[-2:] for line in shown(second)] == ["K4", "K3", "K2", "K1", "K0"]
    assert 'href="/admin/log?kind=keys"' in second.split("</table>")[1]
    for nonsense in ("x", "-1", "9" * 30, "１"):
        answer = await visitor.get(f"/admin/log?before={nonsense}")
        assert (answer.status_code, len(shown(answer.text))) == (200, PAGE)


# What is done by "scan.judge" is told by the line of "scan.reclass", once a day is through.
LOGGED = [act for act in ACTS if act != "scan.judge"]


@pytest.mark.parametrize(
    "act",
    [*LOGGED, "account.sign-in-failed", "account.password-failed", "scan.remove", "backup.restore"],
)
def test_every_act_has_words_and_a_kind(act: str) -> None:
    for language in LANGUAGES:
        told = log_words.deed(act, "B0001", {}, texts(language))
        assert act not in told
    assert sum(act.startswith(prefixes) for prefixes in KINDS.values()) == 1


def test_what_the_service_removed_by_itself_is_told_with_its_number() -> None:
    told = log_words.deed("scan.remove", "2025-10-30", {"rows": 1_234}, texts("zh"))
    assert told == "删除了2025-10-30到期的扫码记录（1,234条），合计不变"
    assert log_words.actor("kiosk", texts("zh")) == "系统"


def test_a_backup_says_whether_the_keys_are_inside() -> None:
    for has_keys, told in ((True, "含卡码密钥"), (False, "不含卡码密钥")):
        detail = {"rows": 1_234, "has_keys": has_keys, "digest": "0" * 64}
        deed = log_words.deed("backup.make", "a.zip", detail, texts("zh"))
        assert deed == f"做了备份a.zip（1,234行，{told}）"


def test_an_act_of_a_later_program_is_told_by_its_name() -> None:
    assert log_words.deed("moon.paint", "<x>", {"n": 1}, texts("zh")) == "moon.paint &lt;x&gt;"
    assert log_words.actor("<x>", texts("zh")) == "&lt;x&gt;"
