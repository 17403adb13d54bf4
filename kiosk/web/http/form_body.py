"""Forms as browsers send them, split by a few passes over bytes that were bounded before.

The usual readers call Python for every field and every separator: four million ``&`` held the loop
for six seconds. Here separators are counted first, and no work is done for what is refused.
"""

from __future__ import annotations

import re
from binascii import unhexlify
from dataclasses import dataclass
from typing import Final

_BOUNDARY: Final = re.compile(r';[ \t]*boundary="?([0-9A-Za-z\'()+_,./:=?-]{1,70})"?[ \t]*(?:;|$)')
_NAME: Final = re.compile(rb';[ \t]*name="([^"]*)"', re.IGNORECASE)
_FILE: Final = re.compile(rb';[ \t]*filename="([^"]*)"', re.IGNORECASE)
_ESCAPES: Final = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")
_HEAD_MOST: Final = 2_048  # bytes of what stands above a field
_NAME_MOST: Final = 255


class UnreadableError(ValueError):
    """What came is no form."""


class TooManyError(ValueError):
    """A form has more fields than its route takes."""


@dataclass(frozen=True, slots=True)
class Part:
    """A field; `file` is the name of a file that was sent as it, else None."""

    name: str
    value: bytes
    file: str | None = None

    @property
    def text(self) -> str:
        """The value of a field that is no file; raises UnreadableError where it is not UTF-8."""
        return _text(self.value)


def split(body: bytes, content_type: str, *, fields: int, is_whole: bool = True) -> list[Part]:
    """The fields of a form in their order; raises UnreadableError, TooManyError.

    Where the body `is_whole` not, its last field is left out, but a file that it has is named.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        return _urlencoded(body, fields, is_whole=is_whole)
    if kind == "multipart/form-data":
        found = _BOUNDARY.search(content_type)
        if found is None:
            raise UnreadableError
        return _multipart(body, found[1].encode(), fields, is_whole=is_whole)
    return []


def _urlencoded(body: bytes, fields: int, *, is_whole: bool) -> list[Part]:
    if not is_whole:
        body = body.rpartition(b"&")[0]
    if body.count(b"&") >= fields:
        raise TooManyError
    pairs = (piece.partition(b"=") for piece in body.split(b"&") if piece)
    return [Part(_name(_unescaped(name)), _unescaped(value)) for name, _, value in pairs]


def _unescaped(text: bytes) -> bytes:
    """The bytes behind ``+`` and ``%41``: a run of escapes at once, as Chinese is written."""
    return _ESCAPES.sub(lambda run: unhexlify(run[0].replace(b"%", b"")), text.replace(b"+", b" "))


def _multipart(body: bytes, boundary: bytes, fields: int, *, is_whole: bool) -> list[Part]:
    mark = b"\r\n--" + boundary
    whole = b"\r\n" + body
    if whole.count(mark) > fields + 1:
        raise TooManyError
    # What stands before the first mark, the fields, and what stands behind the last mark.
    _, *pieces = whole.split(mark)
    is_ended = bool(pieces) and pieces[-1].startswith(b"--")
    if is_whole and not is_ended:
        raise UnreadableError
    parts = [_part(piece) for piece in pieces[:-1]]
    if not is_whole and not is_ended and pieces:
        parts += _begun(pieces[-1])
    return parts


def _part(piece: bytes) -> Part:
    head, ended, value = piece.partition(b"\r\n\r\n")
    line = head.lstrip(b" \t")
    if not ended or len(head) > _HEAD_MOST or not line.startswith(b"\r\n"):
        raise UnreadableError
    told = next((one for one in line.split(b"\r\n") if _tells(one)), b"")
    name, file = _NAME.search(told), _FILE.search(told)
    if name is None:
        raise UnreadableError
    return Part(_name(_plain(name[1])), value, None if file is None else _text(_plain(file[1])))


def _begun(piece: bytes) -> list[Part]:
    """Of a field that was cut the name of its file, where it is one."""
    try:
        part = _part(piece)
    except UnreadableError:
        return []
    return [] if part.file is None else [Part(part.name, b"", part.file)]


def _tells(line: bytes) -> bool:
    return line[:30].lower().startswith(b"content-disposition:")


def _plain(quoted: bytes) -> bytes:
    """A name as it was before a browser wrote it between quotation marks (HTML 4.10.21.8)."""
    return quoted.replace(b"%22", b'"').replace(b"%0D", b"\r").replace(b"%0A", b"\n")


def _name(name: bytes) -> str:
    if len(name) > _NAME_MOST:
        raise UnreadableError
    return _text(name)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableError from error
