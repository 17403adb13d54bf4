"""A browser as far as the administration needs one: it keeps cookies and says where it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from http.cookies import SimpleCookie
from typing import Any

import httpx
from argon2.profiles import CHEAPEST

from kiosk.acts.passwords import Passwords
from kiosk.acts.token import digest_of
from kiosk.web.admin.session import new_token
from tests.conftest import ADDRESS
from tests.serving import Served

NAME = "zhangsan"
PASSWORD = "四棵柳树 两口清泉 一座桥"


class Visitor:
    """Talks to a running service like a browser; `origin` is the site its pages come from."""

    def __init__(self, served: Served, *, origin: str = ADDRESS, base: str = "") -> None:
        self._client = served.client
        self._origin = origin
        self._base = base
        self.cookies: dict[str, str] = {}

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """Open a page."""
        return self._kept(await self._client.get(self._base + path, headers=self._with(headers)))

    async def post(
        self,
        path: str,
        fields: Mapping[str, Any],
        *,
        headers: Mapping[str, str] | None = None,
        files: Any = None,
    ) -> httpx.Response:
        """Send a form; `headers` in place of the Origin that browsers send."""
        sent = self._with({"origin": self._origin} if headers is None else headers)
        answer = await self._client.post(
            self._base + path, data=dict(fields), files=files, headers=sent, timeout=30
        )
        return self._kept(answer)

    async def open_link(self, token: str) -> httpx.Response:
        """Open a one-time link as a browser does, which is led on to an address without it."""
        answer = await self.get(f"/admin/begin?token={token}")
        if answer.status_code != 303:
            return answer
        assert answer.headers["location"].endswith("/admin/begin")
        return await self.get("/admin/begin")

    async def sign_in(self, name: str = NAME, password: str = PASSWORD) -> httpx.Response:
        """Sign in as the form does."""
        return await self.post("/admin/sign-in", {"name": name, "password": password})

    def _with(self, headers: Mapping[str, str]) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {**headers, **({"cookie": cookies} if cookies else {})}

    def _kept(self, answer: httpx.Response) -> httpx.Response:
        for header in answer.headers.get_list("set-cookie"):
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0":
                    del self.cookies[name]
        return answer


async def make_account(served: Served, name: str = NAME) -> None:
    """An account that can sign in, made by a link. Hashes cost next to nothing from now on."""
    served.state.passwords = Passwords(CHEAPEST)
    token = new_token()
    await served.do("account.add", name=name, digest=digest_of(token))
    hashed = await served.state.passwords.hash(PASSWORD)
    await served.do("account.begin", digest=digest_of(token), name=name, password=hashed)


async def signed_in(served: Served, name: str = NAME) -> Visitor:
    """Somebody with an account who has signed in."""
    await make_account(served, name)
    visitor = Visitor(served, origin=served.state.office.settings.public_url)
    answer = await visitor.sign_in(name)
    assert answer.status_code == 303, answer.text
    return visitor


def field(page: str, name: str) -> str:
    """The value of a field in a page, hidden ones too."""
    found = re.search(rf'<input[^>]* name="{name}"[^>]*>', page)
    assert found, page
    value = re.search(r' value="([^"]*)"', found[0])
    return unescape(value[1]) if value else ""
