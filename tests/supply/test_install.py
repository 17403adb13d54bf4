"""The installer, on an archive of one small package: what it refuses, and its way back."""

from __future__ import annotations

import hashlib
import platform
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.supply.netless import ROOT, run_netless
from tests.tools.offline import write_sums

SCRIPT = ROOT / "docs" / "deploy" / "install.sh"
HERE = "{}.{}".format(*sys.version_info[:2])


@dataclass(frozen=True)
class Archive:
    """An unpacked archive and the folder to install to."""

    tree: Path
    prefix: Path

    def release(self, version: str) -> None:
        """Pack a program that prints its version, in place of what was packed."""
        shutil.rmtree(self.tree, ignore_errors=True)
        (self.tree / "wheels").mkdir(parents=True)
        shutil.copy(SCRIPT, self.tree)
        wheel = self.wheel(version)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        (self.tree / "requirements.txt").write_text(f"mingbai=={version} --hash=sha256:{digest}\n")
        (self.tree / "VERSION").write_text(f"{version}\n")
        (self.tree / "PYTHONS").write_text(f"{HERE}\n")
        (self.tree / "MACHINES").write_text(f"{platform.machine()}\n")
        write_sums(self.tree)

    def wheel(self, version: str, said: str = "") -> Path:
        """A wheel with the command ``kiosk``."""
        about = f"mingbai-{version}.dist-info"
        path = self.tree / "wheels" / f"mingbai-{version}-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as wheel:
            for name, text in {
                "kiosk.py": f"def main():\n    print({said or version!r})\n",
                f"{about}/METADATA": f"Metadata-Version: 2.1\nName: mingbai\nVersion: {version}\n",
                f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
                f"{about}/entry_points.txt": "[console_scripts]\nkiosk = kiosk:main\n",
                f"{about}/RECORD": "",
            }.items():
                wheel.writestr(zipfile.ZipInfo(name), text)
        return path

    def install(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the installer where there is no network; pip's settings must not matter to it."""
        settings = {"LANG": "C", "LC_ALL": "", "PIP_INDEX_URL": "http://192.0.2.1/simple"}
        prefix = () if "--prefix" in words else ("--prefix", str(self.prefix))
        python = () if {"--python", "--back"} & set(words) else ("--python", sys.executable)
        script = str(self.tree / "install.sh")
        return run_netless(("sh", script, *prefix, *python, *words), environment=settings)

    @property
    def runs(self) -> str:
        """What the installed program says."""
        program = self.prefix / "current" / "bin" / "kiosk"
        return subprocess.run([program], capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    packed = Archive(tmp_path / "packed", tmp_path / "opt" / "mingbai")
    packed.release("1.0")
    return packed


def test_an_upgrade_without_a_network_keeps_the_one_before_and_goes_back(archive: Archive) -> None:
    first = archive.install()
    assert first.returncode == 0, first.stderr
    assert archive.runs == "1.0"
    assert archive.install("--back").returncode == 1, "there is none before the first"
    archive.release("1.1")
    assert archive.install().returncode == 0
    assert archive.runs == "1.1"
    again = archive.install()
    assert (again.returncode, archive.runs) == (0, "1.1"), "a second run changes nothing"
    back = archive.install("--back")
    assert (back.returncode, archive.runs) == (0, "1.0"), back.stderr
    forth = archive.install("--back")
    assert (forth.returncode, archive.runs) == (0, "1.1")


def test_a_wheel_that_was_exchanged_with_its_checksum_is_refused_by_its_pin(
    archive: Archive,
) -> None:
    """And what was begun is in nobody's way."""
    archive.wheel("1.0", said="evil")
    write_sums(archive.tree)
    told = archive.install()
    assert told.returncode == 1
    assert "installing was not finished" in told.stderr
    assert not (archive.prefix / "current").exists()


def _changed(archive: Archive) -> None:
    with archive.wheel("1.0").open("ab") as file:
        file.write(b"x")


def _missing(archive: Archive) -> None:
    (archive.tree / "VERSION").unlink()


def _foreign(archive: Archive) -> None:
    (archive.tree / "MACHINES").write_text("loongarch64\n")
    write_sums(archive.tree)


def _older(archive: Archive) -> None:
    (archive.tree / "PYTHONS").write_text("3.9\n")
    write_sums(archive.tree)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_changed, "files differ from SHA256SUMS"),
        (_missing, "files differ from SHA256SUMS"),
        (_foreign, "the archive is for loongarch64"),
        (_older, "one of 3.9 is needed"),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_written(
    archive: Archive, damage: object, said: str
) -> None:
    assert callable(damage)
    damage(archive)
    told = archive.install()
    assert told.returncode == 1
    assert said in told.stderr
    assert not archive.prefix.exists()


@pytest.mark.parametrize("words", [("--prefix", "opt"), ("--force",), ("--python", "/bin/false")])
def test_what_it_is_not_told_rightly_it_refuses(archive: Archive, words: tuple[str, ...]) -> None:
    told = archive.install(*words)
    assert told.returncode == 1
    assert told.stderr.startswith("Not installed: ")
    assert not archive.prefix.exists()
