"""Print files in a folder, and a zip of them: what was interrupted goes on where it was.

Each file takes its name when it is whole, and a line in the ledger when it has its name. A later
run takes over what the ledger names, if it is of the same job and its bytes are still those.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import assets
from kiosk.printing.archive import Archive
from kiosk.printing.files import Made, Piece
from kiosk.printing.job import Job
from kiosk.printing.ticket import ticket_name

LEDGER: Final = ".kiosk-job"

_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the ledger: a file that is whole."""

    name: str
    pages: int
    size: int
    digest: str


def fill_folder(job: Job, folder: Path) -> tuple[str, ...]:
    """Write the pieces of a job and its ticket; the names of all files in their order.

    Raises Problem and OSError; run again, it goes on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ledger = _Ledger(folder, _digest_of(job))
    made = [_made(job, piece, ledger) for piece in job.pieces()]
    _write_whole(folder / ticket_name(), job.ticket(made))
    ledger.end()
    return (*(one.piece.name for one in made), ticket_name())


def fill_zip(job: Job, target: BinaryIO, parts: Path) -> None:
    """Write a zip by way of the folder `parts`, which is kept while the zip is not whole."""
    names = fill_folder(job, parts)
    with Archive(target) as archive:
        for name in names:
            archive.add(name, (parts / name).read_bytes())
    shutil.rmtree(parts)


class _Ledger:
    """What is whole in a folder, of one job."""

    def __init__(self, folder: Path, job: str) -> None:
        self.folder = folder
        self._path = folder / LEDGER
        self._known = self._read(job)
        if not self._known:
            self._path.write_text(json.dumps({"job": job}) + "\n", "utf-8")

    def find(self, name: str) -> _Entry | None:
        """The file of this name, if it is whole."""
        entry = self._known.get(name)
        path = self.folder / name
        if entry is None or not path.is_file() or _digest(path) != entry.digest:
            return None
        return entry

    def add(self, entry: _Entry) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")

    def end(self) -> None:
        self._path.unlink()

    def _read(self, job: str) -> Mapping[str, _Entry]:
        """The entries of an earlier run of this job; a last line that was cut off is none."""
        if not self._path.is_file():
            return {}
        lines = list(_lines(self._path))
        if not lines or lines[0] != {"job": job}:
            return {}
        return {line["name"]: _Entry(**line) for line in lines[1:]}


def _made(job: Job, piece: Piece, ledger: _Ledger) -> Made:
    entry = ledger.find(piece.name)
    if entry is not None:
        job.skip(piece)
    else:
        entry = _write(job, piece, ledger.folder)
        ledger.add(entry)
    return Made(piece, entry.pages, entry.size, entry.digest)


def _write(job: Job, piece: Piece, folder: Path) -> _Entry:
    draft = folder / f".{piece.name}.part"
    try:
        with draft.open("wb") as file:
            pages = job.write(piece, file)
        entry = _Entry(piece.name, pages, draft.stat().st_size, _digest(draft))
        draft.replace(folder / piece.name)
    finally:
        draft.unlink(missing_ok=True)
    return entry


def _write_whole(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(data)
    draft.replace(path)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            return


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest_of(job: Job) -> str:
    """What makes a job this one and no other: its words, its codes, its looks."""
    digest = hashlib.sha256()
    for part in (job.making, job.makeup.profile, job.imprint, job.order.design, job.order.first):
        digest.update(repr(part).encode())
    for name in (job.order.design, "house"):
        digest.update(assets.read_bytes("designs", f"{name}.toml"))
    for copy in job.order.copies:
        service = copy.service.id if copy.service else ""
        urls = [leading.url for leading in copy.symbols]
        told = (copy.placement_name, copy.district_name, service, urls, copy.count)
        digest.update(repr(told).encode())
    return digest.hexdigest()
