"""The files of ``assets/static``: their addresses, which change with their content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Final

import assets

_TYPES: Final = {
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Static:
    """One file: it may be kept by browsers for ever, since a change changes its address."""

    body: bytes
    media_type: str


def path(name: str) -> str:
    """The address of the file `name`, below the public path: ``/static/<digest>/<name>``."""
    return f"/static/{_digest(name)}/{name}"


@cache
def statics() -> dict[str, Static]:
    """Every file that is served, by its address below the public path."""
    names = (entry.name for entry in (assets.ROOT / "static").iterdir() if entry.is_file())
    return {path(name): _static(name) for name in sorted(names) if _extension(name) in _SERVED}


def _static(name: str) -> Static:
    return Static(assets.read_bytes("static", name), _TYPES[_extension(name)])


def _extension(name: str) -> str:
    return name.rpartition(".")[2]


@cache
def _digest(name: str) -> str:
    return hashlib.sha256(assets.read_bytes("static", name)).hexdigest()[:12]


_SERVED: Final = frozenset(_TYPES) - {"css"}  # styles stand inside the pages
