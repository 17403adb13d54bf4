"""Bring Chromium, Chinese fonts and Poppler to this machine; what is there already is used.

Run as a script by ``make browser``. Debian's packages are asked for, since they can be had
without any download of their own; elsewhere it says what is missing and stops.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser.chromium import SETTING, executable

FONTS = "fonts-noto-cjk"  # sans and serif: the titles of papers are set in a Songti


def missing() -> list[str]:
    """Names of the Debian packages that would bring what is not there."""
    wanted = [] if executable() else ["chromium"]
    if not shutil.which("fc-list"):
        wanted.append("fontconfig")
    if not shutil.which("pdftoppm"):
        wanted.append("poppler-utils")  # a second renderer for what cards look like on sheets
    return wanted if _has_chinese() else [*wanted, FONTS]


def main() -> str | None:
    """Install what is missing; None where all is there in the end, else what to do."""
    packages = missing()
    if not packages:
        return None
    apt = shutil.which("apt-get")
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if apt is None or (root and not shutil.which("sudo")):
        return _advice(packages)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        [apt, "update", "-qq"],
        [apt, "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        subprocess.run([*root, *command], check=False, env=environment, stdout=subprocess.DEVNULL)
    left = missing()
    return _advice(left) if left else None


def _has_chinese() -> bool:
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    listed = subprocess.run([lister, ":lang=zh-cn", "family"], capture_output=True, check=False)
    families = listed.stdout.decode(errors="replace")
    return all(any(name in families for name in kind) for kind in (_SANS, _SERIF))


_SANS = ("Noto Sans CJK SC", "PingFang SC", "Source Han Sans", "思源黑体", "Microsoft YaHei")
_SERIF = ("Noto Serif CJK SC", "Songti SC", "Source Han Serif", "思源宋体", "SimSun")


def _advice(packages: list[str]) -> str:
    return (
        f"The tests need a Chromium, Chinese fonts and Poppler: install {', '.join(packages)} "
        f"(or name a browser in {SETTING}), then run make again."
    )


if __name__ == "__main__":
    sys.exit(main())
