"""Who opens: read from headers, and from a proxy only where it is trusted."""

from __future__ import annotations

import pytest

from kiosk.domain.scan import Sign
from kiosk.web.http.visitors import read_visitor

PROXIES = frozenset({"10.0.0.1", "10.0.0.2"})


def address(forwarded: list[str], peer: str) -> str:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    visitor = read_visitor(headers, peer, proxies=PROXIES, is_secure=True)
    return visitor.visit.address


@pytest.mark.parametrize(
    ("forwarded", "peer", "expected"),
    [
        ([], "10.0.0.1", "10.0.0.1"),
        (["1.2.3.4"], "10.0.0.1", "1.2.3.4"),
        (["6.6.6.6, 1.2.3.4"], "10.0.0.1", "1.2.3.4"),
        (["6.6.6.6, 1.2.3.4, 10.0.0.2"], "10.0.0.1", "1.2.3.4"),
        (["6.6.6.6", "1.2.3.4"], "10.0.0.1", "1.2.3.4"),
        (["1.2.3.4"], "9.9.9.9", "9.9.9.9"),
        (["10.0.0.2"], "10.0.0.1", "10.0.0.1"),
        ([" , "], "10.0.0.1", "10.0.0.1"),
        (["1.2.3.4:5678"], "10.0.0.1", "1.2.3.4"),
        (["[2001:db8::1]:5678"], "10.0.0.1", "2001:db8::1"),
        (["2001:db8::1"], "10.0.0.1", "2001:db8::1"),
        (["::ffff:1.2.3.4"], "10.0.0.1", "::ffff:1.2.3.4"),
        # What is no address is kept nowhere: whoever passes it on is named.
        (["unknown"], "10.0.0.1", "10.0.0.1"),
        (["1.2.3.4, <script>"], "10.0.0.1", "10.0.0.1"),
        (["1.2.3.4, " + "9" * 9_000], "10.0.0.1", "10.0.0.1"),
    ],
)
def test_the_last_address_that_is_no_proxy_counts(
    forwarded: list[str], peer: str, expected: str
) -> None:
    assert address(forwarded, peer) == expected


@pytest.mark.parametrize("is_secure", [True, False])
def test_fetch_metadata_is_a_sign_over_https_only(is_secure: bool) -> None:
    headers = [(b"sec-fetch-mode", b"navigate"), (b"user-agent", b"A"), (b"accept-encoding", b"br")]
    visitor = read_visitor(headers, "1.1.1.1", proxies=frozenset(), is_secure=is_secure)
    assert bool(visitor.visit.signs & Sign.FETCH_METADATA) is is_secure
    assert bool(visitor.visit.signs & Sign.SECURE) is is_secure
    assert (visitor.visit.agent, visitor.accept_encoding) == (b"A", b"br")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        (b"sec-purpose", b"prefetch;prerender", True),
        (b"purpose", b"prefetch", True),
        (b"x-purpose", b"preview", True),
        (b"x-moz", b"prefetch", True),
        (b"sec-purpose", b"", False),
    ],
)
def test_a_prefetch_says_so(name: bytes, value: bytes, expected: bool) -> None:
    visitor = read_visitor([(name, value)], "1.1.1.1", proxies=frozenset(), is_secure=True)
    assert visitor.visit.is_prefetch is expected


def test_one_purpose_among_many_is_enough() -> None:
    headers = [(b"sec-purpose", b"prefetch"), (b"sec-purpose", b"")]
    visitor = read_visitor(headers, "1.1.1.1", proxies=frozenset(), is_secure=True)
    assert visitor.visit.is_prefetch


def test_a_browser_names_a_language() -> None:
    for headers, is_mute in (([], True), ([(b"accept-language", b"zh-CN")], False)):
        visitor = read_visitor(headers, "1.1.1.1", proxies=frozenset(), is_secure=True)
        assert bool(visitor.visit.signs & Sign.NO_LANGUAGE) is is_mute
