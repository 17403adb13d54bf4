"""Cards whose time is over: a plain page that leads on, and no person counted."""

from __future__ import annotations

import pytest

from tests.serving import Served

pytestmark = pytest.mark.faults


async def test_a_card_of_a_retired_key_is_told_plainly_leads_on_and_counts_nobody(
    served: Served,
) -> None:
    """G5. Nothing tells a retired key's card from a forged one; its page leads to the services."""
    (span,) = await served.batch()
    code = served.code(span)
    await served.do("key.rotate")
    assert (await served.client.get(f"/S/{code}")).status_code == 200
    counted = await served.waterfall()
    await served.do("key.retire", key=served.state.office.signer.keys[-1].id)
    answer = await served.client.get(f"/S/{code}")
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"
    assert "/check" in answer.text
    assert 'href="/"' in answer.text
    assert (await served.waterfall())["person"] == counted["person"] == 1
