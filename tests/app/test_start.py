"""A data folder comes to life once, is refused when a key is missing, and has one writer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.app.folder import Folder
from kiosk.app.start import opened
from kiosk.config import Settings
from kiosk.domain.problem import Problem
from kiosk.store import catalogues
from tests.make import NOON, Clock


async def test_a_second_start_makes_nothing_anew(settings: Settings) -> None:
    folder = Folder.of(settings)
    before = (folder.path / "keys.json").read_text()
    async with opened(settings, folder, now=Clock(NOON + 1_000)) as office:
        found = await office.driver.read(lambda reader: catalogues.at(reader, NOON + 1_000))
    assert found is not None
    assert {revision.number for revision in found.revisions} == {1}
    assert (folder.path / "keys.json").read_text() == before


async def test_secrets_are_readable_by_their_owner_only(settings: Settings) -> None:
    folder = Folder.of(settings)
    assert folder.secrets.stat().st_mode & 0o777 == 0o600


async def test_a_missing_key_is_named_and_nothing_starts(settings: Settings) -> None:
    folder = Folder.of(settings)
    folder.secrets.unlink()
    with pytest.raises(Problem) as told:
        async with opened(settings, folder, now=Clock()):
            pytest.fail("must not start")
    assert told.value.code == "code-key-missing"
    assert "K1" in told.value.text("zh")


async def test_another_key_of_the_same_name_is_not_taken(settings: Settings) -> None:
    folder = Folder.of(settings)
    ring = json.loads(folder.secrets.read_text())
    ring["code_keys"][0]["secret"] = "A" * 43 + "="
    folder.secrets.write_text(json.dumps(ring))
    with pytest.raises(Problem, match="code-key-missing"):
        async with opened(settings, folder, now=Clock()):
            pytest.fail("must not start")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"code_keys": [{"id": "K1"}]}'])
async def test_a_broken_secret_file_is_never_replaced(settings: Settings, text: str) -> None:
    folder = Folder.of(settings)
    folder.secrets.write_text(text)
    with pytest.raises(Problem, match="secret-file-broken"):
        async with opened(settings, folder, now=Clock()):
            pytest.fail("must not start")
    assert folder.secrets.read_text() == text


async def test_days_keep_the_zone_they_were_counted_in(settings: Settings) -> None:
    moved = settings.model_copy(update={"timezone": "America/New_York"})
    with pytest.raises(Problem, match="zone-changed"):
        async with opened(moved, Folder.of(moved), now=Clock()):
            pytest.fail("must not start")


def test_a_folder_has_one_writer(settings: Settings) -> None:
    folder = Folder.of(settings)
    lock = folder.lock()
    assert lock is not None
    assert folder.lock() is None
    lock.release()
    again = folder.lock()
    assert again is not None
    again.release()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Problem, match="folder-unusable"):
        Folder.of(Settings(data_dir=tmp_path / "file" / "data"))
