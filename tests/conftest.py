"""What many tests start from."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from kiosk.acts import Office
from kiosk.app.folder import UMASK, Folder
from kiosk.app.start import opened
from kiosk.config import Settings
from tests.make import Clock
from tests.postgres import Postgres, private_postgres
from tests.stores import KINDS, Database, File, Store

ADDRESS = "https://mbk.example.gov.cn"


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("KIOSK_"):
            monkeypatch.delenv(name)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests run on the embedded database; marked ones on both, or on the server alone."""
    if "store_kind" in metafunc.fixturenames:
        marks = metafunc.definition.get_closest_marker
        sqlite, postgres = KINDS
        kinds: list[object] = [sqlite]
        if (every := marks("on_every_store")) is not None:
            slow = [] if every.kwargs.get("is_quick") else [pytest.mark.slow]
            kinds.append(pytest.param(postgres, marks=slow))
        if marks("on_postgres"):
            kinds = [postgres]
        metafunc.parametrize("store_kind", kinds, scope="session")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A private server; each worker that needs one has its own."""
    with private_postgres() as server:
        yield server


_NUMBERS = count(1)


@pytest.fixture
def store(store_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Store:
    """An empty database."""
    if store_kind == "sqlite":
        return File(tmp_path)
    server: Postgres = request.getfixturevalue("postgres")
    return _database(server)


@pytest.fixture
def spare(store_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Store:
    """Another empty database of the same kind, with a folder of its own."""
    if store_kind == "sqlite":
        return File(tmp_path / "spare")
    server: Postgres = request.getfixturevalue("postgres")
    return _database(server)


def _database(server: Postgres, *, template: str = "template0") -> Database:
    name = f"test_{next(_NUMBERS)}"
    server.query(f"create database {name} template {template} encoding 'utf8'")
    return Database(server, name)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at noon of the story's day until it is moved."""
    return Clock()


@pytest.fixture(scope="session")
def fresh_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder just started, made once: checking the starter catalogue takes its time."""
    return _started(tmp_path_factory.mktemp("fresh") / "data", {})


@pytest.fixture(scope="session")
def fresh(
    store_kind: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> tuple[Path, Store]:
    """The same on a database of a kind."""
    if store_kind == "sqlite":
        path: Path = request.getfixturevalue("fresh_data")
        return path, File(path)
    database = _database(request.getfixturevalue("postgres"))
    return _started(tmp_path_factory.mktemp("fresh") / "data", database.settings), database


def _started(path: Path, store: dict[str, Any]) -> Path:
    async def start() -> None:
        settings = Settings(data_dir=path, public_url=ADDRESS, **store)
        async with opened(settings, Folder.of(settings), now=Clock()):
            pass

    before = os.umask(UMASK)  # as every command has it
    asyncio.run(start())
    os.umask(before)
    return path


@pytest.fixture
def settings(fresh: tuple[Path, Store], tmp_path: Path) -> Settings:
    """Settings of a service of its own, started before."""
    path, store = fresh
    shutil.copytree(path, tmp_path / "data")
    if isinstance(store, Database):
        store = _database(store.server, template=store.name)
    return Settings(data_dir=tmp_path / "data", public_url=ADDRESS, **store.settings)


@pytest.fixture
async def office(settings: Settings, clock: Clock) -> AsyncIterator[Office]:
    """An office on a fresh data folder with the starter catalogue."""
    async with opened(settings, Folder.of(settings), now=clock) as office:
        yield office
