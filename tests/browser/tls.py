"""A service in a thread, reached over https: its own certificate, and a front that ends TLS."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@contextmanager
def https_front(folder: Path, port: int, behind: int) -> Iterator[None]:
    """Listen on `port` of loopback with TLS, and pass on to the port `behind`."""
    certificate = _certificate(folder / "tls.pem")
    ready, held = threading.Event(), dict[str, Callable[[], object]]()

    async def serve() -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        held["stop"] = lambda: loop.call_soon_threadsafe(stop.set)

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            their_reader, their_writer = await asyncio.open_connection("127.0.0.1", behind)
            with suppress(asyncio.CancelledError):  # the front ends
                await asyncio.gather(_pass_on(reader, their_writer), _pass_on(their_reader, writer))

        server = await asyncio.start_server(connected, "127.0.0.1", port, ssl=context)
        ready.set()
        await stop.wait()
        server.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="tls-front")
    thread.start()
    try:
        assert ready.wait(30)
        yield
    finally:
        held["stop"]()
        thread.join(30)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


def _certificate(path: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return path
