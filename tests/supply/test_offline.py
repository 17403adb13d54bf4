"""The archive for a machine without the internet: packed, installed and used without a network."""

from __future__ import annotations

import json
import sys
import tarfile
from pathlib import Path

import pytest

from tests.supply.netless import run_netless
from tests.tools import sbom
from tests.tools.lock import pins_of
from tests.tools.offline import BASE, WHOLE, Target, write_archives

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both archives for this machine and Python, unpacked where somebody has copied them."""
    packed, copied = tmp_path_factory.mktemp("dist"), tmp_path_factory.mktemp("copied")
    (packed / "sbom.json").write_text(json.dumps(sbom.bill()), "utf-8")
    for archive in write_archives(packed, (Target.here(),)):
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
