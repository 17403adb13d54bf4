"""Nothing a stranger sends stays in memory: new values in every place, and a process that is flat.

The short form, with every check; ``test_memory`` sends a hundred thousand in ``make attack``.
"""

from __future__ import annotations

import asyncio
import os
import random
import string
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.ledger import issue
from tests.faults.process import HOST, Service

REQUESTS = int(os.environ.get("ATTACK_REQUESTS", "2000"))
WARM = 1_000  # first uses: modules, pages in three encodings, pools
CLIENTS = 8
GROWTH_MB = 20.0
SEED = 20261130

pytestmark = pytest.mark.faults

_LETTERS = string.ascii_letters + string.digits
_HEADERS = (
    *("Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control", "Cookie"),
    *("Forwarded", "From", "If-Match", "If-Modified-Since", "If-None-Match", "Origin", "Purpose"),
    *("Range", "Referer", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Purpose", "Signature"),
    *("Signature-Input", "TE", "Upgrade-Insecure-Requests", "User-Agent", "Via", "X-Moz"),
    *("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"),
)


class Stranger:
    """Makes requests that differ from each other in every value."""

    def __init__(self, code: str) -> None:
        self._random = random.Random(SEED)
        self._code = code
        self._makers: tuple[Callable[[], bytes], ...] = (
            *(self._scan, self._forged, self._page, self._missing, self._typed, self._host),
            *(self._host_of_ours, self._sign_in, self._multipart, self._json, self._screen),
            *(self._malformed, self._district),
        )

    def request(self, number: int) -> bytes:
        """The request of a number."""
        return self._makers[number % len(self._makers)]()

    def _text(self, most: int) -> str:
        return "".join(self._random.choices(_LETTERS, k=self._random.randrange(8, most)))

    def _ask(
        self, path: str, *, host: str = HOST, of: str = "GET", body: str = "", kind: str = ""
    ) -> bytes:
        chosen = self._random.sample(_HEADERS, 6)
        lines = [f"{of} {path} HTTP/1.1", f"Host: {host}"]
        lines += [f"{name}: {self._text(400)}" for name in chosen if name != "User-Agent"]
        lines += [f"User-Agent: Mozilla/5.0 ({self._text(300)})", f"X-{self._text(30)}: 1"]
        if of == "POST":
            lines = [line for line in lines if not line.startswith("Origin")]
            lines += [f"Origin: https://{HOST}", f"Content-Type: {kind}"]
            lines += [f"Content-Length: {len(body)}"]
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode("latin-1")

    def _scan(self) -> bytes:
        """The code with hyphens of every kind of place, and a query."""
        letters = [letter + "-" * self._random.randrange(4) for letter in self._code]
        return self._ask(f"/S/{''.join(letters)}?{self._text(40)}={self._text(40)}")

    def _forged(self) -> bytes:
        return self._ask(f"/S/{self._text(300)}")

    def _page(self) -> bytes:
        return self._ask(f"/services/QC10?print={self._text(60)}&district={self._text(60)}")

    def _district(self) -> bytes:
        return self._ask(f"/?{self._text(60)}={self._text(60)}&lang={self._text(60)}")

    def _missing(self) -> bytes:
        return self._ask(f"/{self._text(500)}/{self._text(300)}")

    def _typed(self) -> bytes:
        return self._ask(f"/check?code={self._text(300)}")

    def _host(self) -> bytes:
        return self._ask("/", host=f"{self._text(60)}.example:{self._random.randrange(65_536)}")

    def _host_of_ours(self) -> bytes:
        port = self._random.choice([str(self._random.randrange(65_536)), self._text(9_000)])
        return self._ask("/healthz", host=f"localhost:{port}")

    def _screen(self) -> bytes:
        return self._ask(f"/kiosk/{self._text(100)}/{self._text(100)}?lang={self._text(9)}")

    def _sign_in(self) -> bytes:
        body = "&".join(f"{self._text(20)}={self._text(200)}" for _ in range(6))
        form = "application/x-www-form-urlencoded"
        return self._ask("/admin/batches/new", of="POST", body=body, kind=form)

    def _multipart(self) -> bytes:
        bound = self._text(60)
        body = (
            f'--{bound}\r\nContent-Disposition: form-data; name="{self._text(60)}"; '
            f'filename="{self._text(60)}"\r\n\r\n{self._text(300)}\r\n--{bound}--\r\n'
        )
        kind = f"multipart/form-data; boundary={bound}; charset={self._text(20)}"
        return self._ask("/C/none", of="POST", body=body, kind=kind)

    def _json(self) -> bytes:
        body = f'{{"{self._text(60)}": "{self._text(300)}"}}'
        return self._ask("/api/v1/kiosk/enrol", of="POST", body=body, kind="application/json")

    def _malformed(self) -> bytes:
        return f"{self._text(20)} {self._text(300)}\r\n\r\n".encode()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = Service(tmp_path / "data")
    made.start()
    yield made
    made.kill()


def pss_mb(pid: int) -> float:
    """A process's share of the memory it uses, in megabytes of 10⁶ bytes."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    (told,) = [line for line in lines if line.startswith("Pss:")]
    return int(told.split()[1]) * 1_024 / 1e6


async def _flood(port: int, stranger: Stranger, numbers: range) -> int:
    """Send requests over a few connections; how many were answered."""
    left, answered = iter(numbers), 0

    async def client() -> None:
        nonlocal answered
        while (number := next(left, None)) is not None:
            with suppress(OSError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                try:
                    while number is not None:
                        writer.write(stranger.request(number))
                        head = await reader.readuntil(b"\r\n\r\n")
                        answered += 1
                        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")
                        await reader.readexactly(int(length[0] or 0))
                        if b"connection: close" in head.lower():
                            break
                        number = next(left, None)
                finally:
                    writer.close()

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return answered


async def test_new_values_everywhere_leave_memory_flat(service: Service, tmp_path: Path) -> None:
    stranger = Stranger(next(issue(service, tmp_path)))
    (worker,) = service.workers
    await _flood(service.port, stranger, range(WARM))
    before = pss_mb(worker)
    answered = await _flood(service.port, stranger, range(WARM, WARM + REQUESTS))
    after = pss_mb(worker)
    print(  # noqa: T201 - the figures are the point
        f"\n{answered:,} of {REQUESTS:,} answered: {before:.1f} MB before, {after:.1f} MB after"
    )
    assert answered >= 0.9 * REQUESTS
    assert service.workers == {worker}
    assert after - before <= GROWTH_MB
