"""A day in the life of an installed service, in a process that knows nothing but its interpreter.

``python visit.py PYTHON DATA`` starts it, makes a batch, scans a card, draws the cards, makes a
backup, reads the report and has everything verified; it prints what it saw as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/128 MicroMessenger/8.0"
START_S = 120.0


def main() -> None:
    """See the class below."""
    python, data = sys.argv[1:3]
    json.dump(_Visit(python, Path(data)).seen(), sys.stdout, ensure_ascii=False)


class _Visit:
    def __init__(self, python: str, data: Path) -> None:
        self.python = python
        self.data = data
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.environment = {
            **{name: value for name, value in os.environ.items() if name[:6] != "KIOSK_"},
            "KIOSK_DATA_DIR": str(data),
            "KIOSK_PUBLIC_URL": f"http://localhost:{self.port}",
        }

    def seen(self) -> dict[str, Any]:
        words = (self.python, "-m", "kiosk", "serve", "--port", str(self.port))
        with (self.data / "told").open("wb") as told:
            process = subprocess.Popen(words, env=self.environment, stdout=told, stderr=told)
        try:
            self._wait(process)
            return {"uid": os.geteuid(), "is_read_only": _is_read_only("/"), **self._worked()}
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline and process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://localhost:{self.port}/healthz", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise SystemExit((self.data / "told").read_text("utf-8"))

    def _worked(self) -> dict[str, Any]:
        places = self.data / "places.csv"
        places.write_text("district,name,kind,copies\n370124,平阴县大厅,window,5\n", "utf-8")
        order = ("--design", "a5-process", "--service", "QC10", "--placements", str(places))
        batch = json.loads(self._kiosk("batch", "create", *order, "--json"))
        asked = urllib.request.Request(batch["codes"][0]["url"], headers={"User-Agent": PHONE})
        with urllib.request.urlopen(asked, timeout=30) as answer:
            scan = {"status": answer.status, "scan": answer.headers["X-Scan"]}
        self._kiosk("cards", "render", batch["batch"], "-o", str(self.data / "cards.pdf"))
        self._kiosk("backup", str(self.data / "backup.zip"), "--without-keys")
        self._kiosk("verify")
        return {**scan, "counted": self._counted()}

    def _counted(self) -> int:
        day, target = datetime.now(ZoneInfo("Asia/Shanghai")).date(), self.data / "report.json"
        days = ("--from", str(day), "--to", str(day), "--by", "service")
        self._kiosk("report", "scans", *days, "--format", "json", "-o", str(target))
        return int(json.loads(target.read_text("utf-8"))["total"]["scans"])

    def _kiosk(self, *words: str) -> str:
        done = subprocess.run(
            (self.python, "-m", "kiosk", *words),
            env=self.environment,
            cwd=self.data,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"kiosk {' '.join(words)}: {done.stderr}")
        return done.stdout


def _is_read_only(path: str) -> bool:
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY)


if __name__ == "__main__":
    main()
