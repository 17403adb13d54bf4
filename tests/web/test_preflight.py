"""预检 for programs: the verdict that the desk shows, and a way to ask for one."""

from __future__ import annotations

import pytest

from kiosk.web.files import preflight
from tests.preflighted import verdict
from tests.serving import Served
from tests.web.test_print_files import CARD, bearer

WHERE = "/api/v1/batches/B0001/preflight"


async def test_the_verdict_is_told_with_its_report(served: Served) -> None:
    await served.batch()
    headers = await bearer(served)
    nothing = {"batch": "B0001", "state": "planned", "verdict": None, "examining": None}
    assert (await served.client.get(WHERE, headers=headers)).json() == nothing
    kept = await verdict(served.state.office, "B0001")
    await served.do("batch.preflight", **kept)
    told = (await served.client.get(WHERE, headers=headers)).json()["verdict"]
    assert (told["passed"], told["current"], told["report"]) == (True, True, kept["report"])


async def test_who_has_no_token_and_what_is_not_there(served: Served) -> None:
    await served.batch()
    headers = await bearer(served)
    for method in ("GET", "POST"):
        assert (await served.client.request(method, WHERE)).status_code == 401
        other = WHERE.replace("B0001", "B0009")
        gone = await served.client.request(method, other, headers=headers)
        assert (gone.status_code, gone.json()["code"]) == (404, "batch-not-found")


async def test_while_it_goes_on_it_says_how_far_it_is(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    await served.batch()
    headers = await bearer(served)
    monkeypatch.setattr(preflight, "PATIENCE_S", 0.1)
    answer = await served.client.post(WHERE, headers=headers)
    told = answer.json()
    assert (answer.status_code, told["verdict"]) == (202, None)
    assert 0 <= told["examining"]["done"] <= told["examining"]["total"]
    again = await served.client.get(WHERE, headers=headers)
    assert (again.status_code, again.json()["examining"].keys()) == (200, told["examining"].keys())


@pytest.mark.slow
async def test_a_program_has_a_batch_examined(served: Served) -> None:
    await served.batch(services=[""], design=CARD)
    headers = await bearer(served)
    while (answer := await served.client.post(WHERE, headers=headers)).status_code == 202:
        pass
    told = answer.json()["verdict"]
    assert (told["passed"], told["current"], told["by"]) == (True, True, "token:印刷平台")
