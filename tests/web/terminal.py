"""A kiosk of a hall as its maker would program it: a key, a queue, and signed requests."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import uuid_utils
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

EVENTS = "/api/v1/kiosk/events"
ENROL = "/api/v1/kiosk/enrol"


def authorization(
    key: ec.EllipticCurvePrivateKey, device: str, *, target: str, time: int, body: bytes
) -> str:
    """The header of a POST."""
    text = f"POST\n{target}\n{time}\n{hashlib.sha256(body).hexdigest()}".encode()
    r, s = decode_dss_signature(key.sign(text, ec.ECDSA(hashes.SHA256())))
    raw = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    signature = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    return f"Mingbai-Device device={device}, time={time}, signature={signature}"


@dataclass
class Terminal:
    """A device; `id` is empty until it is enrolled."""

    client: httpx.AsyncClient
    id: str = ""
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    sequence: int = 0

    @property
    def pem(self) -> str:
        """Its public key as a file."""
        return self._public(serialization.Encoding.PEM).decode()

    @property
    def spki(self) -> str:
        """Its public key as WebCrypto exports it, in base64."""
        return base64.b64encode(self._public(serialization.Encoding.DER)).decode()

    def touch(self, at: int, service: str = "QC10", **changes: Any) -> dict[str, Any]:
        """An event."""
        self.sequence += 1
        event = {
            "id": str(uuid_utils.uuid7()),
            "sequence": self.sequence,
            "at": at,
            "act": "touch",
            "service": service,
        }
        return event | changes

    async def send(self, events: Sequence[object], *, time: int, **how: Any) -> httpx.Response:
        """A batch."""
        return await self.post(json.dumps({"events": events}).encode(), time=time, **how)

    async def post(
        self,
        body: bytes,
        *,
        time: int,
        is_packed: bool = False,
        target: str = EVENTS,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Bytes, signed; `headers` replace what would be sent."""
        body = gzip.compress(body) if is_packed else body
        sent = {
            "authorization": authorization(self.key, self.id, target=EVENTS, time=time, body=body),
            "content-type": "application/json",
        }
        if is_packed:
            sent["content-encoding"] = "gzip"
        return await self.client.post(target, content=body, headers=sent | (headers or {}))

    async def told(self, events: Sequence[object], *, time: int, **how: Any) -> list[str]:
        """The answer to a batch, an event each: ``stored``, or why not."""
        answer = await self.send(events, time=time, **how)
        assert answer.status_code == 200, answer.text
        return [result["code"] or result["status"] for result in answer.json()["results"]]

    def _public(self, encoding: serialization.Encoding) -> bytes:
        return self.key.public_key().public_bytes(
            encoding, serialization.PublicFormat.SubjectPublicKeyInfo
        )


async def enrolled(served: Any, placement: str, *, name: str = "大厅1号") -> Terminal:
    """A device at a placement of a running service."""
    terminal = Terminal(served.client)
    done = await served.do("device.enrol", name=name, placement=placement, key=terminal.pem)
    terminal.id = done["device"]
    return terminal
