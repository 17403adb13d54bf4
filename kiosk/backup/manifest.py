"""What a backup says of itself: one JSON object, read strictly, that names and binds every part."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import Field, TypeAdapter, ValidationError

from kiosk.domain.fact import Bilingual
from kiosk.domain.problem import Problem

FORMAT: Final = 1
LONGEST: Final = 1024 * 1024

Count = Annotated[int, Field(ge=0, lt=1 << 62)]
Name = Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]{0,62}$")]
# A made-up file cannot have others, so none is ever looked for under a name of its own.
_PART: Final = r"^(database\.sqlite3|spool\.sqlite3|unrecorded\.json|tables/[a-z_][a-z0-9_]{0,62})$"
Hex = Annotated[str, Field(pattern=r"^[0-9a-f]+$", max_length=64)]


class Kind(StrEnum):
    """The database that a backup was made of, and that it is restored to."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "strict": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(_Entry):
    """A member of the file: its bytes and their SHA-256 in hexadecimal."""

    name: Annotated[str, Field(pattern=_PART)]
    size: Count
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(_Entry):
    """A table and how many rows it has; `columns` in the order of the part's, if it has one."""

    name: Name
    rows: Count
    columns: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed(_Entry):
    """A code key that signs or verifies: without it printed cards are not recognised."""

    id: Annotated[str, Field(pattern=r"^K[0-9]{1,9}$")]
    fingerprint: Hex


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope(_Entry):
    """How the code keys are locked: argon2id makes the key of AES-256-GCM from the passphrase.

    The limits keep a made-up file from taking the machine's memory or hours.
    """

    kdf: Literal["argon2id"]
    memory_kib: Annotated[int, Field(ge=65_536, le=1_048_576)]
    passes: Annotated[int, Field(ge=1, le=16)]
    lanes: Annotated[int, Field(ge=1, le=16)]
    salt: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    cipher: Literal["AES-256-GCM"]
    nonce: Annotated[str, Field(pattern=r"^[0-9a-f]{24}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest(_Entry):
    """`made_at` in epoch milliseconds; no `envelope` where the code keys were left out."""

    format: Literal[1]
    program: str
    kind: Annotated[Kind, Field(strict=False)]
    schema: Annotated[int, Field(ge=1)]
    zone: str
    made_at: Count
    made_by: str
    parts: Annotated[tuple[Part, ...], Field(max_length=1_000)]
    tables: Annotated[tuple[Table, ...], Field(max_length=1_000)]
    spooled: Count
    keys: tuple[Needed, ...]
    envelope: Envelope | None
    left_out: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(table.rows for table in self.tables)

    def to_bytes(self) -> bytes:
        """The text of the file, which the envelope authenticates byte for byte."""
        return _ADAPTER.dump_json(self, indent=1) + b"\n"

    @classmethod
    def from_bytes(cls, text: bytes) -> Manifest:
        """Raises Problem: it was made by a later program, or it is none."""
        _require_known_format(text)
        try:
            return _ADAPTER.validate_json(text)
        except ValidationError as error:
            fault = error.errors()[0]
            where = ".".join(map(str, fault["loc"]))
            why = Bilingual(zh=f"清单的{where}不对", en=f"{where} of its manifest is wrong")
            raise Problem("backup-damaged", why=why) from error


_ADAPTER: Final = TypeAdapter(Manifest)


def _require_known_format(text: bytes) -> None:
    """A later format may say more than this program understands: that is no damage."""
    try:
        found = json.loads(text)["format"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        why = Bilingual(zh="清单读不出来", en="its manifest cannot be read")
        raise Problem("backup-damaged", why=why) from error
    if isinstance(found, int) and found > FORMAT:
        raise Problem("backup-newer", found=found, known=FORMAT)
