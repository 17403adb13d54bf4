"""The commands of the manual in its order, for a machine that is not there (rehearsal.sh)."""

from __future__ import annotations

import re
import sys
from typing import Final

from tests.supply.netless import ROOT
from tests.tools.sbom import version

MANUAL: Final = (ROOT / "docs" / "安装与运维.md").read_text("utf-8")
# The last line of the exercise serves until somebody ends it; who looks at it has a card in hand.
_LEFT_OUT: Final = ("serve --port 8001",)


def blocks(section: str) -> list[str]:
    """The commands of a section, block by block."""
    text = MANUAL.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", text, re.DOTALL)


def script() -> str:
    """Install, look, back up, exercise, upgrade (to another release), go back; all must succeed."""
    unpack, users, start, settings = blocks("安装")
    _, probes = blocks("反向代理（nginx）")
    *_, disk = blocks("时间")
    backup, exercise = blocks("备份")
    upgrade, back, clean = blocks("升级")
    looks = (probes, f"({disk})\n")  # the second goes elsewhere to measure
    parts = [
        *(unpack, users, start, settings, *looks, backup, exercise, _RUNS),
        *("cd ..\n", _OTHER, upgrade, _RUNS, back, _RUNS, clean, "echo READY\n"),
    ]
    return _here("".join(parts))


# The release that is meant, and those that the service's first process has loaded.
_RUNS: Final = """
served=$(pgrep -o -u mingbai -f 'kiosk serve --host')
echo "RUNS $(readlink /opt/mingbai/current)" \
    $(grep -o 'releases/[^/]*' /proc/$served/maps | sort -u)
"""

# Another release: the same program, and one file more.
_OTHER: Final = """
rm -rf repacked; mkdir repacked; tar xf mingbai-offline-0.1.0.tar -C repacked
(cd repacked/mingbai-offline-0.1.0; echo later > LATER; sha256sum LATER >> SHA256SUMS)
tar cf mingbai-offline-0.1.0.tar -C repacked mingbai-offline-0.1.0
"""


def _here(text: str) -> str:
    """For this machine's interpreter, our version and the backup of today."""
    lines = [line for line in text.splitlines() if not line.endswith(_LEFT_OUT)]
    text = "\n".join(lines) + "\n"
    text = text.replace("/usr/bin/python3.11", sys.executable).replace("0.1.0", version())
    return text.replace("mingbai-2026-11-30.zip", "mingbai-$(date +%Y-%m-%d).zip")
