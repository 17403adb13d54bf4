"""The worst that can be sent to an address, by kind; each about at its limit, and twice that.

Limits are those of the program (`kiosk.web.http.guard`, the forms of each route); where one is
moved these sizes still stand around it, because they grow by doubling.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count
from typing import Final

from tests.attack.wire import request
from tests.faults.process import HOST

FORM: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data; boundary=b"
ORIGIN: Final = ("Origin", f"https://{HOST}")
MARKS: Final = "\u0316\u0300"  # each pair is put in order anew: the square of their number
_COOKIES: Final = ("mbk_session", "__Secure-mbk_session", "__Host-mbk_session", "mbk_known")
_FRESH: Final = count(1)

Input = Callable[[str, str], bytes]
"""Of a method and a path the whole request, new each time."""


def fresh(size: int) -> str:
    """A text that was never sent before."""
    return f"{next(_FRESH):012x}".ljust(size, "x")[:size]


def _with(name: str, value: Callable[[], str]) -> Input:
    return lambda method, path: _plain(method, path, (name, value()))


def _plain(method: str, path: str, *headers: tuple[str, str]) -> bytes:
    body = b"" if method == "POST" else None
    return request(method, path, ORIGIN, *headers, body=body)


def _slashes(size: int) -> Input:
    """CVE-2024-7592: each backslash is looked for again from the start."""
    text = "\\" * size

    def made(method: str, path: str) -> bytes:
        return _plain(method, path, ("Cookie", f'{_COOKIES[size % 4]}="{text}"'))

    return made


def _query(text: str, size: int) -> Input:
    def made(method: str, path: str) -> bytes:
        return _plain(method, f"{path}?n={fresh(12)}{text * (size // len(text))}")

    return made


def _headers(number: int) -> Input:
    def made(method: str, path: str) -> bytes:
        return _plain(method, path, *((f"X-{fresh(16)}", fresh(16)) for _ in range(number)))

    return made


HEADS: Final[dict[str, Input]] = {
    "cookie of backslashes, 4 KB": _slashes(4_001),
    "cookie of backslashes, 7.9 KB": _slashes(7_902),
    "cookie of backslashes, 15.8 KB": _slashes(15_800),
    "cookie of backslashes, 31 KB": _slashes(31_003),
    "2,000 cookies": _with("Cookie", lambda: "; ".join(f"{fresh(12)[4:]}=" for _ in range(1_500))),
    "agent of 1 KB, new": _with("User-Agent", lambda: "Mozilla/5.0 " + fresh(1_012)),
    "agent of 15 KB, new": _with("User-Agent", lambda: "Mozilla/5.0 " + fresh(15_000)),
    "languages": _with("Accept-Language", lambda: "zh;q=0.1," * 1_600 + fresh(12)),
    "encodings": _with("Accept-Encoding", lambda: "br;q=0," * 2_000 + fresh(12)),
    "known tags": _with("If-None-Match", lambda: '"a",' * 3_500 + fresh(12)),
    "ranges": _with("Range", lambda: "bytes=" + ",".join(f"{n}-{n}" for n in range(1_500))),
    "forwarded": _with("X-Forwarded-For", lambda: "127.0.0.1," * 1_500 + fresh(12)),
    "purposes": _with("Sec-Purpose", lambda: "x;" * 7_000),
    "bearer": _with("Authorization", lambda: "Bearer " + fresh(43)),
    "bearer of 15 KB": _with("Authorization", lambda: "Bearer " + fresh(15_000)),
    "device": _with(
        "Authorization",
        lambda: f"Mingbai-Device device=D{fresh(12)}, time=1, signature={'A' * 86}",
    ),
    "device, all commas": _with("Authorization", lambda: "Mingbai-Device " + "a=," * 5_000),
    "origin": _with("Origin", lambda: "https://" + "[" * 7_000),
    "referrer": _with("Referer", lambda: "https://a" + ":" * 14_000),
    "query of &, 2 KB": _query("&", 1_900),
    "query of &, 4 KB": _query("&", 4_000),
    "query of %, 2 KB": _query("%ef%bf", 1_900),
    "query of +, 2 KB": _query("&a=+", 1_900),
    "63 headers": _headers(60),
    "126 headers": _headers(126),
}


def _form(text: str, size: int) -> Input:
    body = (text * (size // len(text))).encode()

    def made(method: str, path: str) -> bytes:
        sent = b"n=" + fresh(12).encode() + body
        return request(method, path, ORIGIN, ("Content-Type", FORM), body=sent)

    return made


def _named(size: int, *, is_multipart: bool) -> Input:
    """A name that takes the square of its length to normalise."""
    name = ("a" + MARKS * (size // 4)).encode()
    head = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n'
    parts = [head % field + name + b"\r\n" for field in (b"name", b"password", b"n", b"again")]
    body = b"".join(parts[:2]) + b"--b--\r\n" if is_multipart else b"name=" + name
    kind = MULTIPART if is_multipart else FORM
    return lambda method, path: request(method, path, ORIGIN, ("Content-Type", kind), body=body)


def _parts(number: int, *, end: bytes = b"--b--\r\n") -> Input:
    part = b'--b\r\nContent-Disposition: form-data; name="a"; filename="x"\r\n\r\n\r\n'
    body = part * number + end
    return lambda method, path: request(
        method, path, ORIGIN, ("Content-Type", MULTIPART), body=body
    )


def _chunked(number: int) -> Input:
    """A body of chunks of one byte."""
    body = b"1\r\n&\r\n" * number + b"0\r\n\r\n"
    headers = ORIGIN, ("Content-Type", FORM), ("Transfer-Encoding", "chunked")
    return lambda method, path: request(method, path, *headers) + body


def _json(text: str, size: int) -> Input:
    body = (text * (size // len(text))).encode()
    return lambda method, path: request(
        method, path, ORIGIN, ("Content-Type", "application/json"), body=body
    )


def _carried(depth: int) -> Input:
    body = f"name=a&password=b&carried={'%5B' * depth}".encode()
    return lambda method, path: request(method, path, ORIGIN, ("Content-Type", FORM), body=body)


def _endless(method: str, path: str) -> bytes:
    """More is announced than ever comes."""
    head = request(method, path, ORIGIN, ("Content-Type", MULTIPART), ("Content-Length", "4000"))
    return head + b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"x" * 1_000


BODIES: Final[dict[str, Input]] = {
    "& × 4 K": _form("&", 4_000),
    "& × 8 K": _form("&", 8_100),
    "& × 64 K": _form("&", 65_000),
    "& × 128 K": _form("&", 130_000),
    "& × 1 M": _form("&", 1_040_000),
    "a=b& × 128 K": _form("a=b&", 130_000),
    "%25 × 128 K": _form("%25", 130_000),
    "name of combining marks, 4 KB": _named(4_000, is_multipart=False),
    "name of combining marks, 8 KB": _named(8_000, is_multipart=True),
    "name of combining marks, 64 KB": _named(64_000, is_multipart=True),
    "50 files": _parts(50),
    "900 files": _parts(900),
    "1,800 files without end": _parts(1_800, end=b""),
    "chunks of a byte, 4 K": _chunked(4_000),
    "chunks of a byte, 16 K": _chunked(16_000),
    "JSON [ × 4 K": _json("[", 4_000),
    "JSON [ × 128 K": _json("[", 130_000),
    "JSON {'a': × 128 K": _json('{"a":', 130_000),
    "JSON of many keys": _json(json.dumps({f"k{n}": n for n in range(8_000)}), 100_000),
    "JSON digits × 64 K": _json("9", 65_000),
    "carried [ × 1.3 K": _carried(1_300),
    "carried [ × 20 K": _carried(20_000),
    "multipart without end": _endless,
}


def is_endless(sent: bytes) -> bool:
    """Whether a request is one that is never whole."""
    return sent.startswith(b"POST") and sent.endswith(b"x" * 1_000)


def inputs(method: str) -> Iterator[tuple[str, Input]]:
    """What is worst for a method."""
    yield from HEADS.items()
    if method == "POST":
        yield from BODIES.items()
