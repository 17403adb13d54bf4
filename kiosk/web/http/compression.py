"""Pages compressed once and dressed with headers, so that a request only chooses among them."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import brotli

from kiosk.web.pages.rendering import Page

LONGEST: Final = 200  # bytes of Accept-Encoding that are read; browsers send about 20
_PREFERENCE: Final = (b"br", b"gzip")  # the smaller first
_KEPT: Final[dict[bytes, Callable[[bytes], bytes]]] = {
    b"": bytes,
    b"gzip": lambda body: gzip.compress(body, 9, mtime=0),
    b"br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=11),
}
_PASSING: Final[dict[bytes, Callable[[bytes], bytes]]] = {
    b"": bytes,
    b"gzip": lambda body: gzip.compress(body, 6, mtime=0),
    b"br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
}


@dataclass(frozen=True, slots=True)
class Variant:
    """A page in one encoding (empty for none); `etag` is strong, quotes included."""

    encoding: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes
    etag: bytes


@dataclass(slots=True)
class Packed:
    """A page in the encodings that were asked for so far.

    What is lean keeps only what is compressed, and has the page drawn again for the rest.
    """

    status: int
    _draw: Callable[[], Page]
    is_lean: bool = False
    _variants: dict[bytes, Variant] = field(default_factory=dict)

    def variant(self, accept_encoding: bytes) -> Variant:
        """The smallest encoding that an Accept-Encoding header allows."""
        encoding = choose(accept_encoding[:LONGEST])
        ready = self._variants.get(encoding)
        if ready is None:
            ready = _variant(self._draw(), encoding)
            if self.keeps(ready):
                self._variants[encoding] = ready
        return ready

    def keeps(self, variant: Variant) -> bool:
        """Whether a variant is worth its memory."""
        return bool(variant.encoding) or not self.is_lean


def pack(page: Page) -> Packed:
    """Make a page ready to be sent; it is compressed when an encoding is first asked for."""
    return Packed(page.status, lambda: page)


@lru_cache(maxsize=256)
def choose(accept_encoding: bytes) -> bytes:
    """``br``, ``gzip`` or nothing, as RFC 9110 section 12.5.3 weighs an Accept-Encoding header."""
    weights = dict(map(_weighed, accept_encoding.lower().split(b",")))
    anything = weights.get(b"*", 0.0)
    offered = {encoding: weights.get(encoding, anything) for encoding in _PREFERENCE}
    best = max(_PREFERENCE, key=lambda encoding: offered[encoding])
    return best if offered[best] > 0 else b""


def _weighed(part: bytes) -> tuple[bytes, float]:
    coding, _, parameters = part.partition(b";")
    name, _, value = parameters.strip().partition(b"=")
    return coding.strip(), _weight(value) if name.strip() == b"q" else 1.0


def _weight(value: bytes) -> float:
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


def _variant(page: Page, encoding: bytes) -> Variant:
    body = (_KEPT if page.is_kept else _PASSING)[encoding](page.body)
    digest = hashlib.sha256(body + page.policy.encode()).hexdigest()[:24]
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"content-language", b"zh-CN" if page.language == "zh" else b"en"),
        (b"vary", b"accept-encoding"),
        (b"content-security-policy", page.policy.encode()),
    ]
    if encoding:
        headers.append((b"content-encoding", encoding))
    return Variant(encoding, headers, body, f'"{digest}"'.encode())
