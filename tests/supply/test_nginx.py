"""The example for nginx: read here; in ``make slow`` a real nginx stands before a real service."""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.process import HOST, Service
from tests.supply.netless import ROOT
from tests.supply.visit import PHONE

CONFIG = (ROOT / "docs" / "deploy" / "nginx.conf").read_text("utf-8")


def test_the_proxy_tells_who_asks_and_writes_down_nobody() -> None:
    words = " ".join(line.partition("#")[0] for line in CONFIG.splitlines())
    assert words.count("{") == words.count("}")
    directives = {" ".join(one.split()) for one in re.split(r"[;{}]", words)}
    assert "proxy_set_header X-Forwarded-For $remote_addr" in directives
    assert "proxy_set_header Host $host" in directives
    assert "proxy_buffering off" in directives
    assert "client_max_body_size 5m" in directives
    (form,) = (one for one in directives if one.startswith("log_format"))
    told = ("remote_addr", "request_uri", "args", "http_referer", "http_user_agent", "forwarded")
    assert not [name for name in told if name in form]
    assert "$request " not in form
    assert "$uri" not in form


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> str:
    """nginx: this machine's, or Debian's unpacked, which starts nothing."""
    own = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    if own:
        return own
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(["apt-get", "download", "-qq", "nginx"], cwd=folder, check=True)
    (package,) = folder.glob("*.deb")
    subprocess.run(["dpkg", "-x", str(package), str(folder)], check=True)
    return str(folder / "usr" / "sbin" / "nginx")


@dataclass
class Proxy:
    """A running nginx."""

    folder: Path
    port: int

    def get(self, path: str) -> dict[str, str]:
        """The headers of an answer."""
        context = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        context.check_hostname = False
        headers = {"Host": HOST, "User-Agent": PHONE, "X-Forwarded-For": "203.0.113.9"}
        asked = urllib.request.Request(f"https://127.0.0.1:{self.port}{path}", headers=headers)
        with urllib.request.urlopen(asked, timeout=10, context=context) as answer:
            return {name.lower(): value for name, value in answer.headers.items()}

    @property
    def log(self) -> str:
        """What it has written."""
        return (self.folder / "mingbai.log").read_text("utf-8")


@pytest.fixture
def service(fresh_data: Path, tmp_path: Path) -> Iterator[Service]:
    shutil.copytree(fresh_data, tmp_path / "data")
    started = Service(tmp_path / "data", settings={"KIOSK_TRUSTED_PROXIES": "127.0.0.1"})
    started.start()
    yield started
    started.stop()


@pytest.fixture
def proxy(program: str, service: Service, tmp_path: Path) -> Iterator[Proxy]:
    folder = tmp_path / "nginx"
    folder.mkdir()
    key, cert = folder / "key.pem", folder / "cert.pem"
    words = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={HOST}")
    subprocess.run(
        [*words, "-days", "2", "-keyout", str(key), "-out", str(cert)],
        check=True,
        capture_output=True,
    )
    port, plain = Service(tmp_path / "p").port, Service(tmp_path / "q").port
    text = CONFIG.replace("/etc/nginx/mingbai.pem", str(cert)).replace(
        "/etc/nginx/mingbai.key", str(key)
    )
    text = text.replace("/var/log/nginx/", f"{folder}/").replace("listen 80;", f"listen {plain};")
    text = text.replace("listen 443", f"listen {port}").replace(":8000", f":{service.port}")
    (folder / "site.conf").write_text(text, "utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; events {{}} "
        f"http {{ {temporary} include {folder}/site.conf; }}"
    )
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    command += ["-e", str(folder / "begun.log")]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    with subprocess.Popen(command) as process:
        running = Proxy(folder, port)
        while True:
            try:
                running.get("/healthz")
                break
            except OSError:
                assert process.poll() is None
                time.sleep(0.05)
        yield running
        process.terminate()


@pytest.mark.slow
def test_a_scan_through_nginx_is_recorded_and_nobody_is_written_down(
    proxy: Proxy, service: Service, tmp_path: Path
) -> None:
    places = tmp_path / "p.csv"
    places.write_text("district,name,kind,copies\n370124,平阴大厅,window,5\n", "utf-8")
    made = service.command(
        *("batch", "create", "--design", "a5-process", "--service", "QC10"),
        *("--placements", str(places), "--json"),
    )
    code = re.findall(r"/S/([0-9A-Z]{12})", made)[0]
    seen = proxy.get(f"/S/{code}?from=secret-word")
    assert seen["x-scan"] == "recorded"
    log = proxy.log
    assert "GET /S/* 200" in log
    for told in (code, "secret-word", "127.0.0.1", "203.0.113.9", "MicroMessenger"):
        assert told not in log
