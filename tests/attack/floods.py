"""Every flood: each address of the application with all that is worst for it, and each kind alone.

The addresses come from the application's own map (`tests.attack.target`), so a new route is
attacked from the day it exists.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Final, NamedTuple
from urllib.parse import quote

from tests.attack.inputs import BODIES, FORM, HEADS, ORIGIN, Input, fresh, inputs
from tests.attack.pressure import AGENT, Shots
from tests.attack.target import Address, Site
from tests.attack.wire import request

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READY: Final = request("GET", "/S/0000-0000-0000", ("User-Agent", AGENT))
_NUMBERS: Final = count(1)


class Flood(NamedTuple):
    """A flood by its name."""

    name: str
    shots: Shots


def ready(number: int) -> bytes:
    """A code that is no code: its answer lies ready. What floods are compared with."""
    del number
    return READY


def of_address(address: Address) -> Flood:
    """All inputs in turn to one address; where one is very large, not each time."""
    made = [one for _, one in inputs(address.method)]

    def shots(number: int) -> bytes:
        return made[number % len(made)](address.method, address.path)

    return Flood(f"{address.method} {address.route}", shots)


def of_kinds(site: Site) -> Iterator[Flood]:
    """One input in turn to every address that takes it."""
    gets = [one for one in site.addresses if one.method == "GET"]
    posts = [one for one in site.addresses if one.method == "POST"]
    for name, made in HEADS.items():
        yield Flood(name, _in_turn(made, gets))
    for name, made in BODIES.items():
        yield Flood(name, _in_turn(made, posts))


def of_strangers(site: Site) -> Iterator[Flood]:
    """What needs no malformed byte, only a new value each time."""
    code = site.codes[0]
    yield Flood("unknown paths", lambda _: request("GET", f"/{fresh(20)}"))
    yield Flood("unknown paths, deep", lambda _: request("GET", f"/{fresh(12)}" + "/a" * 900))
    yield Flood("unknown pages of the desk", lambda _: request("GET", f"/admin/{fresh(20)}"))
    yield Flood("unknown services", lambda _: request("GET", f"/services/{fresh(20)}"))
    yield Flood("unknown files", lambda _: request("GET", f"/static/{fresh(20)}.css"))
    yield Flood("codes that are none", lambda _: request("GET", f"/S/{fresh(20)}"))
    yield Flood("forged codes", _forged)
    yield Flood("forged codes of a hall", lambda n: _forged(n).replace(b"/S/", b"/kiosk/"))
    yield Flood("forged links", lambda _: request("GET", f"/C/{_letters(24)}"))
    yield Flood(
        "forged badges", lambda _: request("GET", f"/staff/{fresh(10)}-20991231-{fresh(9)}")
    )
    yield Flood("one-time links", lambda _: request("GET", f"/admin/begin?token={fresh(43)}"))
    yield Flood("the sign-in page", lambda _: request("GET", f"/admin/sign-in?next=/{fresh(12)}"))
    yield Flood("the check page", lambda _: request("GET", f"/check?code={fresh(12)}"))
    yield Flood("one card, new agents of 1 KB", lambda _: _agent(code))
    # Somebody with a bundle of cards: each has a page of its own, of which a number is kept.
    yield Flood("screens by many cards", lambda n: _screen(_of(site.codes, n), n))
    yield Flood("screens by many cards, English", lambda n: _english(_of(site.codes, n), n))
    yield Flood("directories of many cards", lambda n: _get(f"/S/{_of(site.directories, n)}"))
    yield Flood("recalled cards, many", lambda n: _get(f"/S/{_of(site.recalled, n)}"))
    yield Flood("views from many cards", lambda n: _get(f"/S/{_of(site.directories, n)}/QC10"))
    yield Flood("bearer guesses", lambda _: _bearer())
    yield Flood("wrong sign-ins", sign_in)
    yield Flood("enrolments", lambda _: _enrolment())
    yield Flood("figures", lambda n: request("GET", "/metrics" if n % 2 else "/readyz"))
    yield Flood("hosts", _host)


def every(site: Site) -> list[Flood]:
    """All of them."""
    return [*of_strangers(site), *of_kinds(site), *map(of_address, site.addresses)]


def _in_turn(made: Input, addresses: Sequence[Address]) -> Shots:
    def shots(number: int) -> bytes:
        address = addresses[number % len(addresses)]
        return made(address.method, address.path)

    return shots


def _letters(number: int) -> str:
    return "".join(random.choices(LETTERS, k=number))


def _forged(number: int) -> bytes:
    del number
    return request("GET", f"/S/{_letters(12)}", ("User-Agent", AGENT))


def _agent(code: str) -> bytes:
    agent = f"Mozilla/5.0 {fresh(500)} {_letters(500)}"
    return request("GET", f"/S/{code}", ("User-Agent", agent), ("Accept-Language", "zh"))


def _of(codes: Sequence[str], number: int) -> str:
    """Another card each time, and in each flood others."""
    return codes[(next(_NUMBERS) + number) % len(codes)]


def _get(path: str) -> bytes:
    compressed = ("Accept-Encoding", "gzip, deflate, br")
    return request("GET", path, ("User-Agent", AGENT), ("Accept-Language", "zh"), compressed)


def _screen(code: str, number: int) -> bytes:
    return _get(f"/kiosk/{code}/QC{number % 13 + 1:02}")


def _english(code: str, number: int) -> bytes:
    return _get(f"/kiosk/{code}/QC{number % 13 + 1:02}?lang=en")


def _bearer() -> bytes:
    path = "/api/v1/reports/scans?from=2026-01-01&to=2026-12-31&by=day,placement"
    return request("GET", path, ("Authorization", f"Bearer mbk_{fresh(43)}"))


def network() -> str:
    """An address that nobody had before, as a proxy tells it."""
    number = next(_NUMBERS)
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def sign_in(number: int) -> bytes:
    name = "zhangsan" if number % 2 else fresh(16)
    form = f"name={name}&password={quote(fresh(20))}"
    headers = ORIGIN, ("Content-Type", FORM), ("X-Forwarded-For", network())
    return request("POST", "/admin/sign-in", *headers, body=form.encode())


def _enrolment() -> bytes:
    body = f'{{"token": "mbd_{fresh(40)}", "key": "{"A" * 1_900}"}}'.encode()
    return request("POST", "/api/v1/kiosk/enrol", ("X-Forwarded-For", network()), body=body)


def _host(number: int) -> bytes:
    names = f"localhost:{fresh(12)}", f"{fresh(12)}@localhost", f"localhost/{fresh(12)}", fresh(250)
    return request("GET", "/healthz", host=names[number % 4])
