"""The lock files: everything pinned, with the hashes of its files, and no address of a registry."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

from tests.tools.lock import LOCKS, ROOT, Pin, pins_of
from tests.tools.sbom import RUN, completed, version

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
NAMES = ("", "-base", "-build", "-compiler", "-fonts", "-test", "-tools")


def test_these_are_all_the_locks_there_are() -> None:
    assert [lock.name for lock in LOCKS] == sorted(f"requirements{name}.lock" for name in NAMES)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_pin_has_the_hashes_of_its_files(lock: Path) -> None:
    pins = list(pins_of(lock))
    assert pins
    for pin in pins:
        assert pin.hashes, pin.name
        assert all(re.fullmatch("[0-9a-f]{64}", one) for one in pin.hashes), pin.name
        assert len(set(pin.hashes)) == len(pin.hashes), pin.name


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_no_lock_names_a_registry_or_a_path(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert "://" not in text
    assert " @ " not in text
    assert not re.search(r"^-", text, re.MULTILINE), "an option of pip"


def test_whatever_the_project_asks_for_is_pinned_for_its_users() -> None:
    asked = [*PROJECT["project"]["dependencies"]]
    base = {pin.name for pin in pins_of(ROOT / "requirements-base.lock")}
    assert {_name(one) for one in asked} <= base
    asked += PROJECT["project"]["optional-dependencies"]["preflight"]
    assert {_name(one) for one in asked} <= {pin.name for pin in pins_of(RUN)}
    asked += PROJECT["project"]["optional-dependencies"]["test"]
    whole = {pin.name for pin in pins_of(ROOT / "requirements-test.lock")}
    assert {_name(one) for one in asked} <= whole
    for group, wanted in PROJECT["dependency-groups"].items():
        pinned = {pin.name for pin in pins_of(ROOT / f"requirements-{group}.lock")}
        assert {_name(one) for one in wanted} <= pinned


def test_no_two_locks_pin_two_versions() -> None:
    pinned: dict[str, set[str]] = {}
    for lock in LOCKS:
        if lock.name != "requirements-tools.lock":  # in an environment of its own
            for pin in pins_of(lock):
                pinned.setdefault(pin.name, set()).add(pin.version)
    assert {name: found for name, found in pinned.items() if len(found) > 1} == {}


def test_what_is_installed_here_is_what_is_locked() -> None:
    for pin in pins_of(RUN):
        if pin.is_for_here:
            assert importlib.metadata.version(pin.name) == pin.version


def test_nothing_is_installed_by_a_target_without_its_hash() -> None:
    made = (ROOT / "Makefile").read_text("utf-8")
    installs = [line for line in made.splitlines() if "pip install" in line]
    assert installs
    assert all("$(HASHED)" in line or "--editable ." in line for line in installs)
    assert "--require-hashes" in made


def _told() -> dict[str, object]:
    """What the tool tells of this environment, as far as the bill needs it."""
    parts = [
        {
            "bom-ref": f"{one.name}=={one.version}",
            "name": one.name,
            "version": one.version,
            "licenses": [{"license": {"name": "as it says"}}],
        }
        for one in importlib.metadata.distributions()
    ]
    return {"components": parts, "dependencies": []}


def test_the_bill_of_materials_has_every_part_that_is_served_and_no_other() -> None:
    parts = completed(_told())["components"]
    packages = {(part["name"].lower().replace("_", "-"), part["version"]) for part in parts[:-2]}
    assert packages == {(pin.name, pin.version) for pin in pins_of(RUN) if pin.is_for_here}
    fonts = sorted(f"assets/fonts/{file.name}" for file in (ROOT / "assets/fonts").glob("*.ttf"))
    assert sorted(part["bom-ref"] for part in parts[-2:]) == fonts
    assert all(part["hashes"] and part["licenses"] for part in parts)


def test_the_bill_is_refused_where_something_else_is_installed() -> None:
    told = _told()
    parts = told["components"]
    assert isinstance(parts, list)
    next(part for part in parts if part["name"] == "uvicorn")["version"] = "0.1"
    with pytest.raises(LookupError, match="uvicorn"):
        completed(told)


def test_our_version_is_that_of_the_project() -> None:
    assert version() == PROJECT["project"]["version"]


def test_what_is_meant_for_other_machines_is_not_packed_for_this_one() -> None:
    """pip asks markers of the machine that downloads, not of the one that installs."""
    pin = Pin("p", "1", Marker("platform_machine == 'x86_64' and python_version < '3.13'"), ("0",))
    assert pin.is_for("x86_64", "3.12")
    assert not pin.is_for("x86_64", "3.13")
    assert not pin.is_for("aarch64", "3.12")
    assert not Pin("p", "1", Marker("sys_platform == 'win32'"), ()).is_for("x86_64", "3.12")
    assert Requirement(pin.whole.partition(" --hash")[0]).marker == pin.marker
    assert pin.line == "p==1 --hash=sha256:0"


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=~! ]", requirement)[0].lower().replace("_", "-")
