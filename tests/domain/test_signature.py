"""Keys and signatures as devices have them, read strictly."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from kiosk.domain.problem import Problem
from kiosk.domain.signature import Signed, read_public_key, text_to_sign

KEY = ec.generate_private_key(ec.SECP256R1())
BODY = b'{"events": []}'
PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER
SPKI = serialization.PublicFormat.SubjectPublicKeyInfo


def public(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(PEM, SPKI).decode()


def signed(body: bytes = BODY) -> Signed:
    text = text_to_sign("POST", "/x", 5, body)
    r, s = decode_dss_signature(KEY.sign(text, ec.ECDSA(hashes.SHA256())))
    return Signed("D0001", 5, r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def test_what_is_signed_is_four_lines() -> None:
    digest = hashlib.sha256(BODY).hexdigest()
    assert text_to_sign("POST", "/a?b=c", 7, BODY) == f"POST\n/a?b=c\n7\n{digest}".encode()


def test_a_signature_holds_for_its_request_and_no_other() -> None:
    one, key = signed(), read_public_key(public(KEY))
    asked = {"method": "POST", "target": "/x", "body": BODY}
    assert one.holds(key, **asked)  # type: ignore[arg-type]
    for change in ({"method": "PUT"}, {"target": "/y"}, {"body": b""}):
        assert not one.holds(key, **(asked | change))  # type: ignore[arg-type]
    assert not replace(one, time=6).holds(key, **asked)  # type: ignore[arg-type]
    for wrong in (bytes(64), b"\xff" * 64, one.signature[32:] + one.signature[:32]):
        assert not replace(one, signature=wrong).holds(key, **asked)  # type: ignore[arg-type]
    other = read_public_key(public(ec.generate_private_key(ec.SECP256R1())))
    assert not one.holds(other, **asked)  # type: ignore[arg-type]
    assert not one.holds(None, **asked)  # type: ignore[arg-type]


def test_a_header_is_read_as_it_is_documented_and_not_otherwise() -> None:
    letters = base64.urlsafe_b64encode(bytes(range(64))).decode().rstrip("=")
    header = f"Mingbai-Device device=D0001, time=5, signature={letters}"
    assert Signed.read(header) == Signed("D0001", 5, bytes(range(64)))
    assert Signed.read(header.replace("Mingbai-Device", "mingbai-device")) is not None
    for wrong in (
        "",
        "Bearer x",
        header[:-1],
        header + "A",
        header.replace("time=5", "time=-5"),
        header.replace("time=5", "time=５"),
        header.replace("time=5", f"time={'9' * 16}"),
        header.replace("D0001", "D 1"),
        header + ", time=6",
        header[:-1] + "+",
    ):
        assert Signed.read(wrong) is None


def test_a_public_key_is_read_from_pem_and_from_base64() -> None:
    der = KEY.public_key().public_bytes(DER, SPKI)
    assert read_public_key(public(KEY)) == der
    assert read_public_key(f"\n{public(KEY)}\n") == der
    assert read_public_key(base64.b64encode(der).decode()) == der


def test_anything_else_is_no_public_key() -> None:
    private = KEY.private_bytes(
        PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    for wrong in (
        "",
        "x",
        "€",
        private,
        public(ec.generate_private_key(ec.SECP384R1())),
        public(ec.generate_private_key(ec.SECP256K1())),
        public(ed25519.Ed25519PrivateKey.generate()),
        public(KEY)[:-60],
        "A" * 124,
        "A" * 2_001,
    ):
        with pytest.raises(Problem, match="device-key-faulty"):
            read_public_key(wrong)
