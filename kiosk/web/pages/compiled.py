"""Templates as they were compiled once: kept beside them, as Python keeps modules.

To compile one takes some 25 ms of the event loop, to load what was compiled less than one. Where
nothing can be written every process compiles anew.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Final

import jinja2
from jinja2.bccache import Bucket

_DIGEST: Final = 32
_READABLE: Final = 0o644  # who installs is often not who serves


class Compiled(jinja2.BytecodeCache):
    """A folder of compiled templates, good for one `form` of compiling them; made once a process.

    It is trusted as ``__pycache__`` is: whoever may write there may write the program.
    """

    def __init__(self, folder: Path, form: bytes) -> None:
        self._folder = folder
        self._code: dict[tuple[str, str], CodeType | None] = {}
        self._form = hashlib.sha256(jinja2.__version__.encode() + form).hexdigest()[:16]

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load one; whatever is wrong with its file, it is compiled instead.

        The digest is no seal but finds what a power cut left half written: to read damaged code
        may end the interpreter. All environments share what is loaded: each would take a megabyte.
        """
        known = bucket.key, bucket.checksum
        bucket.code = self._code.get(known)
        if bucket.code is not None:
            return
        with suppress(OSError):
            kept = self._path(bucket).read_bytes()
            digest, code = kept[:_DIGEST], kept[_DIGEST:]
            if digest == hashlib.sha256(code).digest():
                bucket.bytecode_from_string(code)
                self._code[known] = bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one, whole or not at all."""
        self._code[bucket.key, bucket.checksum] = bucket.code
        code = bucket.bytecode_to_string()
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            opened, name = tempfile.mkstemp(dir=self._folder)
            draft = Path(name)
            try:
                with open(opened, "wb") as file:  # noqa: PTH123 - it is open already
                    file.write(hashlib.sha256(code).digest() + code)
                    os.fchmod(file.fileno(), _READABLE)
                draft.replace(self._path(bucket))
            except OSError:
                draft.unlink()

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.{self._form}"
