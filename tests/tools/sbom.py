"""The bill of materials of what is served: ``make sbom`` writes it as CycloneDX JSON.

cyclonedx-py reads names, versions and licences from what is installed; the hashes come from the
lock, and what lies in this repository and was made elsewhere is added by hand. Whatever is locked
and not installed in the locked version is a failure.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

from packaging.utils import canonicalize_name

from tests.tools.lock import ROOT, Pin, pins_of

Component = dict[str, Any]

RUN: Final = ROOT / "requirements.lock"
TOOL: Final = ROOT / ".tools" / "bin" / "cyclonedx-py"
# Where a package keeps its licence as a text alone; read by hand.
_LICENCES: Final = {
    "crawler-user-agents": "MIT",
    "pysqlite3": "Zlib",
    "pypdfium2": "(Apache-2.0 OR BSD-3-Clause) AND LicenseRef-PDFium-and-its-parts",
}
_VENDORED: Final = (
    ("Noto Sans SC, Regular (subset)", "2.004", "assets/fonts/NotoSansSC-Regular.ttf"),
    ("Noto Sans SC, Bold (subset)", "2.004", "assets/fonts/NotoSansSC-Bold.ttf"),
)


def main() -> None:
    """Write the bill to the file named."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("-o", "--output", type=Path, required=True)
    output: Path = arguments.parse_args().output
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(bill(), ensure_ascii=False, indent=1) + "\n", "utf-8")


def bill() -> dict[str, Any]:
    """The bill of the environment that runs this."""
    read = (str(TOOL), "environment", "--pyproject", "pyproject.toml", "--output-reproducible")
    done = subprocess.run(
        [*read, "--of", "JSON", "-o", "-", sys.executable],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return completed(json.loads(done.stdout))


def completed(told: dict[str, Any]) -> dict[str, Any]:
    """Of what is installed that which is served, with hashes, licences and vendored parts.

    Raises LookupError where a pin is not installed, or in another version, or names no licence.
    """
    installed = {str(canonicalize_name(one["name"])): one for one in told["components"]}
    parts = [_part(pin, installed) for pin in pins_of(RUN) if pin.is_for_here]
    vendored = [_vendored(*one) for one in _VENDORED]
    refs = {one["bom-ref"] for one in parts} | {"root-component"}
    dependencies = [
        one | {"dependsOn": [ref for ref in one.get("dependsOn", ()) if ref in refs]}
        for one in told["dependencies"]
        if one["ref"] in refs
    ]
    return told | {"components": [*parts, *vendored], "dependencies": dependencies}


def _part(pin: Pin, installed: dict[str, Component]) -> Component:
    part = installed.get(canonicalize_name(pin.name))
    if part is None or part["version"] != pin.version:
        raise LookupError(f"{pin.name}=={pin.version} is locked and not installed")
    hashes = [{"alg": "SHA-256", "content": one} for one in pin.hashes]
    licences = part.get("licenses")
    if not licences:
        if pin.name not in _LICENCES:
            raise LookupError(f"{pin.name} names no licence: read its text, and write it here")
        licences = [{"expression": _LICENCES[pin.name]}]
    return part | {"hashes": hashes, "licenses": licences}


def _vendored(name: str, version: str, file: str) -> Component:
    digest = hashlib.sha256((ROOT / file).read_bytes()).hexdigest()
    return {
        "type": "file",
        "bom-ref": file,
        "name": name,
        "version": version,
        "description": f"{file}, cut by make fonts",
        "hashes": [{"alg": "SHA-256", "content": digest}],
        "licenses": [{"license": {"id": "OFL-1.1"}}],
    }


def version() -> str:
    """Ours."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


if __name__ == "__main__":
    main()
