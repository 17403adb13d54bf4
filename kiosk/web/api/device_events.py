"""A batch of events as a device writes it, read within bounds."""

from __future__ import annotations

import zlib
from typing import Annotated, Final, NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from kiosk.domain.device import Event, Uptime
from kiosk.domain.fact import Bilingual
from kiosk.domain.problem import Problem
from kiosk.web.http.strict_json import check_json

EVENTS_MOST: Final = 500
_DEEPEST: Final = 8  # three are right; the rest is told by its place
_LAST_MS: Final = 253_402_300_799_999  # the end of the year 9999
_SEQUENCE_MOST: Final = 2**53 - 1  # what JavaScript counts exactly
_UUID7: Final = "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
_STRICT = ConfigDict(strict=True, extra="forbid", frozen=True)
_Milliseconds = Annotated[int, Field(ge=0, le=_LAST_MS)]
_Word = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class _Entry(BaseModel):
    model_config = _STRICT

    id: Annotated[str, StringConstraints(pattern=_UUID7)]
    sequence: Annotated[int, Field(ge=1, le=_SEQUENCE_MOST)]
    at: Annotated[int, Field(ge=0, le=_LAST_MS)]
    act: _Word
    service: _Word
    boot: _Word | None = None
    uptime: _Milliseconds | None = None


class _Batch(BaseModel):
    model_config = _STRICT

    events: Annotated[tuple[_Entry, ...], Field(max_length=EVENTS_MOST)]
    boot: _Word | None = None
    uptime: _Milliseconds | None = None


class Batch(NamedTuple):
    """Events, each under the id as it was written; and how long the device has been running."""

    events: tuple[tuple[str, Event], ...]
    uptime: Uptime | None


def unpacked(body: bytes, encoding: str, *, most: int) -> bytes:
    """A body without its content coding, gzip or none; raises Problem.

    It is unpacked no further than one byte over `most`, however much was packed into it.
    """
    if encoding in ("", "identity"):
        return body
    if encoding != "gzip":
        raise Problem("body-coding-unknown", coding=encoding)
    unpacking = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        text = unpacking.decompress(body, most + 1)
    except zlib.error as error:
        raise Problem("body-not-gzip") from error
    if len(text) > most:
        raise Problem("body-too-large", most=most)
    if not unpacking.eof or unpacking.unused_data:
        raise Problem("body-not-gzip")
    return text


def read_batch(text: bytes) -> Batch:
    """A batch; raises Problem and names the first place."""
    try:
        check_json(text, deepest=_DEEPEST)
        batch = _Batch.model_validate_json(text)
    except ValidationError as error:
        raise _problem(error) from error
    except ValueError as error:
        raise Problem("batch-not-json", why=error) from error
    return Batch(tuple((one.id, _event(one)) for one in batch.events), _uptime(batch))


def _event(one: _Entry) -> Event:
    return Event(UUID(one.id).bytes, one.sequence, one.at, one.act, one.service, _uptime(one))


def _uptime(told: _Entry | _Batch) -> Uptime | None:
    """Either alone tells nothing."""
    if told.boot is None or told.uptime is None:
        return None
    return Uptime(told.boot, told.uptime)


def _problem(error: ValidationError) -> Problem:
    fault = error.errors(include_url=False, include_input=False)[0]
    if fault["type"] == "json_invalid":
        return Problem("batch-not-json", why=fault["ctx"]["error"])
    if fault["type"] == "too_long":
        return Problem("batch-too-large", most=EVENTS_MOST)
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault["loc"]]
    place = "".join(parts).lstrip(".") or Bilingual(zh="整个内容", en="the whole body")
    known = _FAULTS.get(fault["type"], _OTHER)
    places = fault.get("ctx", {})
    wrong = Bilingual(zh=known.zh.format(**places), en=known.en.format(**places))
    return Problem("batch-faulty", place=place, wrong=wrong)


_OTHER: Final = Bilingual(zh="内容不对", en="is not valid")
_FAULTS: Final = {
    "missing": Bilingual(zh="缺少", en="is missing"),
    "extra_forbidden": Bilingual(zh="没有这一项", en="is not known"),
    "int_type": Bilingual(zh="要一个整数", en="must be a whole number"),
    "int_from_float": Bilingual(zh="要一个整数", en="must be a whole number"),
    "string_type": Bilingual(zh="要一段文字", en="must be a text"),
    "tuple_type": Bilingual(zh="要一个列表", en="must be a list"),
    "model_type": Bilingual(zh="要一个对象", en="must be an object"),
    "string_pattern_mismatch": Bilingual(zh="要小写的 UUIDv7", en="must be a UUIDv7 in lower case"),
    "string_too_short": Bilingual(zh="不能是空的", en="must not be empty"),
    "string_too_long": Bilingual(
        zh="不能超过{max_length}个字", en="must have at most {max_length} characters"
    ),
    "greater_than_equal": Bilingual(zh="不能小于{ge}", en="must be at least {ge}"),
    "less_than_equal": Bilingual(zh="不能大于{le}", en="must be at most {le}"),
}
