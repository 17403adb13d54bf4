"""Lines of the log: JSON, short, visible, and so many a minute whatever strangers do."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from kiosk.cli import log_lines
from kiosk.cli.log_lines import A_MINUTE, EVENTS_MOST, Throttle, bounded


@pytest.fixture
def log() -> Iterator[structlog.stdlib.BoundLogger]:
    """The service's log, as `kiosk serve` configures it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    log_lines.configure()
    yield structlog.get_logger("test")
    structlog.reset_defaults()
    root.handlers[:], root.level = handlers, level


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_is_short_and_shows_all_that_is_in_it(
    log: structlog.stdlib.BoundLogger, capsys: pytest.CaptureFixture[str]
) -> None:
    log.error(
        "told",
        why="a\nb\x1b[2J\u202ec\x00d\u2028明白卡",
        long="x" * 1_000_000,
        many=list(range(10_000)),
        deep={"a": {"b": {"c": {"d": 1}}}},
        raw=b"\xff" * 100_000,
        number=10**5_000,
    )
    raw = capsys.readouterr().err
    assert raw.count("\n") == 1
    assert len(raw) < 8_000
    line = json.loads(raw)
    assert line["why"] == "a\\u000ab\\u001b[2J\\u202ec\\u0000d\\u2028明白卡"
    assert line["long"].endswith("… (1000000)")
    assert (line["event"], line["level"]) == ("told", "error")
    assert line["timestamp"].endswith("Z")


def test_a_failure_tells_where_it_happened(
    log: structlog.stdlib.BoundLogger, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        int("wrong\u202e")
    except ValueError as error:
        log.exception("server-error", exc_info=error)
    (line,) = lines(capsys)
    assert "test_log_lines.py" in str(line["exception"])
    assert str(line["exception"]).endswith("'wrong\\u202e'")


def test_what_libraries_warn_of_is_a_line_like_any_other(
    log: structlog.stdlib.BoundLogger, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("uvicorn.error").warning("Invalid %s", "x\n" * 10_000)
    logging.getLogger("uvicorn.error").info("not told")
    logging.getLogger("kiosk.http").error("ended", exc_info=asyncio.CancelledError())
    (line,) = lines(capsys)
    assert (line["event"], line["level"]) == ("library-uvicorn.error", "warning")
    assert len(str(line["told"])) < 2_000


def test_one_event_is_told_so_often_a_minute_and_then_how_often_it_was_not() -> None:
    clock = [30.0]
    throttle = Throttle(lambda: clock[0])

    def told(name: str) -> dict[str, object] | None:
        try:
            return dict(throttle(None, "error", {"event": name}))
        except structlog.DropEvent:
            return None

    assert [told("store-failed") for _ in range(100)].count(None) == 100 - A_MINUTE
    assert told("another") == {"event": "another"}
    clock[0] += 60
    assert told("store-failed") == {"event": "store-failed", "unsaid": 100 - A_MINUTE}
    assert told("store-failed") == {"event": "store-failed"}
    for number in range(10 * EVENTS_MOST):
        told(f"invented {number}")
    assert len(throttle._said) <= EVENTS_MOST + 1


def test_a_line_of_many_values_is_cut() -> None:
    line = bounded(None, "info", {f"k{number}": "x" * 9_000 for number in range(1_000)})
    assert len(json.dumps(line)) < 40_000
