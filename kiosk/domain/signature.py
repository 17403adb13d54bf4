"""What a device signs a request with: ECDSA on P-256 with SHA-256, as WebCrypto makes it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from kiosk.domain.problem import Problem

SCHEME: Final = "Mingbai-Device"
KEY_MOST: Final = 2_000  # letters; a public key has 124 as base64, 178 as PEM
_HALF: Final = 32  # bytes of r, and of s
_HEADER = re.compile(
    r"(?i:mingbai-device) +device=(?P<device>[A-Za-z0-9]{1,20}), *"
    r"time=(?P<time>[0-9]{1,15}), *signature=(?P<signature>[A-Za-z0-9_-]{86})"
)
# Of a key that nobody has kept: an unknown device is verified as well, and takes as long.
_NOBODY: Final = bytes.fromhex(
    "3059301306072a8648ce3d020106082a8648ce3d030107034200042134b5fccc6816b42adb8a23c0"
    "6a8e3a6827752a05d78add9e2814ad73273fe3789970316bc7200791a5d200ec5924cd584adc730e"
    "1fbd9ebe7c087530262ccd"
)


@dataclass(frozen=True, slots=True)
class Signed:
    """What the Authorization header of a request says: who signed it, when, and the signature."""

    device: str
    time: int  # epoch milliseconds
    signature: bytes

    @classmethod
    def read(cls, header: str) -> Signed | None:
        """From ``Mingbai-Device device=D0001, time=1795492800000, signature=…`` (base64url)."""
        found = _HEADER.fullmatch(header.strip())
        if found is None:
            return None
        signature = base64.urlsafe_b64decode(found["signature"] + "==")
        return cls(found["device"], int(found["time"]), signature)

    def holds(self, key: bytes | None, *, method: str, target: str, body: bytes) -> bool:
        """Whether `key` (DER) signed this request; without a key it never does, as slowly."""
        text = text_to_sign(method, target, self.time, body)
        r, s = self.signature[:_HALF], self.signature[_HALF:]
        signature = encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
        try:
            _public(key or _NOBODY).verify(signature, text, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return key is not None


def text_to_sign(method: str, target: str, time: int, body: bytes) -> bytes:
    """Four lines: method, target, time, SHA-256 of the body in hexadecimal.

    `target` is the path below the public address, with its query where there is one. The body is
    hashed as it is sent: nothing is unpacked for somebody who has not proved who he is.
    """
    return f"{method}\n{target}\n{time}\n{hashlib.sha256(body).hexdigest()}".encode()


def read_public_key(text: str) -> bytes:
    """A public key on P-256 as DER, from PEM or from its base64 alone; raises Problem."""
    if len(text) > KEY_MOST:
        raise Problem("device-key-faulty")
    try:
        if text.lstrip().startswith("-----"):
            key = serialization.load_pem_public_key(text.encode())
        else:
            key = serialization.load_der_public_key(base64.b64decode(text.strip(), validate=True))
    except (ValueError, TypeError, UnsupportedAlgorithm, binascii.Error) as error:
        raise Problem("device-key-faulty") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise Problem("device-key-faulty")
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _public(key: bytes) -> ec.EllipticCurvePublicKey:
    public = serialization.load_der_public_key(key)
    if not isinstance(public, ec.EllipticCurvePublicKey):
        raise TypeError(key)
    return public
