"""``kiosk serve``."""

from __future__ import annotations

import logging
import sys

import click
import structlog

from kiosk.app import service
from kiosk.cli.root import Context, kiosk, pass_context, say
from kiosk.domain.problem import Problem
from kiosk.web.state import State


@kiosk.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65_535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes.")
@pass_context
def serve(context: Context, host: str, port: int, workers: int) -> None:
    """Run the service until SIGTERM or Ctrl+C."""
    if workers > 1:
        raise Problem("workers-need-server")
    _log_to_standard_error()

    def ready(state: State) -> None:
        address = state.office.settings.public_url
        click.echo(say(f"正在服务：{address}", f"Serving at {address}"))

    service.serve(context.settings, host=host, port=port, ready=ready)


def _log_to_standard_error() -> None:
    """One JSON object a line; the service's own events and uvicorn's errors, never a visitor."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
