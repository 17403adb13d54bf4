"""The addresses that pages link to, all under the path of the public address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from kiosk.web.http import statics
from kiosk.web.pages.texts import Language


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses as seen from a page in `language`; `public_url` has no slash at its end."""

    public_url: str
    language: Language

    @property
    def base(self) -> str:
        """Path under which the service lives: empty, or ``/mbk``."""
        return urlsplit(self.public_url).path

    @property
    def host(self) -> str:
        """What a person types to come here, without the scheme."""
        return self.public_url.partition("://")[2]

    def directory(self, district: str | None = None) -> str:
        """The directory of services."""
        path = f"{self.base}/en" if self.language == "en" else f"{self.base}/"
        return path + _query(district=district)

    def service(self, service: str, district: str | None = None, *, code: str | None = None) -> str:
        """A workflow page; from a whole-catalogue card's `code`, by the address that counts it."""
        if code is not None:
            return f"{self.base}/S/{quote(code, safe='')}/{service}"
        return f"{self._here}/services/{service}" + _query(district=district)

    def updated(self, service: str | None, district: str | None, batch: str) -> str:
        """A workflow page, or the directory, with what has changed since a batch was printed."""
        path = self.directory() if service is None else f"{self._here}/services/{service}"
        return path + _query(district=district, print=batch)

    def clerk(self, token: str, **query: str | None) -> str:
        """Where the clerk of a placement notes what became of its cards."""
        return f"{self._here}/C/{quote(token, safe='')}" + _query(**query)

    def typed(self, code: str) -> str:
        """A card's page, reached by typing its code: counted as typed."""
        return f"{self.base}/S/{quote(code, safe='')}?by=typed"

    def screen(self, code: str, service: str | None = None, *, is_turned: bool = False) -> str:
        """A hall's screen, or a service on it.

        `is_turned` marks the way from the same page in the other language: no new opening.
        """
        path = f"{self.base}/kiosk/{quote(code, safe='')}" + (f"/{service}" if service else "")
        language = "en" if self.language == "en" else None
        return path + _query(lang=language, turned="1" if is_turned else None)

    def check(self, code: str | None = None) -> str:
        """Where a code is typed; with one, what became of its card, which is no scan."""
        return f"{self._here}/check" + _query(code=code)

    def privacy(self) -> str:
        """The privacy note."""
        return f"{self._here}/privacy"

    def static(self, name: str) -> str:
        """A file of ``assets/static``; its address changes with its content."""
        return self.base + statics.path(name)

    def full(self, path: str) -> str:
        """`path` (as the methods above give it) with scheme and host."""
        return self.public_url.removesuffix(self.base) + path

    @property
    def _here(self) -> str:
        return f"{self.base}/en" if self.language == "en" else self.base


def _query(**fields: str | None) -> str:
    given = {name: value for name, value in fields.items() if value is not None}
    return f"?{urlencode(given)}" if given else ""


@dataclass(frozen=True, slots=True)
class ScreenAddresses(Addresses):
    """Addresses as seen from a hall's screen: none leads away from the screen of `code`."""

    code: str

    def directory(self, district: str | None = None) -> str:  # noqa: ARG002 - a hall has its own
        """The screen's start."""
        return self.screen(self.code)

    def service(self, service: str, district: str | None = None, *, code: str | None = None) -> str:  # noqa: ARG002
        """A service on the screen."""
        return self.screen(self.code, service)
