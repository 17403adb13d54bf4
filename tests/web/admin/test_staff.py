"""Pages of the administration let in who is signed in, act once, and lose nothing typed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from kiosk.acts.account import IDLE_MS
from kiosk.config import Settings
from kiosk.domain.problem import Problem
from kiosk.store import batches
from kiosk.web import forms
from kiosk.web.admin import routes
from kiosk.web.admin.page import admin_page
from kiosk.web.admin.staff import Staff, do_as, for_staff
from tests.make import Clock
from tests.serving import Served, serving
from tests.web.admin.visitor import NAME, PASSWORD, Visitor, field, make_account, signed_in


async def _recall(request: Request, staff: Staff) -> ASGIApp:
    form = forms.form_of(request)
    wanted = str(form["batch"])
    args = {"batch": wanted, "reason": str(form["reason"]), "replacement": None}
    answer = await do_as(request, staff, "batch.recall", args)
    return PlainTextResponse(f"{staff.name} {answer['batch']}")


async def _fail(request: Request, staff: Staff) -> ASGIApp:
    raise RuntimeError("secret detail")


async def _problem(request: Request, staff: Staff) -> ASGIApp:
    problem = Problem("reason-missing")
    return admin_page(request, staff, "message", problem=problem, form={"reason": ""})


@pytest.fixture
async def served(
    settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Served]:
    """The service with three pages more."""
    more = [
        Route("/admin/try", for_staff(_recall), methods=["POST"]),
        Route("/admin/fail", for_staff(_fail)),
        Route("/admin/problem", for_staff(_problem)),
    ]
    monkeypatch.setattr(routes, "ROUTES", [*more, *routes.ROUTES])
    async with serving(settings, now=clock) as served:
        yield served


async def test_whoever_signs_in_comes_back_to_the_page_they_asked_for(served: Served) -> None:
    await make_account(served)
    visitor = Visitor(served)
    asked = await visitor.get("/admin/log?kind=people")
    assert asked.status_code == 303
    assert asked.headers["location"] == "/admin/sign-in?next=%2Fadmin%2Flog%3Fkind%3Dpeople"
    form = await visitor.get(asked.headers["location"])
    next_path = field(form.text, "next")
    fields = {"name": "ZhangSan", "password": PASSWORD, "next": next_path}
    entered = await visitor.post("/admin/sign-in", fields)
    assert (entered.status_code, entered.headers["location"]) == (303, "/admin/log?kind=people")
    page = await visitor.get("/admin/log?kind=people")
    assert page.status_code == 200
    assert NAME in page.text


@pytest.mark.parametrize("path", ["/admin", "/admin/log", "/admin/sign-in", "/admin/nothing"])
async def test_no_page_is_kept_or_listed(served: Served, path: str) -> None:
    for visitor in (Visitor(served), await signed_in(served)):
        answer = await visitor.get(path)
        assert answer.headers.get_list("cache-control") == ["no-store"]
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_an_act_is_done_in_the_name_of_who_is_signed_in(served: Served) -> None:
    (span,) = await served.batch()
    visitor = await signed_in(served)
    fields = {"key": "k", "batch": span.batch, "reason": "电话印错"}
    answer = await visitor.post("/admin/try", fields)
    assert answer.text == f"{NAME} {span.batch}"
    assert answer.headers["cache-control"] == "no-store"
    page = (await visitor.get("/admin/log")).text
    assert f"<td>{NAME}<td>停用了批次{span.batch}：电话印错" in page


async def test_a_form_sent_twice_acts_once_and_other_contents_act_anew(served: Served) -> None:
    (first,) = await served.batch()
    (second,) = await served.batch()
    visitor = await signed_in(served)
    for span in (first, first, second):
        fields = {"key": "k", "batch": span.batch, "reason": "电话印错"}
        assert (await visitor.post("/admin/try", fields)).status_code == 200
    other = await visitor.post("/admin/try", {"key": "other", "batch": first.batch, "reason": "x"})
    assert other.status_code == 409
    ranges = await served.state.office.driver.read(batches.ranges)
    assert {span.is_recalled for span in ranges} == {True}


async def test_the_key_of_one_person_is_not_that_of_another(served: Served) -> None:
    (span,) = await served.batch()
    fields = {"key": "k", "batch": span.batch, "reason": "电话印错"}
    assert (await (await signed_in(served)).post("/admin/try", fields)).status_code == 200
    other = await signed_in(served, "lisi")
    assert (await other.post("/admin/try", fields)).status_code == 409


async def test_a_form_without_its_key_does_nothing(served: Served) -> None:
    (span,) = await served.batch()
    visitor = await signed_in(served)
    answer = await visitor.post("/admin/try", {"batch": span.batch, "reason": "x"})
    assert answer.status_code == 400
    assert "表单不完整" in answer.text


async def test_what_was_typed_when_the_session_ended_is_kept_and_can_be_sent(
    served: Served, clock: Clock
) -> None:
    (span,) = await served.batch()
    visitor = await signed_in(served)
    clock.at += IDLE_MS
    typed = {"key": "k", "batch": str(span.batch), "reason": '电话"印错"\n第二行'}
    asked = await visitor.post("/admin/try?step=2", typed)
    assert asked.status_code == 403
    assert "刚才提交的内容还没有办理" in asked.text
    again = {name: field(asked.text, name) for name in ("next", "carried")}
    assert 'action="/admin/sign-in/kept" method="post" enctype="multipart/form-data"' in asked.text
    wrong = await visitor.post("/admin/sign-in/kept", again | {"name": NAME, "password": "wrong"})
    assert field(wrong.text, "carried") == again["carried"]
    resumed = await visitor.post(
        "/admin/sign-in/kept", again | {"name": NAME, "password": PASSWORD}
    )
    assert resumed.status_code == 200
    assert 'action="/admin/try?step=2"' in resumed.text
    assert "<dt>原因<dd>电话&#34;印错&#34;\n第二行</div>" in resumed.text
    assert "/admin/language/" not in asked.text + resumed.text  # it would lose what was typed
    kept = {name: field(resumed.text, name) for name in typed}
    assert kept == typed
    assert (await visitor.post("/admin/try", kept)).text == f"{NAME} {span.batch}"


async def test_a_file_or_a_long_text_that_cannot_be_kept_is_told(
    served: Served, clock: Clock
) -> None:
    visitor = Visitor(served)
    files = {"placements": ("投放点.csv", b"a,b\n", "text/csv")}
    with_file = await visitor.post("/admin/try", {"key": "k"}, files=files)
    assert "文件不能留下，登录后要重新选择：投放点.csv" in with_file.text
    long = await visitor.post("/admin/try", {"reason": "x" * 50_000})
    assert "没能留下" in long.text
    assert 'name="carried"' not in long.text


async def test_a_body_without_end_is_cut(served: Served) -> None:
    stranger, staff = Visitor(served), await signed_in(served)
    door = await stranger.post("/admin/sign-in", {"name": "x" * forms.DOOR.most})
    page = await staff.post("/admin/try", {"reason": "x" * forms.DESK.most})
    many = await staff.post("/admin/try", {f"reason{n}": "x" for n in range(forms.DESK.fields + 1)})
    batch = await staff.post("/admin/batches/new", {"listed": "x" * forms.BATCH.most})
    assert [one.status_code for one in (door, page, many, batch)] == [413] * 4
    assert "超过8 KB" in door.text
    assert "超过16 KB" in page.text
    assert "超过24栏" in many.text
    assert "超过4 MB" in batch.text
    mangled = {"origin": "https://mbk.example.gov.cn", "content-type": "multipart/form-data"}
    broken = await staff.post("/admin/try", {"reason": "x"}, headers=mangled)
    assert broken.status_code == 400


async def test_every_failure_is_told_in_the_frame(served: Served) -> None:
    visitor = await signed_in(served)
    for path, status, sentence in (
        ("/admin/problem", 422, "请写明停用的原因。"),
        ("/admin/fail", 500, "服务出了错，已经记下"),
        ("/admin/nothing/at/all", 404, "没有这个页面"),
    ):
        answer = await visitor.get(path)
        assert answer.status_code == status
        assert sentence in answer.text
        assert "退出登录" in answer.text
        assert "secret detail" not in answer.text


async def test_the_rail_marks_the_page_that_is_shown(served: Served) -> None:
    visitor = await signed_in(served)
    page = (await visitor.get("/admin/log")).text
    assert page.count('aria-current="page"') == 1
    assert '<a href="/admin/log" aria-current="page">日志</a>' in page
    assert "样稿" in page
    assert 'aria-current="page"' not in (await visitor.get("/admin/nothing")).text


async def test_a_language_is_remembered_and_the_page_stays(served: Served) -> None:
    visitor = await signed_in(served)
    page = await visitor.get("/admin/log?kind=people")
    assert 'href="/admin/language/en?next=%2Fadmin%2Flog%3Fkind%3Dpeople"' in page.text
    chosen = await visitor.get("/admin/language/en?next=%2Fadmin%2Flog%3Fkind%3Dpeople")
    assert chosen.headers["location"] == "/admin/log?kind=people"
    english = await visitor.get("/admin/log?kind=people")
    assert '<html lang="en">' in english.text
    assert "Signed in (from 127.0.0.1)" in english.text
    assert (await visitor.get("/admin/language/fr")).status_code == 404
    astray = await visitor.get("/admin/language/zh?next=//evil.example")
    assert astray.headers["location"] == "/admin"


async def test_under_a_path_every_address_and_cookie_follows_it(
    settings: Settings, clock: Clock
) -> None:
    moved = settings.model_copy(update={"public_url": "https://www.example.gov.cn/mbk"})
    async with serving(moved, now=clock) as served:
        for base in ("/mbk", ""):  # a proxy passes the path on, or takes it away
            await make_account(served, f"zhang{base.strip('/')}")
            visitor = Visitor(served, origin="https://www.example.gov.cn", base=base)
            asked = await visitor.get("/admin/log")
            assert asked.headers["location"] == "/mbk/admin/sign-in?next=%2Fadmin%2Flog"
            fields = {"name": f"zhang{base.strip('/')}", "password": PASSWORD}
            entered = await visitor.post("/admin/sign-in", fields | {"next": "/admin/log"})
            assert entered.headers["location"] == "/mbk/admin/log"
            cookies = entered.headers.get_list("set-cookie")
            assert "Path=/mbk;" in next(c for c in cookies if "session" in c)
            assert "Path=/mbk/admin;" in next(c for c in cookies if "known" in c)
            page = (await visitor.get("/admin/log")).text
            assert 'href="/mbk/admin/log"' in page
            assert 'action="/mbk/admin/sign-out"' in page
            assert 'href="/admin' not in page
            out = await visitor.post("/admin/sign-out", {})
            assert out.headers["location"] == "/mbk/admin/sign-in?note=out"
            assert "Path=/mbk;" in out.headers["set-cookie"]
            assert (await visitor.get("/admin/")).headers["location"] == "/mbk/admin"
