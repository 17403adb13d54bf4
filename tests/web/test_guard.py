"""A bare install stands up to slow, huge and malformed requests without a proxy."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress

import pytest

from kiosk.web.http import guard
from tests.serving import Served
from tests.wire import CLOSE, HOST, exchange, status


@pytest.mark.parametrize(
    ("request_bytes", "expected"),
    [
        (b"GET /healthz HTTP/1.1\r\n" + HOST + CLOSE, 200),
        (b"GET /healthz HTTP/1.1\r\nHost: MBK.example.gov.cn:8443\r\n" + CLOSE, 200),
        (b"GET /healthz HTTP/1.1\r\nHost: [::1]:8000\r\n" + CLOSE, 200),
        (b"GET / HTTP/1.1\r\nHost: evil.example\r\n" + CLOSE, 421),
        (b"GET / HTTP/1.1\r\nHost: mbk.example.gov.cn.evil.example\r\n" + CLOSE, 421),
        (b"GET /healthz HTTP/1.1\r\n" + HOST + HOST + CLOSE, 400),
        (b"GET / HTTP/1.1\r\n" + CLOSE, 400),
        (b"GET / HTTP/1.0\r\n\r\n", 400),
        (b"GET / HTTP/1.0\r\n" + HOST + b"\r\n", 200),
        (b"GET /healthz\r\n\r\n", 505),
        (b"GET http://evil.example/healthz HTTP/1.1\r\n" + HOST + CLOSE, 421),
        (b"GET http://mbk.example.gov.cn/healthz HTTP/1.1\r\n" + HOST + CLOSE, 200),
        (b"GET /" + b"a" * 2_100 + b" HTTP/1.1\r\n" + HOST + CLOSE, 414),
        (b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 17_000 + b"\r\n" + CLOSE, 431),
        (b"GET /healthz HTTP/1.1\r\n" + HOST + b"X-Y: a\r\n" * 65 + CLOSE, 431),
        (
            b"POST /check HTTP/1.1\r\n"
            + HOST
            + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
        ),
        (b"POST /check HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: a\0b\r\n" + CLOSE, 400),
        (b"TRACE /healthz HTTP/1.1\r\n" + HOST + CLOSE, 405),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
    ],
)
async def test_what_is_not_plain_http_for_us_is_refused(
    served: Served, request_bytes: bytes, expected: int
) -> None:
    assert status(await exchange(served, request_bytes)) == expected


async def test_a_header_without_end_is_cut_before_it_is_kept(served: Served) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: ")
    sent = 0
    with suppress(ConnectionError):
        for _ in range(1_024):
            writer.write(b"a" * 65_536)
            await writer.drain()
            sent += 65_536
    assert sent < 8 * 1024 * 1024
    received = b""
    with suppress(ConnectionError):
        received = await reader.read()
    writer.close()
    assert status(received) in (0, 431)
    assert (await served.client.get("/healthz")).status_code == 200


async def test_slow_heads_silent_peers_and_slow_bodies_are_cut(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "HEAD_S", 0.3)
    monkeypatch.setattr(guard, "BODY_S", 0.3)
    monkeypatch.setattr(guard, "SWEEP_S", 0.05)
    trickles = [bytes([byte]) for byte in b"GET /healthz HTTP/1.1\r\n" + HOST]
    after_answer = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
    body = b"POST /check HTTP/1.1\r\n" + HOST + b"Content-Length: 10\r\n\r\n"
    start = asyncio.get_running_loop().time()
    silent, trickled, crlf, slow_body = await asyncio.gather(
        exchange(served),
        exchange(served, *trickles, wait=0.05),
        exchange(served, after_answer, *[b"\r\n"] * 20, wait=0.05),
        exchange(served, body, *[b"a"] * 9, wait=0.1),
    )
    assert asyncio.get_running_loop().time() - start < 4
    assert (silent, trickled) == (b"", b"")
    assert status(crlf) == 200
    assert status(slow_body) in (0, 405)
    assert not late_connections(served)


def late_connections(served: Served) -> list[object]:
    """Connections that still owe a request."""
    return [connection for connection in served.guard.crowd if connection._deadline is not None]


async def test_many_requests_on_one_connection_are_all_answered(served: Served) -> None:
    one = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
    received = await exchange(served, one * 300 + one.replace(b"\r\n\r\n", b"\r\n" + CLOSE))
    assert received.count(b"HTTP/1.1 200 OK") == 301


@pytest.mark.parametrize("method", [b"GET", b"HEAD", b"POST"])
@pytest.mark.parametrize("closing", [b"", b"Connection: close\r\n"])
@pytest.mark.parametrize("path", [b"/S/nothing", b"/services/QC10", b"/"])
async def test_an_answer_in_one_write_says_what_uvicorn_would_say(
    served: Served, monkeypatch: pytest.MonkeyPatch, method: bytes, closing: bytes, path: bytes
) -> None:
    request = method + b" " + path + b" HTTP/1.1\r\n" + HOST + closing + b"\r\n"
    last = b"GET /healthz HTTP/1.1\r\n" + HOST + CLOSE

    async def ask() -> tuple[set[bytes], bytes]:
        received = await exchange(served, request, last, wait=0.1)
        head, _, rest = received.partition(b"\r\n\r\n")
        lines = {line for line in head.split(b"\r\n") if not line.startswith(b"date:")}
        assert head.count(b"date:") == 1
        return lines, rest.partition(b"HTTP/1.1 200 OK")[0]

    whole = await ask()
    monkeypatch.setattr(guard.Guard, "_answer", lambda *_: False)
    assert await ask() == whole


async def test_answers_to_requests_that_did_not_wait_come_in_order(served: Served) -> None:
    services = [f"QC{number:02}".encode() for number in (10, 6, 5, 10, 1)]
    asked = [b"HEAD /services/" + name + b" HTTP/1.1\r\n" + HOST for name in services]
    last = b"Connection: close\r\n\r\n"
    alone = [re.findall(rb"etag: .*", await exchange(served, one + last)) for one in asked]
    together = re.findall(rb"etag: .*", await exchange(served, b"\r\n".join(asked) + last))
    assert together == [tag for tags in alone for tag in tags]
    assert len(set(together)) == 4


async def test_every_answer_carries_the_headers_of_security(served: Served) -> None:
    (span,) = await served.batch()
    for path in ("/", "/services/QC10", f"/S/{served.code(span)}", "/S/x", "/nothing", "/healthz"):
        headers = (await served.client.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["strict-transport-security"].startswith("max-age=31536000")
        assert "server" not in headers


async def test_a_body_in_crumbs_is_refused_and_one_in_chunks_is_not(served: Served) -> None:
    head = b"POST /check HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"
    crumbs = b"1\r\na\r\n" * (guard.CRUMBS + 1) + b"0\r\n\r\n"
    chunks = (b"100\r\n" + b"a" * 256 + b"\r\n") * 8 + b"0\r\n\r\n"
    received = await exchange(served, head + crumbs)
    assert b"HTTP/1.1 400 " in received
    last = b"GET /healthz HTTP/1.1\r\n" + HOST + CLOSE
    received = await exchange(served, head + chunks, last)
    assert received.startswith(b"HTTP/1.1 405 ")
    assert b"HTTP/1.1 200 " in received
