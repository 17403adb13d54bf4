"""What many tests start from."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.acts import Office
from kiosk.app.folder import Folder
from kiosk.app.start import opened
from kiosk.config import Settings
from tests.make import Clock

ADDRESS = "https://mbk.example.gov.cn"


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("KIOSK_"):
            monkeypatch.delenv(name)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at noon of the story's day until it is moved."""
    return Clock()


@pytest.fixture(scope="session")
def fresh_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder just started, made once: checking the starter catalogue takes its time."""
    path = tmp_path_factory.mktemp("fresh") / "data"

    async def start() -> None:
        settings = Settings(data_dir=path, public_url=ADDRESS)
        async with opened(settings, Folder.of(settings), now=Clock()):
            pass

    asyncio.run(start())
    return path


@pytest.fixture
def settings(fresh_data: Path, tmp_path: Path) -> Settings:
    """Settings of a service of its own, started before."""
    shutil.copytree(fresh_data, tmp_path / "data")
    return Settings(data_dir=tmp_path / "data", public_url=ADDRESS)


@pytest.fixture
async def office(settings: Settings, clock: Clock) -> AsyncIterator[Office]:
    """An office on a fresh data folder with the starter catalogue."""
    async with opened(settings, Folder.of(settings), now=clock) as office:
        yield office
