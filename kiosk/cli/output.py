"""Files that a command writes: whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kiosk.domain.problem import Problem


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file beside `path` that takes its name once all is written; an old one stays till then.

    Raises Problem where it cannot be written; that is known before the body begins.
    """
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("wb") as file:
            yield file
        draft.replace(path)
    except ConnectionError:  # the service that the body spoke to, not the file
        raise
    except OSError as error:
        raise Problem("file-unwritable", path=path, why=error.strerror) from error
    finally:
        draft.unlink(missing_ok=True)
