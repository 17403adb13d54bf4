"""A lock file: what is pinned, for which machines, and the SHA-256 of each of its files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from packaging.markers import Marker
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).parents[2]
LOCKS: Final = tuple(sorted(ROOT.glob("requirements*.lock")))
_PIN: Final = re.compile(r"(?P<name>[\w.-]+)==(?P<version>\S+)(?: ; (?P<marker>.+))?")


@dataclass(frozen=True, slots=True)
class Pin:
    """One line of a lock: a version of a package, and the files that may be installed of it."""

    name: str
    version: str
    marker: Marker | None
    hashes: tuple[str, ...]

    @property
    def is_for_here(self) -> bool:
        """Whether it is installed by this interpreter on this machine."""
        return self.marker is None or self.marker.evaluate()

    def is_for(self, machine: str, python: str) -> bool:
        """Whether it is installed on a Linux machine by CPython of a version such as 3.12."""
        told = {
            "sys_platform": "linux",
            "platform_system": "Linux",
            "os_name": "posix",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "platform_machine": machine,
            "python_version": python,
            "python_full_version": f"{python}.99",
        }
        return self.marker is None or self.marker.evaluate(told)

    @property
    def line(self) -> str:
        """As pip reads it, for a machine that it is meant for."""
        return f"{self.name}=={self.version}{self._told}"

    @property
    def whole(self) -> str:
        """As pip reads it, for any machine."""
        marker = f" ; {self.marker}" if self.marker else ""
        return f"{self.name}=={self.version}{marker}{self._told}"

    @property
    def _told(self) -> str:
        return "".join(f" --hash=sha256:{one}" for one in self.hashes)


def pins_of(lock: Path) -> Iterator[Pin]:
    """The pins of a lock file; raises ValueError at a line that is none."""
    text = re.sub(r"^#.*\n", "", lock.read_text("utf-8"), flags=re.MULTILINE)
    for line in text.replace("\\\n", "").splitlines():
        requirement, *hashes = line.split(" --hash=sha256:")
        found = _PIN.fullmatch(requirement.strip())
        if found is None:
            raise ValueError(line)
        marker = Marker(found["marker"]) if found["marker"] else None
        name = canonicalize_name(found["name"])
        yield Pin(name, found["version"], marker, tuple(one.strip() for one in hashes))
