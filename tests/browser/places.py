"""The addresses of the public pages as `tests.browser.site` serves them."""

from __future__ import annotations

from tests.browser.site import CODE, PLAIN
from tests.make import catalogue

COUNTY = "370124"
SERVICES = tuple(service.id for service in catalogue().services)
LANGUAGES = ("", "/en")


def workflows(district: str | None = None, languages: tuple[str, ...] = LANGUAGES) -> list[str]:
    """The workflow pages, in each of `languages`."""
    asked = f"?district={district}" if district else ""
    return [f"{prefix}/services/{service}{asked}" for prefix in languages for service in SERVICES]


def others(languages: tuple[str, ...] = LANGUAGES) -> list[str]:
    """Every other public page, in all of its states."""
    return [path for prefix in languages for path in _others(prefix)]


def everything() -> list[str]:
    """Every public page in both languages."""
    return [*workflows(COUNTY), *others()]


def _others(prefix: str) -> list[str]:
    check = f"{prefix}/check"
    return [
        prefix or "/",
        f"{prefix or '/'}?district={COUNTY}",
        f"{prefix}/S/{CODE}",
        f"{prefix}/privacy",
        check,
        *(f"{check}?code={code}" for code in (CODE, "7K3M-Q2XA-9PR0", "RECALLED")),
        *(f"{prefix}/plain/{name}" for name in PLAIN),
    ]


# Further states of a page that is looked at already.
FURTHER = ("/clerk-done", "/clerk-mend", "/clerk-wrong", "/updated-catalogue")

# One page of each kind: what is true of all pages of a kind is seen on one.
KINDS = [
    f"/services/QC10?district={COUNTY}",
    "/services/QC09",
    "/en/services/QC12",
    *(path for path in others(("",)) if not path.endswith(FURTHER)),
]
