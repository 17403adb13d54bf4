"""Pages ready to be sent: rendered, compressed and dressed with headers once, not per request."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from typing import NamedTuple, TypeVar

from kiosk.domain.characters import visible
from kiosk.domain.remember import remember
from kiosk.web.http.compression import Packed, pack
from kiosk.web.http.reply import Header, Reply, reply
from kiosk.web.pages.public import Page, Pages, Updated
from kiosk.web.pages.texts import Language

K = TypeVar("K")

# Every answer carries these, errors too.
SECURITY: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
NO_STORE: Header = (b"cache-control", b"no-store")
REVALIDATE: Header = (b"cache-control", b"no-cache")
DIRECTORIES = 2_000
UPDATED = 400  # pages for cards that were printed before something changed
RECEIVED = 40
PLACE = "\ue000"  # where a page shows what was received; nobody can send it
ANY_CODE = "UUUUUUUUUUUU"  # no code has a U

_PLACES = re.compile("([\ue000-\ue00f])")


def places(count: int) -> tuple[str, ...]:
    """What a page is drawn with where it will show the first, second … text that was received."""
    return tuple(chr(ord(PLACE) + at) for at in range(count))


class Sheet:
    """One page ready in every encoding; what differs by outcome is one header."""

    def __init__(self, packed: Packed, extra: Sequence[Header]) -> None:
        self._packed = packed
        self._extra = extra
        self._replies: dict[tuple[bytes, str], Reply] = {}

    @classmethod
    def of(cls, page: Page, extra: Sequence[Header]) -> Sheet:
        """A page with the headers that all answers carry."""
        return cls(pack(page), extra)

    def reply(self, accept_encoding: bytes, outcome: str) -> Reply:
        """The answer to a scan: never stored, and saying what became of it."""
        variant = self._packed.variant(accept_encoding)
        key = (variant.encoding, outcome)
        ready = self._replies.get(key)
        if ready is None:
            told = [(b"x-scan", outcome.encode())] if outcome else []
            headers = [*variant.headers, NO_STORE, *told, *self._extra]
            ready = reply(self._packed.status, headers, variant.body)
            if self._packed.keeps(variant):
                self._replies[key] = ready
        return ready

    def canonical(self, accept_encoding: bytes, if_none_match: bytes) -> Reply:
        """The answer at the page's own address: kept, but asked again."""
        variant = self._packed.variant(accept_encoding)
        same = bool(if_none_match) and variant.etag in if_none_match
        key = (variant.encoding, "same" if same else "canonical")
        ready = self._replies.get(key)
        if ready is None:
            headers = [*variant.headers, (b"etag", variant.etag), REVALIDATE, *self._extra]
            if same:
                headers = [header for header in headers if header[0] != b"content-length"]
            status = 304 if same else self._packed.status
            ready = self._replies[key] = reply(status, headers, b"" if same else variant.body)
        return ready


@dataclass(frozen=True, slots=True)
class Told:
    """An answer that is the same whatever encodings a request takes."""

    ready: Reply

    def reply(self, accept_encoding: bytes, outcome: str) -> Reply:  # noqa: ARG002
        """The answer."""
        return self.ready


class Spliced:
    """A page that shows what was received where it was drawn with `places`.

    Anybody can ask for 20,000 of them a second, so it is rendered once and only spliced.
    """

    def __init__(self, page: Page, extra: Sequence[Header]) -> None:
        headers = [*pack(page).variant(b"").headers, NO_STORE, *extra]
        self._headers = [header for header in headers if header[0] != b"content-length"]
        first, *rest = _PLACES.split(page.body.decode())
        self._first = first.encode()
        self._rest = [
            (ord(place) - ord(PLACE), text.encode())
            for place, text in zip(rest[::2], rest[1::2], strict=True)
        ]
        self._status = page.status

    def showing(self, *received: str) -> Told:
        """The page with what was received in its places, as text that can be seen."""
        shown = [escape(visible(text)).encode() for text in received]
        body = b"".join((self._first, *(shown[at] + text for at, text in self._rest)))
        length = (b"content-length", str(len(body)).encode())
        return Told(reply(self._status, [*self._headers, length], body))


class CardPages:
    """Pages whose links carry the code they were opened with, and are else the same for all.

    Whoever has a bundle of cards can ask for one after another: a page is drawn once, for any
    code, and each code only written into its place. `most` are kept with theirs.
    """

    def __init__(self, extra: Sequence[Header], *, most: int) -> None:
        self._extra = extra
        self._most = most
        self._drawn: dict[tuple[object, ...], Page] = {}
        self._sheets: dict[tuple[str, tuple[object, ...]], Sheet] = {}

    def sheet(self, code: str, key: tuple[object, ...], draw: Callable[[str], Page]) -> Sheet:
        """What `draw` draws of a code; `key` says all else that makes a difference."""
        ready = self._sheets.get((code, key))
        if ready is None:
            page = self._drawn.get(key)
            if page is None:
                page = remember(self._drawn, key, draw(ANY_CODE), most=UPDATED)
            packed = Packed(page.status, partial(_filled, page, code), is_lean=True)
            made = Sheet(packed, self._extra)
            ready = remember(self._sheets, (code, key), made, most=self._most)
        return ready


def _filled(page: Page, code: str) -> Page:
    return replace(page, body=page.body.replace(ANY_CODE.encode(), code.encode()))


class Recall(NamedTuple):
    """Why a batch was recalled, and the batch in its place."""

    reason: str | None
    replacement: str | None


class Shelf:
    """The pages of one catalogue, made when first asked for."""

    def __init__(self, pages: Pages, *, transport: str) -> None:
        self.pages = pages
        self._extra = security(transport=transport)
        self._services: dict[tuple[str, Language, str], Sheet] = {}
        self._directories: dict[tuple[Language, str], Sheet] = {}
        self._notes: dict[Language, Sheet] = {}
        self._updated: dict[tuple[str, Language, str, Updated], Sheet] = {}
        self._of_code = CardPages(self._extra, most=DIRECTORIES)
        self._unrecognised: dict[Language, Spliced] = {}

    def service(
        self, service: str, language: Language, district: str, updated: Updated | None = None
    ) -> Sheet:
        """A workflow page; `district` is empty where the place is not known.

        `updated` tells what has changed since the reader's card was printed: such pages are made
        when they are needed, and a bounded number of them is kept.
        """
        if updated is not None:
            return self._for_card(service, language, district, updated)
        key = (service, language, district)
        return self._kept(
            self._services,
            key,
            lambda: self.pages.service(service, language, district=district or None),
        )

    def directory(self, language: Language, district: str, updated: Updated | None = None) -> Sheet:
        """The directory at its own address; `updated` as with a service."""
        if updated is not None:
            return self._for_card("", language, district, updated)
        return self._kept(
            self._directories,
            (language, district),
            lambda: self.pages.directory(language, district=district or None),
        )

    def privacy(self, language: Language) -> Sheet:
        """What is stored, and what is not."""
        return self._kept(self._notes, language, lambda: self.pages.privacy(language))

    def directory_of(
        self, code: str, language: Language, district: str, updated: Updated | None = None
    ) -> Sheet:
        """The directory that a whole-catalogue card opens: its links count views."""
        return self._of_code.sheet(
            code,
            (language, district, updated),
            lambda code: self.pages.directory(
                language, district=district or None, code=code, updated=updated
            ),
        )

    def recalled_of(
        self, code: str, language: Language, service: str, district: str, told: Recall
    ) -> Sheet:
        """What a card of a recalled batch opens; `service` is empty for a whole-catalogue card."""
        return self._of_code.sheet(
            code,
            (language, service, district, told),
            lambda code: self.pages.recalled(
                language,
                reason=told.reason,
                replacement=told.replacement,
                service=service or None,
                district=district,
                code=code,
            ),
        )

    def unrecognised(self, language: Language, received: str) -> Told:
        """The page of a code that was not recognised: it shows what was received."""
        ready = self._unrecognised.get(language)
        if ready is None:
            page = self.pages.unrecognised(language, PLACE)
            ready = self._unrecognised[language] = Spliced(page, self._extra)
        return ready.showing(received[:RECEIVED])

    def sheet(self, page: Page) -> Sheet:
        """Any page, ready to be sent once."""
        return Sheet.of(page, self._extra)

    def _for_card(self, service: str, language: Language, district: str, updated: Updated) -> Sheet:
        key = (service, language, district, updated)
        sheet = self._updated.get(key)
        if sheet is None:
            at = district or None
            if service:
                page = self.pages.service(service, language, district=at, updated=updated)
            else:
                page = self.pages.directory(language, district=at, updated=updated)
            sheet = remember(self._updated, key, self.sheet(page), most=UPDATED)
        return sheet

    def _kept(self, kept: dict[K, Sheet], key: K, make: Callable[[], Page]) -> Sheet:
        sheet = kept.get(key)
        if sheet is None:
            sheet = kept[key] = self.sheet(make())
        return sheet


def security(*, transport: str) -> tuple[Header, ...]:
    """What every answer of a service carries; over https also that it stays there (`transport`)."""
    if not transport:
        return SECURITY
    return (*SECURITY, (b"strict-transport-security", transport.encode()))
