"""Probes are answered to anybody, figures and reasons to who watches the service."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from kiosk.acts.token import RevokeToken, digest_of, new_token
from kiosk.config import Settings
from kiosk.recorder.alarms import Alarm
from kiosk.store.sqlite_library import sqlite3
from kiosk.web.watchers import is_loopback
from tests.make import Clock
from tests.serving import Served, serving
from tests.wire import CLOSE, HOST, exchange, status

_WORD = {"status": "ready"}


def body(received: bytes) -> dict[str, object]:
    return dict(json.loads(received.partition(b"\r\n\r\n")[2]))


@pytest.mark.parametrize(
    "asked",
    [
        b"GET %s HTTP/1.1\r\nHost: 10.3.4.5\r\n" + CLOSE,
        b"GET %s HTTP/1.1\r\nHost: 10.3.4.5:8443\r\n" + CLOSE,
        b"GET %s HTTP/1.1\r\nHost: pool_of_cards\r\n" + CLOSE,
        b"GET %s HTTP/1.1\r\nHost:\r\n" + CLOSE,
        b"GET %s HTTP/1.1\r\n" + CLOSE,
        b"GET %s HTTP/1.0\r\n\r\n",
        b"GET %s HTTP/1.0\r\nHost: 10.3.4.5\r\n\r\n",
        b"GET %s?from=balancer HTTP/1.1\r\nHost: 10.3.4.5\r\n" + CLOSE,
    ],
)
@pytest.mark.parametrize("path", [b"/healthz", b"/readyz"])
async def test_a_balancer_may_ask_by_any_name(served: Served, asked: bytes, path: bytes) -> None:
    received = await exchange(served, asked % path)
    assert status(received) == 200
    assert b"\r\nconnection: close\r\n" in received
    assert b"chunked" not in received


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        (b"Host: 10.3.4.5/x\r\n", 400),
        (b"Host: a@10.3.4.5\r\n", 400),
        (b"Host: 10.3.4.5\r\nHost: 10.3.4.5\r\n", 400),
    ],
)
async def test_a_probe_must_still_be_well_formed(
    served: Served, host: bytes, expected: int
) -> None:
    received = await exchange(served, b"GET /healthz HTTP/1.1\r\n" + host + CLOSE)
    assert status(received) == expected


async def test_under_a_path_probes_are_answered_there_too(settings: Settings, clock: Clock) -> None:
    under = settings.model_copy(update={"public_url": "https://www.example.gov.cn/mbk"})
    async with serving(under, now=clock) as served:
        for path in (b"/mbk/readyz", b"/readyz"):
            asked = b"GET %s HTTP/1.1\r\nHost: 10.3.4.5\r\n" % path
            assert status(await exchange(served, asked + CLOSE)) == 200
        asked = b"GET /mbk/ HTTP/1.1\r\nHost: 10.3.4.5\r\n" + CLOSE
        assert status(await exchange(served, asked)) == 421


@pytest.mark.parametrize(
    "extra",
    [
        b"X-Forwarded-For: 1.2.3.4\r\n",
        b"Forwarded: for=1.2.3.4\r\n",
        b"X-Real-IP: 1.2.3.4\r\n",
        b"Via: 1.1 proxy\r\n",
        b"Authorization: Bearer wrong\r\nVia: 1.1 proxy\r\n",
    ],
)
async def test_what_a_proxy_passes_on_is_told_one_word(served: Served, extra: bytes) -> None:
    asked = b" HTTP/1.1\r\nHost: localhost\r\n" + extra + CLOSE
    assert body(await exchange(served, b"GET /readyz" + asked)) == _WORD
    metrics = await exchange(served, b"GET /metrics" + asked)
    assert status(metrics) == 401
    assert b"\r\nwww-authenticate: Bearer realm=" in metrics
    assert b"mingbai_" not in metrics


async def test_the_public_name_is_told_one_word_even_from_here(served: Served) -> None:
    received = await exchange(served, b"GET /readyz HTTP/1.1\r\n" + HOST + CLOSE)
    assert body(received) == _WORD
    assert status(await exchange(served, b"GET /metrics HTTP/1.1\r\n" + HOST + CLOSE)) == 401


async def test_a_token_sees_figures_from_anywhere_until_it_is_revoked(served: Served) -> None:
    token = new_token()
    await served.do("token.add", name="monitor", digest=digest_of(token))
    passed_on = {"x-forwarded-for": "1.2.3.4", "authorization": f"Bearer {token}"}
    told = (await served.client.get("/readyz", headers=passed_on)).json()
    assert told["status"] == "ready"
    assert {"unrecorded", "spooled", "spooled_for_s", "alarms"} <= told.keys()
    assert (await served.client.get("/metrics", headers=passed_on)).status_code == 200
    await served.do(RevokeToken("monitor"))
    assert (await served.client.get("/readyz", headers=passed_on)).json() == _WORD
    assert (await served.client.get("/metrics", headers=passed_on)).status_code == 401


async def test_this_machine_sees_what_is_wrong(served: Served, clock: Clock) -> None:
    served.state.alarms.set(Alarm.LOSING, at=clock(), n=3)
    told = (await served.client.get("/readyz")).json()
    assert told["alarms"] == [{"alarm": "losing-scans", "since": clock(), "n": 3}]
    stranger = {"x-forwarded-for": "1.2.3.4"}
    answer = await served.client.get("/readyz", headers=stranger)
    assert (answer.status_code, answer.json()) == (503, {"status": "losing-scans"})


async def test_without_its_database_a_stranger_is_told_so_in_a_word(
    settings: Settings, clock: Clock
) -> None:
    async with serving(settings, now=clock) as served:
        stranger = {"x-forwarded-for": "1.2.3.4"}
        assert (await served.client.get("/readyz", headers=stranger)).status_code == 200
        with closing(sqlite3.connect(served.state.folder / "kiosk.sqlite3")) as broken:
            broken.execute("alter table meta rename to gone")
            broken.commit()
        served.state._answered = (float("-inf"), True)
        answer = await served.client.get("/readyz", headers=stranger)
        assert (answer.status_code, answer.json()) == (503, {"status": "database-failed"})
        # Who asks again and again is answered without the database.
        with closing(sqlite3.connect(served.state.folder / "kiosk.sqlite3")) as mended:
            mended.execute("alter table gone rename to meta")
            mended.commit()
        assert (await served.client.get("/readyz", headers=stranger)).status_code == 503


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("::ffff:10.0.0.1", False),
        ("10.0.0.1", False),
        ("", False),
    ],
)
def test_loopback_is_this_machine_however_it_is_written(address: str, expected: bool) -> None:
    assert is_loopback(address) is expected
