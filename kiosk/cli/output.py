"""Files that a command writes for a person: whole or not at all, with that person's umask."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from kiosk.cli.root import Context
from kiosk.domain.problem import Problem


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file beside `path` that takes its name once all is written; an old one stays till then.

    Raises Problem where it cannot be written; that is known before the body begins.
    """
    draft = path.with_name(f".{path.name}.part")
    try:
        with for_the_person():
            file = draft.open("wb")
        with file:
            yield file
        draft.replace(path)
    except ConnectionError:  # the service that the body spoke to, not the file
        raise
    except OSError as error:
        raise Problem("file-unwritable", path=path, why=error.strerror) from error
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def for_the_person() -> Iterator[None]:
    """What is made in this block may be read by whom the person's own files may be read by."""
    before = os.umask(_umask())
    try:
        yield
    finally:
        os.umask(before)


def _umask() -> int:
    context = click.get_current_context().find_object(Context)
    if context is None:
        raise LookupError("no command is running")
    return context.umask
