"""What anybody can provoke is ready: no template is filled in for it, whatever is asked."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable

import httpx
import jinja2
import pytest

from kiosk.domain.placement import PlacementKind
from tests.make import spot
from tests.serving import Served
from tests.web.admin.visitor import Visitor, make_account

CODE = "0123456789AB"


class Renders:
    """How many templates were filled in."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        render = jinja2.Template.render

        def counted(template: jinja2.Template, *args: object, **places: object) -> str:
            self.count += 1
            return render(template, *args, **places)

        monkeypatch.setattr(jinja2.Template, "render", counted)


@pytest.fixture
def renders(monkeypatch: pytest.MonkeyPatch) -> Renders:
    return Renders(monkeypatch)


def word() -> str:
    return secrets.token_hex(8)


@pytest.mark.parametrize("language", ["", "/en"])
async def test_no_template_is_filled_in_for_strangers(
    served: Served, renders: Renders, language: str
) -> None:
    """Each way twice, with another word each time: the second time nothing is rendered."""
    await make_account(served)
    (card,) = await served.batch()
    (gone,) = await served.batch()
    (hall, *_) = await served.batch(spot(kind=PlacementKind.KIOSK))
    (gone_hall, *_) = await served.batch(spot(name="另一个大厅", kind=PlacementKind.KIOSK))
    for span in (gone, gone_hall):
        await served.do("batch.recall", batch=span.batch, reason="电话印错", replacement=None)
    codes = {span: served.code(span) for span in (card, gone, hall, gone_hall)}
    visitor = Visitor(served)
    if language:
        visitor.cookies["mbk_language"] = "en"
    origin = {"origin": served.state.office.settings.public_url}

    async def post(path: str, *, headers: dict[str, str] = origin, **fields: str) -> httpx.Response:
        return await visitor.post(path, fields, headers=headers)

    ways: dict[str, Callable[[], Awaitable[httpx.Response]]] = {
        "nothing": lambda: visitor.get(f"{language}/nothing/{word()}"),
        "a file": lambda: visitor.get(f"/{word()}.txt"),
        "no service": lambda: visitor.get(f"{language}/services/{word()}"),
        "no method": lambda: served.client.request("PUT", f"{language}/check?x={word()}"),
        "look a code up": lambda: visitor.get(f"{language}/check?x={word()}"),
        "look a wrong code up": lambda: visitor.get(f"{language}/check?code={word()}"),
        "look a code up that is": lambda: visitor.get(
            f"{language}/check?code={codes[card]}&x={word()}"
        ),
        "look a code up that is gone": lambda: visitor.get(f"{language}/check?code={codes[gone]}"),
        "no code": lambda: visitor.get(f"/S/{word()}"),
        "a forged code": lambda: visitor.get(f"/S/{CODE}?x={word()}"),
        "a card of no more": lambda: visitor.get(f"/S/{codes[gone]}?x={word()}"),
        "a card spelt otherwise": lambda: visitor.get(
            f"/S/{codes[gone][:4]}-{codes[gone][4:].lower()}?x={word()}"
        ),
        "a card's other service": lambda: visitor.get(f"/S/{codes[card]}/{word()}"),
        "no screen": lambda: visitor.get(f"/kiosk/{word()}"),
        "a card on a screen": lambda: visitor.get(f"/kiosk/{codes[card]}?x={word()}"),
        "a screen's missing service": lambda: visitor.get(f"/kiosk/{codes[hall]}/{word()}"),
        "a screen of no more": lambda: visitor.get(f"/kiosk/{codes[gone_hall]}?x={word()}"),
        "no badge": lambda: visitor.get(f"{language}/staff/{word()}"),
        "no clerk": lambda: visitor.get(f"{language}/C/{word()}"),
        "a form from elsewhere": lambda: post(
            "/admin/sign-in", headers={"origin": f"https://{word()}.example"}
        ),
        "a form too long": lambda: post("/admin/sign-in", name="x" * 9_000 + word()),
        "a form with too much": lambda: visitor.post(
            "/admin/begin", {word(): "" for _ in range(9)}, headers=origin
        ),
        "a door": lambda: visitor.get(f"/admin/sign-in?next=/admin/{word()}"),
        "a door after the session": lambda: visitor.get(f"/admin/sign-in?note=over&{word()}"),
        "a desk page": lambda: visitor.get(f"/admin/{word()}"),
        "a form to the desk": lambda: post(f"/admin/{word()}", reason=word()),
        "a wrong password": lambda: post("/admin/sign-in", name=word(), password=word()),
        "no password": lambda: post("/admin/sign-in", name=word()),
        "a name too long": lambda: post("/admin/sign-in", name="x" * 200 + word(), password="x"),
        "a link of no more": lambda: visitor.get(f"/admin/begin?token={word()}"),
        "no token": lambda: visitor.get(f"/api/v1/stale?x={word()}"),
        "a wrong token": lambda: visitor.get("/api/v1/stale", authorization=f"Bearer {word()}"),
        "an enrolment": lambda: visitor.post("/api/v1/kiosk/enrol", {"x": word()}),
    }
    statuses = {}
    for name, ask in ways.items():
        first = await ask()
        before = renders.count
        answer = await ask()
        assert renders.count == before, name
        assert answer.status_code == first.status_code
        statuses[name] = answer.status_code
    assert renders.count > 10
    assert {name for name, status in statuses.items() if status == 200} == {
        "look a code up",
        "look a wrong code up",
        "look a code up that is",
        "look a code up that is gone",
        "a door",
        "a door after the session",
    }
    assert not {status for status in statuses.values() if status >= 500}
    assert statuses["no method"] == 405
    assert statuses["a card of no more"] == statuses["a link of no more"] == 410
    assert statuses["a form too long"] == statuses["a form with too much"] == 413


async def test_while_guesses_wait_the_door_says_so_without_a_template(
    served: Served, renders: Renders
) -> None:
    await make_account(served)
    stranger = Visitor(served)
    answers = [await stranger.sign_in("zhangsan", "wrong") for _ in range(6)]
    before = renders.count
    answers += [await stranger.sign_in("zhangsan", "wrong") for _ in range(3)]
    assert renders.count == before
    assert [answer.status_code for answer in answers] == [403] * 5 + [429] * 4


async def test_a_batch_that_is_recalled_is_looked_up_anew(served: Served) -> None:
    (span,) = await served.batch()
    code = served.code(span)
    assert "已停用" not in (await served.client.get(f"/check?code={code}")).text
    await served.do("batch.recall", batch=span.batch, reason="电话印错", replacement=None)
    page = (await served.client.get(f"/check?code={code}")).text
    assert "电话印错" in page


async def test_what_is_shown_of_a_request_hides_and_breaks_nothing(served: Served) -> None:
    bad = "%E2%80%AE%EE%80%81%00%3Cb%3E"  # a direction, a place of the page, NUL, markup
    for path in (f"/S/{bad}", f"/check?code={bad}", f"/kiosk/{bad}"):
        page = await served.client.get(path)
        assert "\ufffd\ufffd\ufffd&lt;b&gt;" in page.text, path
        assert not {"\u202e", "\x00", "\ue001"} & set(page.text)
    stranger = Visitor(served)
    door = await stranger.post("/admin/sign-in", {"name": "\u202e\ue003\ue000<b>", "password": ""})
    assert 'value="\ufffd\ufffd\ufffd&lt;b&gt;"' in door.text


async def test_the_pages_that_are_kept_are_bounded(served: Served) -> None:
    answers = served.state.answers
    for _ in range(30):
        await served.client.get(f"/{word()}")
        await served.client.get(f"/check?code={word()}")
        await served.client.get(f"/admin/sign-in?next=/admin/{word()}&note={word()}")
        await served.client.get(f"/admin/begin?token={word()}")
        await served.client.get(f"/C/{word()}")
        await Visitor(served).post("/admin/sign-in", {"name": word()})
    assert len(answers._sheets) + len(answers._spliced) < 12


async def test_a_program_without_a_token_is_told_how_to_ask(served: Served) -> None:
    without = await served.client.get("/api/v1/stale")
    wrong = await served.client.get("/api/v1/stale", headers={"authorization": "Bearer x"})
    assert (without.status_code, wrong.status_code) == (401, 401)
    assert without.headers["www-authenticate"] == 'Bearer realm="mingbai"'
    assert wrong.headers["www-authenticate"] == 'Bearer realm="mingbai", error="invalid_token"'
