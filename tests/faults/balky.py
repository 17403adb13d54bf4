"""A disk that is slow, or refuses: the library that makes it so, and what it is told."""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.faults.power import compiler

_SOURCE: Final = Path(__file__).with_name("balky.c")
_TOLD: Final = struct.Struct("=qq")


@dataclass(frozen=True)
class Balky:
    """What processes that were started with `environment` are told of their disk, now."""

    library: Path
    control: Path
    shared: mmap.mmap

    @classmethod
    def made(cls, folder: Path) -> Balky:
        """Compile the library; syncs are as fast as the disk is."""
        library = compiler.library(_SOURCE, folder)
        control = folder / "balky"
        control.write_bytes(_TOLD.pack(0, 0))
        control.chmod(0o666)  # a database server may run as somebody else
        with control.open("r+b") as file:
            return cls(library, control, mmap.mmap(file.fileno(), _TOLD.size))

    @property
    def environment(self) -> dict[str, str]:
        """With what a process is started."""
        return {"LD_PRELOAD": str(self.library), "BALKY_CONTROL": str(self.control)}

    def slow(self, sync_s: float) -> None:
        """Each sync takes so much longer from now on."""
        self._tell(round(sync_s * 1_000_000), self.failures_left)

    def fail(self, times: int) -> None:
        """So many syncs fail from now on."""
        self._tell(_TOLD.unpack(self.shared)[0], times)

    @property
    def failures_left(self) -> int:
        """How many syncs will still fail."""
        return int(_TOLD.unpack(self.shared)[1])

    def _tell(self, delay_us: int, failures: int) -> None:
        self.shared[:] = _TOLD.pack(delay_us, failures)
