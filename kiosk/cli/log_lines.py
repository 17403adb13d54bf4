"""The log of the running service: one JSON object a line, of bounded length, so many a minute.

What stands in a line may come from outside: it must not look like another line, hide a part of
itself on a screen, or fill the disk. Lines of libraries come in the same form.
"""

from __future__ import annotations

import asyncio
import logging
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from typing import Any, Final

import click
import structlog

TEXT_MOST: Final = 500  # characters of one value
TRACE_MOST: Final = 6_000  # of where in the program something went wrong: the end tells most
PARTS_MOST: Final = 32  # values of one line, and of each list in it
DEPTH_MOST: Final = 3
A_MINUTE: Final = 20  # lines of one event
EVENTS_MOST: Final = 500
_TRACE: Final = "exception"
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})

Event = MutableMapping[str, Any]


def configure() -> None:
    """Write the service's own events, and what libraries warn of, to standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            Throttle(time.monotonic),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            bounded,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=lambda *_: _StandardError(),
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_Library()], force=True)


class Throttle:
    """At most so many lines of an event a minute; the next minute's first tells how many more."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._minute = 0
        self._said: Counter[str] = Counter()
        self._unsaid: Counter[str] = Counter()

    def __call__(self, logger: object, method: str, event: Event) -> Event:  # noqa: ARG002
        """Let a line pass, or raise DropEvent."""
        minute = int(self._now_s() // 60)
        if minute != self._minute:
            self._minute = minute
            told, self._said = self._said, Counter()
            self._unsaid = Counter({name: n - A_MINUTE for name, n in told.items() if n > A_MINUTE})
        name = str(event.get("event", ""))[:TEXT_MOST]
        if len(self._said) >= EVENTS_MOST and name not in self._said:
            name = ""
        self._said[name] += 1
        if self._said[name] > A_MINUTE:
            raise structlog.DropEvent
        if unsaid := self._unsaid.pop(name, 0):
            event["unsaid"] = unsaid
        return event


def bounded(logger: object, method: str, event: Event) -> Event:  # noqa: ARG001
    """Every value of a line as short, visible text, a number, or a few of them."""
    trace = event.pop(_TRACE, None)
    line = {
        visible(str(key)): _bounded(value, 1) for key, value in list(event.items())[:PARTS_MOST]
    }
    if trace is not None:
        line[_TRACE] = visible(str(trace)[-TRACE_MOST:], most=TRACE_MOST, keep="\n")
    return line


def visible(text: str, *, most: int = TEXT_MOST, keep: str = "") -> str:
    """`text` cut to `most` characters; what is not seen on a screen is written as an escape."""
    shown = "".join(
        letter
        if letter in keep or unicodedata.category(letter) not in _HIDDEN
        else f"\\u{ord(letter):04x}"
        for letter in text[:most]
    )
    return shown if len(text) <= most else f"{shown}… ({len(text)})"


def _bounded(value: object, depth: int) -> object:
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < 1 << 63 else visible(hex(value))
    if depth < DEPTH_MOST and isinstance(value, dict):
        parts = list(value.items())[:PARTS_MOST]
        return {visible(str(key)): _bounded(part, depth + 1) for key, part in parts}
    if depth < DEPTH_MOST and isinstance(value, list | tuple | set | frozenset):
        return [_bounded(part, depth + 1) for part in list(value)[:PARTS_MOST]]
    return visible(value if isinstance(value, str) else repr(value))


class _StandardError:
    """Where lines of the log go; where they cannot, as on a full disk, what told them goes on."""

    def msg(self, line: str) -> None:
        """Write a line."""
        with suppress(OSError):
            click.echo(line, err=True)

    debug = info = warning = error = critical = exception = msg


class _Library(logging.Handler):
    """A library's own lines as ours; what it says of a task that was ended with us is none."""

    def emit(self, record: logging.LogRecord) -> None:
        """Tell."""
        failure = record.exc_info[1] if record.exc_info else None
        if isinstance(failure, asyncio.CancelledError):
            return
        tell = structlog.get_logger(record.name).error
        if record.levelno < logging.ERROR:
            tell = structlog.get_logger(record.name).warning
        with suppress(Exception):
            tell(f"library-{record.name}", told=record.getMessage(), exc_info=failure)
