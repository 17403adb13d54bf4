"""The Host of a request: read strictly, remembered only where it is ours, and boundedly."""

from __future__ import annotations

import pytest

from kiosk.web.http.host import KEPT, Hosts, host_name
from tests.serving import Served
from tests.wire import CLOSE, exchange, status

_OURS = "mbk.example.gov.cn"


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        (b"mbk.example.gov.cn", _OURS),
        (b"MBK.Example.gov.cn:8443", _OURS),
        (b"mbk.example.gov.cn:0", _OURS),
        (b"mbk.example.gov.cn:65535", _OURS),
        (b"mbk.example.gov.cn:65536", None),
        (b"mbk.example.gov.cn:", None),
        (b"mbk.example.gov.cn:80a", None),
        (b"mbk.example.gov.cn:8000000", None),
        (b"[::1]:8000", "::1"),
        (b"[::1", None),
        (b"::1", None),
        (b"", None),
        (b"a@mbk.example.gov.cn", None),
        (b"a:b@mbk.example.gov.cn", None),
        (b"mbk.example.gov.cn/x", None),
        (b"mbk.example.gov.cn?x", None),
        (b"mbk.example.gov.cn#x", None),
        (b"mbk.example.gov.cn,mbk.example.gov.cn", None),
        (b"mbk.example.gov.cn mbk.example.gov.cn", None),
        (b"mbk%2eexample.gov.cn", None),
        (b"mbk.example.gov.cn\n", None),
        ("明白卡.cn".encode(), None),
        (b"a" * 254, None),
    ],
)
def test_a_host_is_a_name_and_a_port(host: bytes, expected: str | None) -> None:
    assert host_name(host) == expected


def test_only_hosts_that_are_ours_are_remembered_and_no_more_than_a_few() -> None:
    hosts = Hosts([_OURS])
    for number in range(10_000):
        assert hosts.has(b"localhost:%d" % number)
        assert hosts.has(b"evil%d.example" % number) is False
        assert hosts.has(b"localhost:x%d" % number) is None
    assert len(hosts._ours) == KEPT


@pytest.mark.parametrize(
    "host",
    [b"localhost/x", b"x@localhost", b"localhost?x", b"localhost:" + b"9" * 15_000, b"localhost:"],
)
@pytest.mark.parametrize("path", [b"/", b"/healthz", b"/S/nothing"])
async def test_a_malformed_host_is_refused_everywhere(
    served: Served, host: bytes, path: bytes
) -> None:
    received = await exchange(
        served, b"GET " + path + b" HTTP/1.1\r\nHost: " + host + b"\r\n" + CLOSE
    )
    assert status(received) == 400
