"""``kiosk backup`` and ``kiosk restore``: all of it comes back, or nothing is touched."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from kiosk.acts.keyring import Keyring
from kiosk.app.folder import Folder
from kiosk.cli import main
from kiosk.config import Settings
from kiosk.domain.code import Algorithm
from kiosk.domain.period import Zone
from kiosk.recorder import Losses
from kiosk.store.spool import Spool, depth_of
from tests.cli.conftest import Run
from tests.conftest import ADDRESS
from tests.serving import serving
from tests.store.keeping import tampering
from tests.store.rows import count_scans, scan, total
from tests.stores import Database, File, Store, dump, in_folder

PASSPHRASE = "correct horse battery"


@pytest.fixture
def passphrase(tmp_path: Path) -> str:
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n", "utf-8")
    return str(file)


@pytest.fixture
def place(spare: Store, tmp_path: Path) -> dict[str, str]:
    """Another, empty place to restore into."""
    return {"KIOSK_DATA_DIR": str(in_folder(spare, tmp_path / "spare"))} | spare.environment


def source(settings: Settings) -> dict[str, str]:
    return {"KIOSK_DATABASE_URL": settings.database_url} if settings.database_url else {}


def kept(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir()) if folder.exists() else []


async def fill(settings: Settings, store: Store) -> None:
    """Scans in the database, scans in the spool, some in both, and some that were lost."""
    driver = await store.open(Zone(settings.timezone))
    await driver.record([scan(number) for number in range(1_000)], {})
    await driver.close()
    spool = Spool.take(settings.data_dir)
    spool.keep([scan(number) for number in range(990, 1_700)])
    spool.close()
    losses = Losses.take(settings.data_dir)
    losses.add(20261123, 7)
    losses.close()
    (settings.data_dir / "device-key.json").write_text(json.dumps({"day": 1, "key": "5ec2e7" * 9}))


def store_of(settings: Settings, fresh: Store) -> Store:
    if isinstance(fresh, Database):
        assert settings.database_url is not None
        return Database(fresh.server, urlsplit(settings.database_url).path[1:])
    return File(settings.data_dir)


@pytest.mark.on_every_store(is_quick=True)
def test_everything_comes_back(
    run: Run,
    settings: Settings,
    fresh: tuple[Path, Store],
    spare: Store,
    place: dict[str, str],
    passphrase: str,
) -> None:
    store = store_of(settings, fresh[1])
    asyncio.run(fill(settings, store))
    before = asyncio.run(dump(store))
    words = ("backup", "all.zip", "--passphrase-file", passphrase)
    told = run(*words, **source(settings))
    assert (told.exit_code, told.stderr) == (0, "")
    assert f"{sum(map(len, before.values())):,}行，待入账的扫码710次" in told.stdout
    assert "含卡码密钥K1，用备份口令加密" in told.stdout
    assert Path("all.zip").stat().st_mode & 0o777 == 0o600
    assert not list(Path().glob(".*"))
    _require_nothing_secret(Path("all.zip"), settings)

    told = run("restore", "all.zip", "--passphrase-file", passphrase, **place)
    assert (told.exit_code, told.stderr) == (0, "")
    assert "由扫码记录重算的日子：1天，1,000条记录；相符1天" in told.stdout
    assert told.stdout.endswith("落盘待入账的扫码：710次\n未能记录的扫码：7次\n")
    after = asyncio.run(dump(spare))
    assert after.pop("total_unrecorded")  # the files of the folder know better than the database
    assert not before.pop("total_unrecorded")
    assert {name: rows for name, rows in after.items() if name != "log"} == {
        name: rows for name, rows in before.items() if name != "log"
    }
    assert after["log"][:-1] == before["log"]
    assert "backup.restore" in after["log"][-1]
    folder = Path(place["KIOSK_DATA_DIR"])
    keys = "keys.json"
    assert (folder / keys).read_bytes() == (settings.data_dir / keys).read_bytes()
    assert (folder / "keys.json").stat().st_mode & 0o777 == 0o600
    assert not list(folder.glob("*draft*"))
    log = asyncio.run(dump(store))["log"]
    assert "backup.make" in log[-1]
    asyncio.run(_require_moved_once(settings, spare, folder))


def _require_nothing_secret(file: Path, settings: Settings) -> None:
    (key,) = Keyring.load(settings.data_dir / "keys.json").keys
    written = json.loads((settings.data_dir / "keys.json").read_text())["code_keys"][0]["secret"]
    content = file.read_bytes()
    for secret in (key.secret, key.secret.hex().encode(), written.encode(), b"5ec2e7" * 9):
        assert secret not in content
    with zipfile.ZipFile(file) as archive:
        told = json.loads(archive.read("manifest.json"))
    assert "device-key.json" in told["left_out"]
    tables = {table["name"]: table["rows"] for table in told["tables"]}
    assert not tables.get("device_key")
    assert ("device_key" in tables) == (told["kind"] == "sqlite")


async def _require_moved_once(settings: Settings, spare: Store, folder: Path) -> None:
    """The restored service counts what waited, and what was in both places once."""
    async with serving(Settings(data_dir=folder, public_url=ADDRESS, **spare.settings)) as served:
        async with asyncio.timeout(10):
            while depth_of(folder).waiting:
                await asyncio.sleep(0.02)
        driver = served.state.office.driver
        assert await count_scans(driver) == await total(driver, "total_day") == 1_700
        assert (await served.state.uncounted()).lost == {20261123: 7}


def test_a_file_that_is_there_is_not_overwritten(run: Run) -> None:
    Path("all.zip").write_text("mine")
    told = run("backup", "all.zip", "--without-keys")
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.endswith("all.zip已经存在，没有覆盖它；请换一个文件名。\n")
    assert Path("all.zip").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "zh"),
    [
        (("backup", "new.zip"), "没有终端可以输入备份口令"),
        (
            ("backup", "new.zip", "--without-keys", "--passphrase-file", "passphrase"),
            "只能用一个",
        ),
        (("backup", "new.zip", "--passphrase-file", "missing"), "does not exist"),
        (("restore", "missing.zip"), "does not exist"),
    ],
)
def test_wrong_usage_is_told(run: Run, passphrase: str, words: tuple[str, ...], zh: str) -> None:
    told = run(*words)
    assert told.exit_code == 2
    assert zh in told.stderr
    assert not Path("new.zip").exists()


def test_a_short_passphrase_makes_no_backup(run: Run) -> None:
    Path("short").write_text("elevenchars\n")
    told = run("backup", "new.zip", "--passphrase-file", "short")
    assert (told.exit_code, told.stderr) == (1, "备份口令至少要12个字符，现在是11个。\n")
    Path("short").write_bytes(b"\xff" * 20)
    assert "读不出口令文件short" in run("backup", "x.zip", "--passphrase-file", "short").stderr
    assert not list(Path().glob("*.zip"))


def test_a_folder_without_a_database_is_no_source(run: Run, tmp_path: Path) -> None:
    told = run("backup", "new.zip", "--without-keys", KIOSK_DATA_DIR=str(tmp_path / "nothing"))
    assert told.exit_code == 1
    assert "没有数据库" in told.stderr
    assert not (tmp_path / "nothing").exists()


@pytest.fixture(scope="module")
def locked(fresh_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the folder that every test's own is like, with its keys under a passphrase."""
    folder = tmp_path_factory.mktemp("locked")
    shutil.copytree(fresh_data, folder / "data")
    (folder / "passphrase").write_text(PASSPHRASE)
    words = ("backup", str(folder / "made.zip"), "--passphrase-file", str(folder / "passphrase"))
    told = CliRunner().invoke(main, words, env={"KIOSK_DATA_DIR": str(folder / "data")})
    assert told.exit_code == 0
    return folder / "made.zip"


@pytest.fixture
def made(locked: Path, tmp_path: Path) -> Path:
    """The same, to be damaged."""
    return Path(shutil.copy(locked, tmp_path / "made.zip"))


def refused(run: Run, made: Path, *words: str, folder: Path) -> str:
    """What a refused restore says; it leaves a folder as it was."""
    before = kept(folder)
    told = run("restore", str(made), *words, KIOSK_DATA_DIR=str(folder))
    assert (told.exit_code, told.stdout) == (1, "")
    assert kept(folder) == before
    return told.stderr


def test_a_wrong_passphrase_writes_nothing(run: Run, made: Path, tmp_path: Path) -> None:
    Path("wrong").write_text("correct horse batterY")
    told = refused(run, made, "--passphrase-file", "wrong", folder=tmp_path / "new")
    assert told == "备份口令不对，或者备份文件被改动过；什么都没有写入。\n"


def test_a_damaged_backup_writes_nothing(run: Run, made: Path, tmp_path: Path) -> None:
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    made.write_bytes(content)
    told = refused(run, made, folder=tmp_path / "new")
    assert told == "备份文件已损坏：校验值不符；什么都没有写入，请用另一份备份。\n"


def test_a_backup_of_another_kind_is_refused(run: Run, made: Path, tmp_path: Path) -> None:
    server = "postgresql://nobody@localhost:1/nothing"
    told = run(
        "restore", str(made), KIOSK_DATA_DIR=str(tmp_path / "new"), KIOSK_DATABASE_URL=server
    )
    assert told.exit_code == 1
    assert told.stderr.startswith("备份出自sqlite数据库，设置的却是postgresql")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["kiosk.sqlite3", "kiosk.sqlite3-wal", "kiosk.sqlite3-journal"])
def test_a_database_or_its_journal_is_not_overwritten(
    run: Run, made: Path, tmp_path: Path, name: str
) -> None:
    new = tmp_path / "new"
    new.mkdir(mode=0o700)
    (new / name).write_text("mine")
    told = refused(run, made, folder=new)
    assert told.startswith(f"{new / name}已有数据库，没有覆盖它")
    assert (new / name).read_text() == "mine"


def test_other_keys_are_not_overwritten(run: Run, made: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir(mode=0o700)
    Keyring(new / "keys.json", ()).with_new(Algorithm.SHA256, os.urandom)
    before = (new / "keys.json").read_bytes()
    told = refused(run, made, folder=new)
    assert "不是这份备份的密钥，没有覆盖它" in told
    assert (new / "keys.json").read_bytes() == before


def test_a_folder_in_use_is_not_restored_into(run: Run, made: Path, tmp_path: Path) -> None:
    new = Folder(tmp_path / "new")
    new.path.mkdir(mode=0o700)
    lock = new.lock()
    assert lock is not None
    told = refused(run, made, "--without-keys", folder=new.path)
    lock.release()
    assert "正由另一个服务使用" in told


@pytest.mark.on_every_store
def test_a_database_that_is_not_empty_is_refused(
    run: Run, settings: Settings, fresh: tuple[Path, Store], tmp_path: Path, passphrase: str
) -> None:
    assert run("backup", "a.zip", "--without-keys", **source(settings)).exit_code == 0
    before = asyncio.run(dump(store_of(settings, fresh[1])))
    told = run("restore", "a.zip", **source(settings))
    assert (told.exit_code, told.stdout) == (1, "")
    assert "已有数据库，没有覆盖它" in told.stderr
    assert asyncio.run(dump(store_of(settings, fresh[1]))) == before


def test_keys_left_out_are_asked_for_by_name(run: Run, settings: Settings, tmp_path: Path) -> None:
    told = run("backup", "a.zip", "--without-keys")
    assert "不含卡码密钥K1：密钥文件要另外保存" in told.stdout
    new = {"KIOSK_DATA_DIR": str(tmp_path / "new")}
    told = run("restore", "a.zip", **new)
    assert told.exit_code == 0
    assert told.stderr == (
        f"还缺卡码密钥K1：请把密钥文件放回{tmp_path}/new/keys.json，在此之前服务不能启动。\n"
    )
    told = run("batch", "list", **new)
    assert told.exit_code == 1
    assert "缺少卡码密钥K1" in told.stderr
    shutil.copy(settings.data_dir / "keys.json", tmp_path / "new")
    assert run("batch", "list", **new).exit_code == 0


def test_keys_that_are_in_their_place_are_used_as_they_are(
    run: Run, settings: Settings, made: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    new.mkdir(mode=0o700)
    shutil.copy(settings.data_dir / "keys.json", new)
    before = (new / "keys.json").stat()
    told = run("restore", str(made), KIOSK_DATA_DIR=str(new))  # and no passphrase is needed
    assert (told.exit_code, told.stderr) == (0, "")
    assert (new / "keys.json").stat() == before
    assert run("key", "list", KIOSK_DATA_DIR=str(new)).exit_code == 0


@pytest.mark.on_every_store
def test_a_restore_that_failed_is_run_again(
    run: Run,
    settings: Settings,
    fresh: tuple[Path, Store],
    spare: Store,
    place: dict[str, str],
    passphrase: str,
) -> None:
    asyncio.run(fill(settings, store_of(settings, fresh[1])))
    assert (
        run("backup", "a.zip", "--passphrase-file", passphrase, **source(settings)).exit_code == 0
    )
    words = ("restore", "a.zip", "--passphrase-file", passphrase)
    told = run(*words, **place, KIOSK_SECRET_FILE="no/folder/keys.json")
    assert told.exit_code == 1
    assert told.stderr.startswith("不能写入no/folder/keys.json")
    folder = Path(place["KIOSK_DATA_DIR"])
    assert not list(folder.glob("*kiosk.sqlite3*"))
    left = folder / ".kiosk.sqlite3.draft"  # as if it had been killed
    left.mkdir(mode=0o700)
    (left / "kiosk.sqlite3").write_text("half")
    told = run(*words, **place)
    assert (told.exit_code, told.stderr) == (0, "")
    assert not left.exists()
    asyncio.run(_require_moved_once(settings, spare, folder))


def test_a_damaged_database_makes_no_backup(run: Run, settings: Settings) -> None:
    database = settings.data_dir / "kiosk.sqlite3"
    with tampering(database) as connection:
        connection.execute("pragma writable_schema = on")
        connection.execute("update sqlite_schema set rootpage = 2 where name = 'scan_day'")
    told = run("backup", "a.zip", "--without-keys")
    assert told.exit_code == 1
    assert told.stderr
    assert not list(Path().glob("*a.zip*"))


def test_a_broken_spool_is_named_and_kept(run: Run, settings: Settings) -> None:
    (settings.data_dir / "spool-3.sqlite3").write_bytes(b"nothing of ours" * 999)
    told = run("backup", "a.zip", "--without-keys")
    assert told.exit_code == 0
    assert told.stderr == "spool-3.sqlite3读不出来，没有备份进去；请保留它。\n"
    with zipfile.ZipFile("a.zip") as archive:
        assert "spool-3.sqlite3" in json.loads(archive.read("manifest.json"))["left_out"]


def test_a_folder_that_outlived_its_database_counts_on(
    run: Run, settings: Settings, tmp_path: Path
) -> None:
    asyncio.run(fill(settings, File(settings.data_dir)))
    assert run("backup", "a.zip", "--without-keys").exit_code == 0
    new = tmp_path / "new"
    new.mkdir(mode=0o700)
    shutil.copy(settings.data_dir / "unrecorded", new)
    losses = Losses.take(new)
    losses.add(20261123, 2)
    losses.close()
    assert run("restore", "a.zip", "--without-keys", KIOSK_DATA_DIR=str(new)).exit_code == 0
    told = run("verify", KIOSK_DATA_DIR=str(new), lang="C")
    assert "unrecorded scans: 9\n" in told.stdout
