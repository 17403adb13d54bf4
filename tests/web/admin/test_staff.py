"""Pages of the administration let in who is signed in, and take only forms of their own."""

from __future__ import annotations

import pytest

from tests.serving import Served
from tests.web.admin.visitor import Visitor, field, make_account, signed_in


async def test_whoever_signs_in_comes_back_to_the_page_they_asked_for(served: Served) -> None:
    await make_account(served)
    visitor = Visitor(served)
    asked = await visitor.get("/admin/log?kind=people")
    assert asked.status_code == 303
    assert asked.headers["location"] == "/admin/sign-in?next=%2Fadmin%2Flog%3Fkind%3Dpeople"
    form = await visitor.get(asked.headers["location"])
    next_path = field(form.text, "next")
    fields = {"name": "ZhangSan", "password": "四棵柳树 两口清泉 一座桥", "next": next_path}
    entered = await visitor.post("/admin/sign-in", fields)
    assert (entered.status_code, entered.headers["location"]) == (303, "/admin/log?kind=people")
    page = await visitor.get("/admin/log?kind=people")
    assert page.status_code == 200
    assert "zhangsan" in page.text


@pytest.mark.parametrize("path", ["/admin", "/admin/log", "/admin/sign-in", "/admin/nothing"])
async def test_no_page_is_kept_or_listed(served: Served, path: str) -> None:
    for visitor in (Visitor(served), await signed_in(served)):
        answer = await visitor.get(path)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
