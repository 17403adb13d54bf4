"""Make sure that the load generator is there: Debian's ``wrk``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def main() -> None:
    """Install wrk where it is missing and we may."""
    if shutil.which("wrk"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit("make bench needs wrk: install it with your system's packages, then try again.")
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(["apt-get", "install", "-y", "-qq", "wrk"], check=True)


if __name__ == "__main__":
    main()
