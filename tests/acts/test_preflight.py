"""A batch is printed only as pre-flight passed it."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from typing import Any

import pytest

from kiosk.acts import Office
from kiosk.domain.problem import Problem
from kiosk.domain.workflow import Service
from kiosk.store import verdicts
from tests.acting import do
from tests.acts.test_catalogue import publish
from tests.make import spot, starter
from tests.preflighted import verdict

pytestmark = pytest.mark.on_every_store


@pytest.fixture
async def batch(office: Office) -> str:
    place = spot()
    spots = [
        {
            "district": place.district,
            "name": place.name,
            "kind": place.kind.value,
            "copies": place.copies,
        }
    ]
    args: dict[str, Any] = {
        "design": "a5-process",
        "services": ["QC10"],
        "spots": spots,
        "numbered": False,
    }
    return str((await do(office, "batch.create", **args))["batch"])


def retitled(name: str) -> Service:
    """A service whose card asks another question."""
    service = next(one for one in starter().services if one.id == name)
    return replace(service, card=replace(service.card, title="换一个问法？"))


async def printed(office: Office, batch: str, state: str = "printed") -> None:
    await do(office, "batch.set-state", batch=batch, state=state)


@pytest.mark.parametrize("state", ["printed", "delivered", "used_up"])
async def test_what_nobody_examined_is_not_printed(office: Office, batch: str, state: str) -> None:
    with pytest.raises(Problem, match="preflight-needed"):
        await printed(office, batch, state)


async def test_what_was_refused_is_not_printed_and_what_passed_is(
    office: Office, batch: str
) -> None:
    await do(office, "batch.preflight", **await verdict(office, batch, passed=False))
    with pytest.raises(Problem, match="preflight-refused"):
        await printed(office, batch)
    await do(office, "batch.preflight", **await verdict(office, batch))
    await printed(office, batch)
    await printed(office, batch, "delivered")


@pytest.mark.parametrize("change", ["office", "words", "program"])
async def test_a_verdict_on_other_artwork_counts_no_more(
    office: Office, batch: str, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await do(office, "batch.preflight", **await verdict(office, batch))
    if change == "office":
        office.settings = office.settings.model_copy(update={"site_operator": "济南市司法局"})
    elif change == "words":
        await publish(office, retitled("QC10"))
    else:
        monkeypatch.setattr("kiosk.batches.readiness.__version__", "another")
    with pytest.raises(Problem, match="preflight-outdated"):
        await printed(office, batch)


async def test_a_change_that_no_card_shows_leaves_the_verdict_good(
    office: Office, batch: str
) -> None:
    await do(office, "batch.preflight", **await verdict(office, batch))
    await publish(office, retitled("QC06"))
    await printed(office, batch)


async def test_a_verdict_is_kept_with_its_picture_in_place_of_the_last(
    office: Office, batch: str
) -> None:
    picture = b64encode(b"\x89PNG").decode()
    args = await verdict(office, batch, passed=False, picture=picture)
    await do(office, "batch.preflight", **args)
    found = await office.driver.read(lambda reader: verdicts.find(reader, batch))
    assert found is not None
    assert (found.is_passed, found.has_picture, found.by) == (False, True, "tester")
    shot = await office.driver.read(lambda reader: verdicts.picture(reader, batch))
    assert shot == b"\x89PNG"
    await do(office, "batch.preflight", **await verdict(office, batch))
    assert await office.driver.read(lambda reader: verdicts.picture(reader, batch)) is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"batch": "B0099"}, "batch-not-found"),
        ({"report": {"x": "x" * 300_000}}, "preflight-report-large"),
        ({"picture": b64encode(b"x" * 200_000).decode()}, "preflight-report-large"),
    ],
)
async def test_what_cannot_be_kept_is_refused(
    office: Office, batch: str, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Problem, match=code):
        await do(office, "batch.preflight", **(await verdict(office, batch) | changes))
