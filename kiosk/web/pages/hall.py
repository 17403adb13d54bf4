"""The pages of a hall's screen: the same catalogue in large type, and no way out of the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

import jinja2
from markupsafe import escape

from kiosk.batches import IssuedCode
from kiosk.domain.catalogue import Catalogue, PaperLead
from kiosk.domain.code import grouped
from kiosk.domain.limit import Limit
from kiosk.domain.workflow import Family, Service, Step
from kiosk.printing import glass_symbol
from kiosk.web.pages.markup import clauses, hotlines, prose, strong
from kiosk.web.pages.rendering import Page, Site, environment, policy, style
from kiosk.web.pages.texts import LANGUAGES, Language
from kiosk.web.pages.urls import Addresses, ScreenAddresses
from kiosk.web.pages.wording import Figure, Wording, told
from kiosk.web.pages.workflow import Workflow, sections, workflow

IDLE_S: Final = 120  # without a touch, a key or scrolling: then the screen asks
GRACE_S: Final = 20  # for the answer
# Without script nobody notices a touch, so the way back leaves time to read.
UNSCRIPTED_S: Final = 300

_STYLE = style("tokens", "screen")
_OPENED = frozenset({"materials", "notes"})
_ELSEWHERE = frozenset({"materials", "steps", "share"})


@dataclass(frozen=True, slots=True)
class Hall:
    """A hall's screen: the code in its address, the placement's name, the id of its district."""

    code: str
    name: str
    district: str


class Glass:
    """All pages of screens. Built once per catalogue; every method is pure."""

    def __init__(self, catalogue: Catalogue, site: Site) -> None:
        self._catalogue = catalogue
        self._site = site
        self._wordings = {language: Wording(catalogue, language) for language in LANGUAGES}

    def start(self, hall: Hall, language: Language) -> Page:
        """The directory: papers first, situations, then all by family."""
        catalogue = self._catalogue
        papers = list(self._papers())
        papered = {service.id for _, held in papers for service in held}
        return self._page(
            "start",
            language,
            hall,
            papers=papers,
            unpapered=[service for service in catalogue.services if service.id not in papered],
            families=[(family.value, catalogue.family(family)) for family in Family],
            checked_on=min(service.checked_on for service in catalogue.services),
        )

    def service(
        self,
        hall: Hall,
        id: str,  # noqa: A002 - the word of the catalogue
        language: Language,
        *,
        issued: IssuedCode | None,
    ) -> Page:
        """The workflow of a service; `issued` is the hall's own code for it, to take away."""
        revision = self._catalogue.by_id[id]
        place = self._catalogue.districts.get(hall.district)
        said = self._wordings[language]
        shown = workflow(revision, place, catalogue=self._catalogue, wording=said)
        parts = sections(shown, language)
        return self._page(
            "service",
            language,
            hall,
            service_id=id,
            is_draft=not revision.service.is_confirmed,
            w=shown,
            steps=list(_numbered(shown)),
            row_limits=lambda step: _row_limits(step, said),
            steps_title=parts["steps"],
            sections={name: parts[name] for name in _reading_order(parts)},
            opened=_OPENED,
            here="steps",
            paper_english=self._paper_english if language == "en" else _none,
            issued=issued,
            code_groups=grouped(issued.code).split("-") if issued else (),
            symbol=glass_symbol(issued.url) if issued else None,
        )

    def missing(self, hall: Hall, language: Language) -> Page:
        """404 for a service that the screen does not have."""
        return self._page("missing", language, hall, status=404)

    def withdrawn(self, hall: Hall, id: str, language: Language) -> Page:  # noqa: A002 - the word of the catalogue
        """410 for a service that is no longer on the card, and what replaces it."""
        service = self._catalogue.by_id[id].service
        replaced_by = service.replaced_by and self._catalogue.find(service.replaced_by)
        return self._page(
            "withdrawn",
            language,
            hall,
            status=410,
            name=service.name.text(language),
            replacement=replaced_by.service if replaced_by else None,
        )

    def recalled(self, language: Language, *, reason: str | None, replacement: str | None) -> Page:
        """410 for a screen opened by a card of a recalled batch."""
        return self._page(
            "recalled", language, None, status=410, reason=reason, replacement=replacement
        )

    def elsewhere(self, language: Language, placement: str) -> Page:
        """404 for the code of a placement that has no screen: which codes open one."""
        return self._page("elsewhere", language, None, status=404, placement=placement)

    def unrecognised(self, language: Language, received: str) -> Page:
        """404 for a code that was never issued: the same page, which does not say why."""
        return self._page("unrecognised", language, None, status=404, received=received)

    def _papers(self) -> Iterator[tuple[PaperLead, list[Service]]]:
        """Papers with the services they lead to; a withdrawn one is passed over."""
        for paper in self._catalogue.shared.papers:
            found = [self._catalogue.find(service) for service in paper.services]
            held = [revision.service for revision in found if revision]
            if held:
                yield paper, held

    def _page(
        self,
        template: str,
        language: Language,
        hall: Hall | None,
        *,
        status: int = 200,
        service_id: str | None = None,
        **places: object,
    ) -> Page:
        shared: dict[str, object] = {
            "template": template,
            "say": self._wordings[language],
            "services": self._catalogue.services,
            "district_id": hall and hall.district,
            "place_name": self._place_name(hall, language),
            "is_draft": not self._catalogue.is_confirmed,
            "idle_s": IDLE_S,
            "grace_s": GRACE_S,
            "unscripted_s": UNSCRIPTED_S,
            "site": self._site,
            "style": _STYLE.text,
            "hall": hall,
            **self._ways(hall, language, service_id),
        }
        page = screen_environment(language).get_template(f"screen/{template}.html")
        html = page.render(shared | places)
        return Page(status, html.encode(), policy(_STYLE), language)

    def _ways(
        self, hall: Hall | None, language: Language, service: str | None
    ) -> dict[str, object]:
        """Where the screen's own links lead; a page without a hall has none."""
        address = self._site.public_url
        if hall is None:
            return {"at": Addresses(address, language), "home": None}
        at = ScreenAddresses(address, language, hall.code)
        other = ScreenAddresses(address, "zh" if language == "en" else "en", hall.code)
        return {
            "at": at,
            "home": at.directory(),
            "begin": ScreenAddresses(address, "zh", hall.code).directory(),
            "other": other.screen(hall.code, service, is_turned=service is not None),
        }

    def _place_name(self, hall: Hall | None, language: Language) -> str:
        place = self._catalogue.districts.get(hall.district) if hall else None
        return self._wordings[language].district(place)

    def _paper_english(self, title: str) -> str | None:
        papers = self._catalogue.shared.papers
        return next((paper.en for paper in papers if paper.short == title), None)


@cache
def screen_environment(language: Language) -> jinja2.Environment:
    """The public templates' words and parts; but numbers and addresses are text, not links."""
    made = environment(language).overlay()
    undialled = {
        "dial": hotlines,
        "prose": partial(prose, said=hotlines),
        "clauses": partial(clauses, said=hotlines),
    }
    made.filters = made.filters | undialled
    made.globals = made.globals | {"tel": strong, "link": escape}
    return made


def _reading_order(parts: Mapping[str, object]) -> list[str]:
    """What to bring first; the steps have their timetable, and what is shared is taken away."""
    rest = [name for name in parts if name not in _ELSEWHERE]
    return ["materials", *rest] if "materials" in parts else rest


def _numbered(shown: Workflow) -> Iterator[tuple[int, Step]]:
    """Every step with its number: a timetable has a line for each, offices' own steps too."""
    for station in shown.stations:
        yield from enumerate(station.steps, station.first)


def _row_limits(step: Step, said: Wording) -> list[tuple[Limit, Figure]]:
    """The limits of a step's line, the same figure once."""
    rows: dict[tuple[str | None, Figure], Limit] = {}
    for limit in told(step.limits):
        rows.setdefault((limit.variant, said.figure(limit)), limit)
    return [(limit, figure) for (_, figure), limit in rows.items()]


def _none(_: object) -> None:
    """Where a page in Chinese has no English to add."""
