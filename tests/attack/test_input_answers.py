"""What anybody can provoke is ready: no template is filled in for it, whatever is asked."""

from __future__ import annotations

import secrets

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


# Every way to ask: LANG is the language's path, WORD another word each time.
OPENED = {
    "nothing": "LANG/nothing/WORD",
    "a file": "/WORD.txt",
    "no service": "LANG/services/WORD",
    "a code to look up": "LANG/check?x=WORD",
    "a wrong code looked up": "LANG/check?code=WORD",
    "a card looked up": "LANG/check?code=CARD&x=WORD",
    "a card of no more looked up": "LANG/check?code=GONE",
    "no code": "/S/WORD",
    "a forged code": f"/S/{CODE}?x=WORD",
    "a card of no more": "/S/GONE?x=WORD",
    "a card's other service": "/S/CARD/WORD",
    "no screen": "/kiosk/WORD",
    "a card on a screen": "/kiosk/CARD?x=WORD",
    "a screen's missing service": "/kiosk/HALL/WORD",
    "a screen of no more": "/kiosk/OLD?x=WORD",
    "no badge": "LANG/staff/WORD",
    "no clerk": "LANG/C/WORD",
    "a door": "/admin/sign-in?next=/admin/WORD",
    "a door after the session": "/admin/sign-in?note=over&WORD",
    "a desk page": "/admin/WORD",
    "a link of no more": "/admin/begin?token=WORD",
    "no token": "/api/v1/stale?x=WORD",
}
SENT: dict[str, tuple[str, dict[str, str]]] = {
    "a form too long": ("/admin/sign-in", {"name": "x" * 9_000 + "WORD"}),
    "a form with too much": ("/admin/begin", {f"WORD{n}": "" for n in range(9)}),
    "a form to the desk": ("/admin/WORD", {"reason": "WORD"}),
    "a wrong password": ("/admin/sign-in", {"name": "WORD", "password": "WORD"}),
    "no password": ("/admin/sign-in", {"name": "WORD"}),
    "a name too long": ("/admin/sign-in", {"name": "x" * 200 + "WORD", "password": "x"}),
    "an enrolment": ("/api/v1/kiosk/enrol", {"x": "WORD"}),
}


async def cards(served: Served) -> dict[str, str]:
    """Codes of a card, of one that was recalled, of a hall's and of a recalled hall's."""
    hall = spot(kind=PlacementKind.KIOSK)
    other = spot(name="另一个大厅", kind=PlacementKind.KIOSK)
    made = {
        "CARD": await served.batch(),
        "GONE": await served.batch(),
        "HALL": await served.batch(hall),
        "OLD": await served.batch(other),
    }
    for name in ("GONE", "OLD"):
        batch = made[name][0].batch
        await served.do("batch.recall", batch=batch, reason="电话印错", replacement=None)
    return {name: served.code(spans[0]) for name, spans in made.items()}


def filled(text: str, codes: dict[str, str]) -> str:
    for name, value in (codes | {"WORD": word()}).items():
        text = text.replace(name, value)
    return text


@pytest.mark.parametrize("language", ["", "/en"])
async def test_no_template_is_filled_in_for_strangers(
    served: Served, renders: Renders, language: str
) -> None:
    """Each way twice, with another word each time: the second time nothing is rendered."""
    await make_account(served)
    known = await cards(served) | {"LANG": language}
    visitor = Visitor(served)
    if language:
        visitor.cookies["mbk_language"] = "en"

    async def ask(way: str) -> int:
        if way in OPENED:
            return (await visitor.get(filled(OPENED[way], known))).status_code
        path, fields = SENT[way]
        typed = {filled(name, known): filled(value, known) for name, value in fields.items()}
        return (await visitor.post(filled(path, known), typed)).status_code

    statuses = {}
    for way in (*OPENED, *SENT):
        first, before = await ask(way), renders.count
        statuses[way] = await ask(way)
        assert (renders.count, statuses[way]) == (before, first), way
    assert renders.count > 10
    opened = {way for way, status in statuses.items() if status == 200}
    assert opened == {way for way in OPENED if "door" in way or "looked up" in way} | {
        "a code to look up"
    }
    assert not {status for status in statuses.values() if status >= 500}
    assert statuses["a card of no more"] == statuses["a link of no more"] == 410
    assert statuses["a form too long"] == statuses["a form with too much"] == 413


async def test_neither_is_one_for_a_strange_method_origin_or_token(
    served: Served, renders: Renders
) -> None:
    async def ask() -> list[int]:
        foreign = {"origin": f"https://{word()}.example"}
        token = {"authorization": f"Bearer {word()}"}
        answers = [
            await served.client.put(f"/check?x={word()}"),
            await served.client.post("/admin/sign-in", headers=foreign),
            await served.client.get("/api/v1/stale", headers=token),
        ]
        return [answer.status_code for answer in answers]

    assert await ask() == [405, 403, 401]
    before = renders.count
    assert await ask() == [405, 403, 401]
    assert renders.count == before


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
