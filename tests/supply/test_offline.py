"""The archive for a machine without the internet: packed, installed and used without a network."""

from __future__ import annotations

import json
import shutil
import sys
import tarfile
from pathlib import Path

import pytest

from tests.supply import rehearsal
from tests.supply.netless import ROOT, run_netless
from tests.tools import sbom
from tests.tools.lock import pins_of
from tests.tools.offline import BASE, WHOLE, Target, write_archives

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both archives, for this machine and Python."""
    folder = tmp_path_factory.mktemp("dist")
    (folder / "sbom.json").write_text(json.dumps(sbom.bill()), "utf-8")
    write_archives(folder, (Target.here(),))
    return folder


@pytest.fixture(scope="module")
def unpacked(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same unpacked, where somebody has copied them."""
    copied = tmp_path_factory.mktemp("copied")
    for archive in packed.glob("*.tar"):
        with tarfile.open(archive) as tar:
            tar.extractall(copied, filter="data")
    (tree,) = copied.iterdir()
    return tree


def test_it_is_installed_and_counts_a_scan_where_there_is_no_network(
    unpacked: Path, tmp_path: Path
) -> None:
    prefix, data = tmp_path / "opt", tmp_path / "data"
    data.mkdir(mode=0o700)
    script = ("sh", str(unpacked / "install.sh"), "--prefix", str(prefix))
    installed = run_netless((*script, "--python", sys.executable))
    assert installed.returncode == 0, installed.stderr
    python = str(prefix / "current" / "bin" / "python")
    seen = run_netless((python, "tests/supply/visit.py", python, str(data)))
    assert seen.returncode == 0, seen.stderr
    told = json.loads(seen.stdout)
    assert (told["status"], told["scan"], told["counted"]) == (200, "recorded", 1)
    words = (python, "-m", "kiosk", "cards", "preflight", str(data / "cards.pdf"), "--shots", "1")
    examined = run_netless(words)
    assert "simulated grade" in examined.stdout, examined.stderr


def test_it_holds_a_wheel_of_every_pin_and_nothing_else(unpacked: Path) -> None:
    names = {
        wheel.name.partition("-")[0].lower().replace("_", "-") for wheel in unpacked.rglob("*.whl")
    }
    whole = {pin.name for pin in pins_of(WHOLE) if pin.is_for_here}
    assert names == whole | {"quancheng-mingbai-card"}
    assert {pin.name for pin in pins_of(BASE)} < {pin.name for pin in pins_of(WHOLE)}


def test_every_file_has_its_checksum_and_the_manuals_travel(unpacked: Path) -> None:
    listed = (unpacked / "SHA256SUMS").read_text("utf-8")
    for file in ("docs/安装与运维.md", "deploy/nginx.conf", "deploy/kiosk.service", "sbom.json"):
        assert f"  {file}\n" in listed


def test_the_manual_is_followed_to_the_letter(packed: Path, tmp_path: Path) -> None:
    """Installed, backed up, restored elsewhere, upgraded while it serves, and taken back."""
    for archive in packed.glob("*.tar"):
        shutil.copy(archive, tmp_path)
    commands = tmp_path / "commands"
    commands.write_text(rehearsal.script(), "utf-8")
    done = run_netless(
        ("sh", str(ROOT / "tests" / "supply" / "rehearsal.sh"), str(tmp_path), str(commands)),
        mounts=True,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    runs = [line.split()[1:] for line in done.stdout.splitlines() if line.startswith("RUNS ")]
    assert all(loaded == [meant] for meant, *loaded in runs), runs
    first, second, third = (meant for meant, *_ in runs)
    assert first == third != second
    assert done.stdout.rstrip().endswith("READY")
