"""The public pages of one catalogue in force: values in, HTML out."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiosk.domain.catalogue import Catalogue, District
from kiosk.domain.code import grouped, letters, read_code
from kiosk.domain.placement import Batch, BatchState
from kiosk.domain.printed import Change
from kiosk.domain.workflow import Family, Service
from kiosk.web.pages.markup import tel
from kiosk.web.pages.rendering import Page, Site, policy, render, style_of
from kiosk.web.pages.texts import LANGUAGES, Language, texts
from kiosk.web.pages.urls import Addresses
from kiosk.web.pages.wording import HOTLINE, Wording
from kiosk.web.pages.workflow import sections, workflow

__all__ = ["Found", "Page", "Pages", "Site"]

Choice = tuple[str, str, bool]  # words, address, whether it is the page's own


@dataclass(frozen=True, slots=True)
class Found:
    """What the printing record says of a typed code; `service` is None for a catalogue card."""

    service: Service | None
    placement: str
    district: str
    batch: Batch | None

    @property
    def is_recalled(self) -> bool:
        """Whether its batch is no longer to be used."""
        return self.batch is not None and self.batch.state is BatchState.RECALLED


@dataclass(frozen=True, slots=True)
class Updated:
    """What has changed since the cards of a batch were printed, as their reader is told."""

    batch: str
    changes: tuple[Change, ...]


class Pages:
    """All public pages. Built once per catalogue; every method is pure."""

    def __init__(self, catalogue: Catalogue, site: Site) -> None:
        self._catalogue = catalogue
        self._site = site
        self._wordings = {language: Wording(catalogue, language) for language in LANGUAGES}

    def directory(
        self,
        language: Language,
        *,
        district: str | None = None,
        code: str | None = None,
        updated: Updated | None = None,
    ) -> Page:
        """All services; reached by a whole-catalogue card, its links carry the card's `code`.

        `updated` tells what no longer stands on that card as it holds.
        """
        at, place = self._at(language), self._district(district)
        papered = {service for paper in self._catalogue.shared.papers for service in paper.services}
        services = self._catalogue.services
        return self._page(
            "directory",
            language,
            is_kept=code is None,
            district=place,
            canonical=at.directory(district),
            alternate=self._at(_other(language)).directory(district),
            choices=self._choices(language, place, at.directory),
            to=lambda service: at.service(service, district, code=code),
            unpapered=[service for service in services if service.id not in papered],
            families=[(family.value, self._catalogue.family(family)) for family in Family],
            changes=updated.changes if updated else (),
            own=self._updated(updated, None, district, language),
            turned=self._updated(updated, None, district, _other(language)),
        )

    def service(
        self,
        id: str,  # noqa: A002 - the word of the catalogue
        language: Language,
        *,
        district: str | None = None,
        updated: Updated | None = None,
    ) -> Page:
        """The workflow page of a service; raises KeyError for an id that is not published.

        `updated` tells what no longer stands on the reader's card as it holds.
        """
        at, place = self._at(language), self._district(district)
        revision = self._catalogue.by_id[id]
        shown = workflow(
            revision, place, catalogue=self._catalogue, wording=self._wordings[language]
        )
        parts = sections(shown, language)
        return self._page(
            "service",
            language,
            is_kept=True,
            is_draft=not revision.service.is_confirmed,
            district=place,
            canonical=at.service(id, district),
            alternate=self._at(_other(language)).service(id, district),
            choices=self._choices(language, place, lambda chosen: at.service(id, chosen)),
            summary=_in(revision.service.summary.zh, revision.service.summary.en, language),
            w=shown,
            sections=parts,
            here=next(iter(parts)),
            go=next((name for name in parts if name == revision.service.lead.below), "steps"),
            paper_english=self._paper_english if language == "en" else _none,
            changes=updated.changes if updated else (),
            own=self._updated(updated, id, district, language),
            turned=self._updated(updated, id, district, _other(language)),
        )

    def unrecognised(self, language: Language, received: str | None) -> Page:
        """404 for a forged or unknown code: the same page, which does not say which."""
        other = self._at(_other(language)).check()
        return self._page("unrecognised", language, status=404, received=received, other=other)

    def recalled(
        self,
        language: Language,
        *,
        reason: str | None,
        replacement: str | None,
        service: str | None = None,
        district: str | None = None,
        code: str | None = None,
    ) -> Page:
        """410 for a card of a recalled batch: why, what replaces it, and the card's `service`.

        By its `code` the other language tells the same, without another scan.
        """
        revision = self._catalogue.find(service) if service else None
        return self._page(
            "recalled",
            language,
            status=410,
            district=self._district(district),
            reason=reason,
            replacement=replacement,
            service=revision.service if revision else None,
            turned=self._at(_other(language)).check(code) if code else None,
        )

    def withdrawn(self, language: Language, id: str) -> Page:  # noqa: A002 - the word of the catalogue
        """410 for a service that is no longer on the card, and what replaces it."""
        service = self._catalogue.by_id[id].service
        replaced_by = service.replaced_by and self._catalogue.find(service.replaced_by)
        return self._page(
            "withdrawn",
            language,
            status=410,
            name=_in(service.name.zh, service.name.en, language),
            replacement=replaced_by.service if replaced_by else None,
        )

    def check(self, language: Language, *, typed: str | None, found: Found | None) -> Page:
        """Is my card genuine? The form, and the answer where a code was typed."""
        at = self._at(language)
        number = read_code(unicodedata.normalize("NFKC", typed or ""))
        code = letters(number) if number is not None and found else ""
        is_open = bool(code) and found is not None and not found.is_recalled
        place = self._district(found.district) if found else None
        return self._page(
            "check",
            language,
            district=place,
            canonical=at.check(),
            alternate=self._at(_other(language)).check(),
            turned=self._at(_other(language)).check(code) if code else None,
            typed=typed,
            found=found,
            found_district=self._wordings[language].district(place) if place else None,
            code=grouped(code),
            open=at.typed(code) if is_open else None,
        )

    def privacy(self, language: Language) -> Page:
        """What is stored, and what is not."""
        return self._page(
            "privacy",
            language,
            is_kept=True,
            canonical=self._at(language).privacy(),
            alternate=self._at(_other(language)).privacy(),
        )

    def badge(self, language: Language) -> Page:
        """A badge was opened: this app bears the mark of staff for the rest of the day."""
        return self._message(language, 200, "badge")

    def clerk(
        self, language: Language, *, token: str, status: int, told: Mapping[str, object]
    ) -> Page:
        """Where the clerk of a placement notes what became of its cards."""
        other = self._at(_other(language)).clerk(token)
        return self._page("clerk", language, status=status, token=token, other=other, told=told)

    def not_found(self, language: Language) -> Page:
        """404 for an address that leads nowhere."""
        return self._message(language, 404, "missing")

    def server_error(self, language: Language, reference: str) -> Page:
        """500: the fault is ours; `reference` finds it in the log."""
        return self._message(language, 500, "failed", reference=reference)

    def refused(self, language: Language, status: int, sentence: str) -> Page:
        """Any other refusal, in one sentence of the catalogue of problems."""
        return self._message(language, status, "refused", text=sentence)

    def _updated(
        self,
        updated: Updated | None,
        id: str | None,  # noqa: A002 - the word of the catalogue
        district: str | None,
        language: Language,
    ) -> str | None:
        """Where a page in a language says what has changed; None where nothing has."""
        if updated is None:
            return None
        return self._at(language).updated(id, district, updated.batch)

    def _message(
        self,
        language: Language,
        status: int,
        key: str,
        *,
        text: str | None = None,
        reference: str | None = None,
    ) -> Page:
        said = texts(language)
        return self._page(
            "message",
            language,
            status=status,
            title=said.phrases(f"{key}.title"),
            text=said(f"{key}.text", hotline=tel(HOTLINE)) if text is None else text,
            reference=reference,
        )

    def _page(
        self,
        template: str,
        language: Language,
        *,
        status: int = 200,
        is_kept: bool = False,
        district: District | None = None,
        **places: object,
    ) -> Page:
        district_id = district.id if district else None
        shared: dict[str, object] = {
            "say": self._wordings[language],
            "home": self._at(language).directory(district_id),
            "other": self._at(_other(language)).directory(district_id),
            "district_id": district_id,
            "place_name": self._wordings[language].district(district),
            "services": self._catalogue.services,
            "papers": self._catalogue.shared.papers,
            "english_name": _english_name if language == "en" else _none,
            "is_draft": not self._catalogue.is_confirmed,
        }
        is_updated = bool(places.get("changes"))
        html = render(
            template, language, site=self._site, is_updated=is_updated, **(shared | places)
        )
        style = style_of(template, is_updated=is_updated)
        return Page(status, html.encode(), policy(style), language, is_kept)

    def _at(self, language: Language) -> Addresses:
        return Addresses(self._site.public_url, language)

    def _district(self, id: str | None) -> District | None:  # noqa: A002 - the word of the catalogue
        return self._catalogue.districts.get(id) if id else None

    def _choices(
        self, language: Language, place: District | None, to: Callable[[str | None], str]
    ) -> list[Choice]:
        said = self._wordings[language]
        districts = self._catalogue.shared.districts
        named = [(said.district(one), to(one.id), one == place) for one in districts]
        return [*named, (texts(language).plain("where.all"), to(None), place is None)]

    def _paper_english(self, title: str) -> str | None:
        papers = self._catalogue.shared.papers
        return next((paper.means_en for paper in papers if paper.short == title), None)


def _english_name(service: Service) -> str:
    return service.name.en


def _none(_: object) -> None:
    """Where a page in Chinese has no English to add."""


def _other(language: Language) -> Language:
    return "zh" if language == "en" else "en"


def _in(zh: str, en: str, language: Language) -> str:
    return en if language == "en" else zh
