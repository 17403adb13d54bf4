"""All public pages as a small site of their own, without database or scans, to look at."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from kiosk.domain.catalogue import Catalogue
from kiosk.domain.placement import Batch, BatchState
from kiosk.web.http import statics
from kiosk.web.http.compression import Packed, pack
from kiosk.web.pages.public import Found, Page, Pages, Site
from kiosk.web.pages.texts import Language
from tests.browser import at_work
from tests.make import catalogue, starter

CODE = "7K3MQ2XA9PRD"
PLAIN = (
    *("unrecognised", "recalled", "recalled-catalogue", "withdrawn", "replaced"),
    *("not-found", "server-error", "refused"),
    *("clerk", "clerk-done", "clerk-mend", "clerk-wrong", "clerk-recalled"),
    *("updated", "updated-catalogue"),
)


def application(site: Site, pages: Pages | None = None) -> Starlette:
    """Serve the pages of `site` with their policies; plain pages at ``/plain/<name>``."""
    shown = pages or Pages(standing(), site)
    base = site.public_url.partition("://")[2].partition("/")[2]
    return Starlette(routes=[Mount(f"/{base}" if base else "", routes=_routes(shown))])


def told(address: str) -> Site:
    """A site of which the operator has said everything; every value is made up."""
    return Site(
        public_url=address,
        operator="示范市司法局",
        site_id="0000000000",
        badge_url="https://badge.example.gov.cn/",
        error_url="https://error.example.gov.cn/",
        icp="示ICP备00000000号",
        police="示公网安备 00000000000000号",
        hotline="0531-00000000",
        retention_days=400,
    )


def standing() -> Catalogue:
    """The starter catalogue, with a hidden service that another one replaces."""
    services = [
        replace(service, replaced_by="QC10") if service.id == "QC15" else service
        for service in starter().services
    ]
    return catalogue(tuple(services))


def found(state: BatchState = BatchState.IN_USE) -> Found:
    """What the printing record says of a card of QC10."""
    batch = Batch("B0001", "a5-process", state, False, "", 0, "test", "电话有误", "B0002")
    return Found(catalogue().services[9], "平阴县政务服务中心", "370124", batch)


def _routes(pages: Pages) -> list[Route | Mount]:
    routes: list[Route | Mount] = [Mount("/static", statics.files())]
    for prefix, language in (("", "zh"), ("/en", "en")):
        routes += _routes_in(pages, prefix, language)  # type: ignore[arg-type]
    return routes


def _routes_in(pages: Pages, prefix: str, language: Language) -> list[Route]:
    def district(request: Request) -> str | None:
        return request.query_params.get("district")

    def check(request: Request) -> Page:
        typed = request.query_params.get("code")
        known = {CODE: found(), "RECALLED": found(BatchState.RECALLED)}
        return pages.check(language, typed=typed, found=known.get(typed or ""))

    plain: dict[str, Callable[[], Page]] = {
        "unrecognised": lambda: pages.unrecognised(language, "7K3M-Q2XA-9PR0"),
        "recalled": lambda: pages.recalled(
            language, reason="电话有误", replacement="B0002", service="QC10", district="370124"
        ),
        "recalled-catalogue": lambda: pages.recalled(language, reason=None, replacement=None),
        "withdrawn": lambda: pages.withdrawn(language, "QC14"),
        "replaced": lambda: pages.withdrawn(language, "QC15"),
        "not-found": lambda: pages.not_found(language),
        "server-error": lambda: pages.server_error(language, "1f2e3d4c"),
        "refused": lambda: pages.refused(language, 405, "这个地址不接受这种请求。"),
        **{name: partial(at_work.clerk, pages, language, name) for name in at_work.CLERK},
        "updated": lambda: pages.service(
            "QC10", language, district="370124", updated=at_work.updated("QC10")
        ),
        "updated-catalogue": lambda: pages.directory(
            language, district="370124", code=CODE, updated=at_work.updated("QC10")
        ),
    }
    return [
        Route(prefix or "/", _answer(lambda r: pages.directory(language, district=district(r)))),
        Route(
            f"{prefix}/services/{{id}}",
            _answer(
                lambda r: pages.service(
                    r.path_params["id"],
                    language,
                    district=district(r),
                    updated=at_work.asked(r.path_params["id"], r.query_params.get("print")),
                )
            ),
        ),
        Route(
            f"{prefix}/S/{{code}}",
            _answer(lambda r: pages.directory(language, code=r.path_params["code"])),
        ),
        Route(f"{prefix}/check", _answer(check)),
        Route(f"{prefix}/privacy", _answer(lambda _: pages.privacy(language))),
        Route(f"{prefix}/plain/{{name}}", _answer(lambda r: plain[r.path_params["name"]]())),
    ]


def _answer(make: Callable[[Request], Page]) -> Callable[[Request], Awaitable[Response]]:
    ready: dict[str, Packed] = {}  # a page is made once, however often it is looked at

    async def answer(request: Request) -> Response:
        page = ready.get(str(request.url)) or ready.setdefault(
            str(request.url), pack(make(request))
        )
        sent = page.variant(request.headers.get("accept-encoding", "").encode())
        answered = Response(sent.body, page.status)
        answered.raw_headers = sent.headers
        return answered

    return answer
