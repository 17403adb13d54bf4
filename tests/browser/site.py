"""All public pages as a small site of their own, without database or scans, to look at."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from kiosk.domain.placement import Batch, BatchState
from kiosk.web import statics
from kiosk.web.packed import pack
from kiosk.web.pages import Found, Page, Pages, Site
from kiosk.web.texts import Language
from tests.make import catalogue

CODE = "7K3MQ2XA9PRD"
PLAIN = ("unrecognised", "recalled", "withdrawn", "not-found", "server-error", "refused")


def application(site: Site, pages: Pages | None = None) -> Starlette:
    """Serve the pages of `site` with their policies; plain pages at ``/plain/<name>``."""
    shown = pages or Pages(catalogue(), site)
    base = site.public_url.partition("://")[2].partition("/")[2]
    return Starlette(routes=[Mount(f"/{base}" if base else "", routes=_routes(shown))])


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
        return pages.check(language, typed=typed, found=found() if typed == CODE else None)

    plain = {
        "unrecognised": lambda: pages.unrecognised(language, "7K3M-Q2XA-9PR0"),
        "recalled": lambda: pages.recalled(language, reason="电话有误", replacement="B0002"),
        "withdrawn": lambda: pages.withdrawn(language, "QC14"),
        "not-found": lambda: pages.not_found(language),
        "server-error": lambda: pages.server_error(language, "1f2e3d4c"),
        "refused": lambda: pages.refused(language, 405, "这个地址不接受这种请求。"),
    }
    return [
        Route(prefix or "/", _answer(lambda r: pages.directory(language, district=district(r)))),
        Route(
            f"{prefix}/services/{{id}}",
            _answer(lambda r: pages.service(r.path_params["id"], language, district=district(r))),
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
    async def answer(request: Request) -> Response:
        page = make(request)
        packed = pack(page).variant(request.headers.get("accept-encoding", "").encode())
        answered = Response(packed.body, page.status)
        answered.raw_headers = packed.headers
        return answered

    return answer
