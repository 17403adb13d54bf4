"""A machine without any network but its own loopback: a network namespace made for one command.

Run inside as ``python -m tests.supply.netless COMMAND …``.
"""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
_SIOCSIFFLAGS, _IFF_UP, _IFF_RUNNING = 0x8914, 0x1, 0x40
_OUTSIDE: Final = ("192.0.2.1", 443)  # of RFC 5737, nobody's


def run_netless(
    words: Sequence[str], *, environment: Mapping[str, str] | None = None, mounts: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a command that reaches nothing but itself, with mounts of its own if asked for.

    Root makes the namespace as it is; for others they are root of it alone.
    """
    kinds = ("n" if os.geteuid() == 0 else "rn") + ("mp" if mounts else "")
    alone: tuple[str, ...] = (
        "unshare",
        f"-{kinds}",
        *(("--fork", "--kill-child", "--mount-proc") if mounts else ()),
    )
    inside = (sys.executable, "-m", "tests.supply.netless")
    return subprocess.run(
        [*alone, "--", *inside, *words],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )


def main() -> None:
    """Raise the loopback, see that nothing else is there, and become the command."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        fcntl.ioctl(probe, _SIOCSIFFLAGS, struct.pack("16sh", b"lo", _IFF_UP | _IFF_RUNNING))
    with socket.socket() as probe:
        if probe.connect_ex(_OUTSIDE) != errno.ENETUNREACH:
            sys.exit("there is a network")
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - what the test asks for


if __name__ == "__main__":
    main()
