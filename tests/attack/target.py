"""What is attacked: a service with cards, an account and a hall, and every address it answers."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from starlette.routing import Mount, Route

from kiosk.acts.passwords import Passwords
from kiosk.acts.token import digest_of, new_token
from kiosk.config import Settings
from kiosk.domain.badge import BadgeSigner
from kiosk.domain.clerk import ClerkSigner
from kiosk.domain.period import day_number
from kiosk.domain.placement import CodeRange, PlacementKind
from kiosk.store import clerks
from kiosk.web.admin.session import new_token as new_session
from kiosk.web.routes import application
from tests.faults.process import HOST, Service
from tests.make import spot
from tests.serving import Served, serving

NAME: Final = "zhangsan"
PASSWORD: Final = "四棵柳树 两口清泉 一座桥"
COPIES: Final = 200_000
COPIES_OF_ALL: Final = 20_000
SERVICE_CORE, CLIENT_CORE = "0", "1"
_PLACE: Final = re.compile(r"{(\w+)(?::\w+)?}")


class Address(NamedTuple):
    """A method and a path, and the route of the map that answers it."""

    route: str
    method: str
    path: str


@dataclass(frozen=True, slots=True)
class Site:
    """A data folder and what can be asked of it; `codes` are cards of a hall, from `first` on.

    `directories` are codes of whole-catalogue cards, `recalled` those of a recalled batch.
    """

    data: Path
    first: int
    codes: tuple[str, ...]
    directories: tuple[str, ...]
    recalled: tuple[str, ...]
    addresses: tuple[Address, ...]
    token: str


async def prepare(data: Path) -> Site:
    """Fill an empty folder; the service does not run yet."""
    settings = Settings(data_dir=data, public_url=f"https://{HOST}")
    async with serving(settings) as served:
        hall = spot("历下大厅", kind=PlacementKind.KIOSK, copies=COPIES)
        (span,) = await served.batch(hall, numbered=True)
        whole = {"services": [""], "design": "card-90x54-catalogue", "numbered": True}
        (every,) = await served.batch(spot(copies=COPIES_OF_ALL), **whole)
        (gone,) = await served.batch(spot(copies=COPIES_OF_ALL), numbered=True)
        recall = {"batch": gone.batch, "reason": "号码印错", "replacement": span.batch}
        await served.do("batch.recall", **recall)
        token = new_token()
        await served.do("token.add", name="report", digest=digest_of(token))
        await _account(served)
        known = await _known(served, span)
        code = served.state.office.signer.code
        routes: Sequence[Any] = getattr(application(served.state), "_router").routes  # noqa: B009
        return Site(
            data,
            span.first,
            tuple(code(span.first + number) for number in range(COPIES)),
            tuple(code(every.first + number) for number in range(COPIES_OF_ALL)),
            tuple(code(gone.first + number) for number in range(COPIES_OF_ALL)),
            (*addresses(routes, known), *_doors(known)),
            token,
        )


async def _account(served: Served) -> None:
    link = new_session()
    await served.do("account.add", name=NAME, digest=digest_of(link))
    hashed = await Passwords().hash(PASSWORD)
    await served.do("account.begin", digest=digest_of(link), name=NAME, password=hashed)


async def _known(served: Served, span: CodeRange) -> dict[str, str]:
    """For each place of a path something that is really there, by the place's name."""
    office, batch = served.state.office, str(span.batch)
    today = day_number(office.zone.today(office.now()))
    await served.do("clerk.add", batch=batch, placement=None, days=30)
    links = await office.driver.read(partial(clerks.open_links, batch=batch, today=today))
    badge = await served.do("badge.add", name="甲", days=30)
    keys = office.signer.keys
    return {
        "batch": batch,
        "placement": span.placement,
        "design": "a5-process",
        "name": "QC10",
        "kind": "pdf",
        "side": "1",
        "language": "en",
        "rest": "no/such/page",
        "code": served.code(span),
        "clerk": ClerkSigner(keys).token(links[span.placement].id),
        "badge": BadgeSigner(keys).badge(badge["id"], badge["until"]),
    }


def addresses(routes: Sequence[Any], known: Mapping[str, str]) -> Iterator[Address]:
    """Every route of the application with each of its methods; a new kind of place fails here."""
    for route in routes:
        if isinstance(route, Mount):
            yield Address(route.path, "GET", f"{route.path}/site.css")
            continue
        assert isinstance(route, Route), route
        # Of a token there are two kinds; a clerk's link is under /C/.
        held = {**known, "token": known["badge" if "/staff/" in route.path else "clerk"]}
        path = _PLACE.sub(lambda place, held=held: held[place[1]], route.path)  # type: ignore[misc]
        for method in sorted((route.methods or {"GET"}) - {"HEAD"}):
            yield Address(route.path, method, path)


def _doors(known: Mapping[str, str]) -> Iterator[Address]:
    """What is answered before the map is asked."""
    code = known["code"]
    yield Address("/S/{code}", "GET", f"/S/{code}")
    yield Address("/S/{code}/{service}", "GET", f"/S/{code}/QC10")
    yield Address("/kiosk/{code}", "GET", f"/kiosk/{code}")
    yield Address("/kiosk/{code}/{service}", "GET", f"/kiosk/{code}/QC10")


def attacked(site: Site, **environment: str) -> Service:
    """The service on a site as a process of its own, watched, and behind a trusted proxy."""
    beats = site.data.with_suffix(".beats")
    watched = {"ATTACK_BEATS": str(beats), "KIOSK_TRUSTED_PROXIES": "127.0.0.1"}
    service = Service(site.data, settings=watched | environment)
    service.program = "tests.attack.program"
    return service


def is_alone() -> bool:
    """Whether the machine has a core for the service and another for its clients."""
    return os.cpu_count() is not None and len(os.sched_getaffinity(0)) > 1
