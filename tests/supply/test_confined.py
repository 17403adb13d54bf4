"""The service where only its data folder can be written, as a user who may do nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.supply.netless import ROOT

NOBODY = 65534
# The interpreter of a test may lie in a folder of root's, so reading is let through; nothing else.
_AS_NOBODY = (
    *("setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"),
    *("--no-new-privs", "--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search"),
    *("--bounding-set", "-all,+dac_read_search"),
)
_CONFINE = 'mount --bind "$0" "$0"; mount -o remount,bind,ro /; exec "$@"'


@pytest.fixture
def data() -> Iterator[Path]:
    """A folder of nobody; above those of tests stands one that is root's alone."""
    with tempfile.TemporaryDirectory() as name:
        if os.geteuid() == 0:
            shutil.chown(name, NOBODY, NOBODY)
        yield Path(name)


@pytest.mark.faults
def test_it_serves_as_nobody_on_a_read_only_root_without_a_network(data: Path) -> None:
    is_root = os.geteuid() == 0
    done = subprocess.run(
        [
            *("unshare", "-mn" if is_root else "-rmn", "--", "sh", "-ec", _CONFINE, str(data)),
            *(sys.executable, "-m", "tests.supply.netless"),
            *(_AS_NOBODY if is_root else ()),
            *(sys.executable, "-m", "tests.supply.visit", sys.executable, str(data)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["uid"] == (NOBODY if is_root else os.geteuid())
    assert seen["is_read_only"] is True
    assert (seen["status"], seen["scan"], seen["counted"]) == (200, "recorded", 1)
