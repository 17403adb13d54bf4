"""What a machine without the internet installs from: ``make offline`` writes it to dist/.

One archive has the service for every machine and Python named here, a second pre-flight with OpenCV
(without which no batch may be set to printed). Both unpack into one folder. A package of which a
machine's wheel does not exist, or whose SHA-256 is not the locked one, makes no archive.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.tools.lock import ROOT, Pin, pins_of
from tests.tools.sbom import version
from tests.tools.wheel import build_wheel

MACHINES: Final = ("aarch64", "x86_64")
PYTHONS: Final = ("3.11", "3.12", "3.13")
BASE: Final = ROOT / "requirements-base.lock"
WHOLE: Final = ROOT / "requirements.lock"
DEPLOY: Final = ROOT / "docs" / "deploy"
_OLDEST_GLIBC, _GLIBC = 5, 28  # 2.28: openEuler 20.03, Kylin V10, UOS 20, Debian 10 and later
_OLDER: Final = ("manylinux1", "manylinux2010", "manylinux2014")
_MANUALS: Final = ("CHANGELOG.md", "LICENSE", "README.md", "docs/*.md")


@dataclass(frozen=True, slots=True)
class Target:
    """A machine and a Python that wheels are packed for."""

    machine: str
    python: str

    @classmethod
    def here(cls) -> Target:
        """This one."""
        return cls(platform.machine(), "{}.{}".format(*sys.version_info[:2]))

    @property
    def words(self) -> list[str]:
        """How pip is told of it."""
        kinds = [*_OLDER, *(f"manylinux_2_{n}" for n in range(_OLDEST_GLIBC, _GLIBC + 1))]
        places = [word for kind in kinds for word in ("--platform", f"{kind}_{self.machine}")]
        abis = (f"cp{self.python.replace('.', '')}", "abi3", "none")
        return [
            *places,
            *("--python-version", self.python, "--implementation", "cp"),
            *(word for abi in abis for word in ("--abi", abi)),
        ]


EVERYWHERE: Final = tuple(Target(machine, python) for machine in MACHINES for python in PYTHONS)


def main() -> None:
    """Write both archives; prints them with their sizes."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("-o", "--output", type=Path, required=True)
    arguments.add_argument("--here", action="store_true", help="for this machine and Python alone")
    asked = arguments.parse_args()
    targets = (Target.here(),) if asked.here else EVERYWHERE
    for archive in write_archives(asked.output, targets):
        sys.stdout.write(f"{archive}: {archive.stat().st_size / 1e6:.0f} MB\n")


def write_archives(folder: Path, targets: Iterable[Target]) -> tuple[Path, Path]:
    """The service's archive and pre-flight's, in `folder`, where the bill of materials lies."""
    with tempfile.TemporaryDirectory() as made:
        name = f"mingbai-offline-{version()}"
        tree, extra = Path(made) / name, Path(made) / "extra" / name / "preflight"
        targets = tuple(targets)
        _service(tree, targets, folder / "sbom.json")
        _preflight(extra, targets)
        return (
            _packed(tree, folder / f"{name}.tar"),
            _packed(extra.parent, folder / f"{name}-preflight.tar"),
        )


def _service(tree: Path, targets: tuple[Target, ...], bill: Path) -> None:
    wheels = tree / "wheels"
    wheels.mkdir(parents=True)
    for target in targets:
        _download(pins_of(BASE), target, wheels)
    own = build_wheel(wheels)
    pin = f"quancheng-mingbai-card=={version()} --hash=sha256:{_digest(own)}\n"
    (tree / "requirements.txt").write_text(BASE.read_text("utf-8") + pin, "utf-8")
    (tree / "VERSION").write_text(f"{version()}\n", "ascii")
    (tree / "PYTHONS").write_text(_lines(target.python for target in targets), "ascii")
    (tree / "MACHINES").write_text(_lines(target.machine for target in targets), "ascii")
    shutil.copy(bill, tree / "sbom.json")
    shutil.copytree(DEPLOY, tree / "deploy")
    (tree / "deploy" / "install.sh").rename(tree / "install.sh")
    for pattern in _MANUALS:
        for file in ROOT.glob(pattern):
            (tree / "docs").mkdir(exist_ok=True)
            shutil.copy(file, tree / "docs" / file.name)
    write_sums(tree)


def _preflight(tree: Path, targets: tuple[Target, ...]) -> None:
    """What pre-flight has beyond the service."""
    wheels = tree / "wheels"
    wheels.mkdir(parents=True)
    base = {pin.name for pin in pins_of(BASE)}
    more = [pin for pin in pins_of(WHOLE) if pin.name not in base]
    (tree / "requirements.txt").write_text("".join(f"{pin.whole}\n" for pin in more), "ascii")
    for target in targets:
        _download(more, target, wheels)
    write_sums(tree)


def _download(pins: Iterable[Pin], target: Target, wheels: Path) -> None:
    """Fetch what a target needs; pip itself would ask markers of the machine that it runs on."""
    wanted = [pin.line for pin in pins if pin.is_for(target.machine, target.python)]
    lock = wheels.parent / "wanted"
    lock.write_text("".join(f"{line}\n" for line in wanted), "ascii")
    words = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check")
    bounds = ("--no-deps", "--only-binary", ":all:", "--require-hashes")
    done = subprocess.run(
        [*words, *bounds, "-d", str(wheels), *target.words, "-r", str(lock)],
        capture_output=True,
        text=True,
        check=False,
    )
    lock.unlink()
    if done.returncode:
        wrong = "\n".join(line for line in done.stderr.splitlines() if "ERROR" in line)
        sys.exit(f"No archive: for {target.machine}, Python {target.python}:\n{wrong}")


def write_sums(tree: Path) -> None:
    """SHA256SUMS of all that lies below, as sha256sum reads it."""
    (tree / "SHA256SUMS").unlink(missing_ok=True)
    files = sorted(file for file in tree.rglob("*") if file.is_file())
    lines = "".join(f"{_digest(file)}  {file.relative_to(tree).as_posix()}\n" for file in files)
    (tree / "SHA256SUMS").write_text(lines, "utf-8")


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _lines(words: Iterable[str]) -> str:
    return "".join(f"{word}\n" for word in sorted(set(words)))


def _packed(tree: Path, archive: Path) -> Path:
    """The folder as an archive that tells nothing of who packed it, or when."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive, "w", format=tarfile.PAX_FORMAT) as tar:
        tar.add(tree, arcname=tree.name, filter=_plain)
    return archive


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mtime = 0
    member.mode = 0o755 if member.isdir() or member.name.endswith(".sh") else 0o644
    return member


if __name__ == "__main__":
    main()
