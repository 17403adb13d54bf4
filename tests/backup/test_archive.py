"""The file of a backup: whole, or refused; and never larger inside than outside."""

from __future__ import annotations

import os
import warnings
import zipfile
from pathlib import Path

import pytest

from kiosk.backup import Archive
from kiosk.backup.archive import MANIFEST
from kiosk.domain.problem import Problem
from tests.backup.make import CONTENT, LOSSES, forged, honest, manifest, members, part, resigned


def refusal(path: Path) -> str:
    """The code of the problem that opening and reading all of a file ends with."""
    with pytest.raises(Problem) as told:
        read(path)
    return told.value.code


def read(path: Path) -> None:
    with Archive.open(path) as archive:
        for one in archive.manifest.parts:
            list(archive.chunks(one.name))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "backup.zip"


def test_what_was_put_in_comes_out(path: Path) -> None:
    with Archive.open(honest(path)) as archive:
        assert archive.manifest == manifest()
        assert b"".join(archive.chunks(LOSSES)) == CONTENT
    assert path.read_bytes().endswith(archive.digest.encode())
    with zipfile.ZipFile(path) as other:
        assert other.testzip() is None
        assert other.namelist() == [LOSSES, MANIFEST]


def test_a_byte_changed_anywhere_is_refused(path: Path) -> None:
    whole = honest(path).read_bytes()
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << place % 8
        path.write_bytes(damaged)
        assert refusal(path) in ("backup-damaged", "backup-unreadable"), place


def test_a_file_cut_or_lengthened_is_refused(path: Path) -> None:
    whole = honest(path).read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        assert refusal(path) in ("backup-damaged", "backup-unreadable"), size
    path.write_bytes(whole + b"0")
    assert refusal(path) == "backup-unreadable"


@pytest.mark.parametrize("content", [b"", b"not a backup" * 99, b"PK\x05\x06" + bytes(18)])
def test_another_file_is_no_backup(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert refusal(path) == "backup-unreadable"


def test_what_is_no_file_is_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    assert refusal(path) == "backup-unreadable"
    assert refusal(path.parent) == "backup-unreadable"
    assert refusal(path.with_name("missing.zip")) == "backup-unreadable"


FORGED = {
    "a member more": members(("extra", b"x")),
    "a member that climbs": members(("../../escaped", b"x")),
    "a manifest that climbs": [
        ("../../escaped", CONTENT),
        (MANIFEST, manifest().to_bytes().replace(b'"unrecorded.json"', b'"../../escaped"')),
    ],
    "a member less": members()[1:],
    "no manifest": members()[:1],
    "an empty manifest": [(MANIFEST, b"")],
    "a manifest too large": [(MANIFEST, b" " * (1024 * 1024 + 1))],
    "a manifest too deep": [(MANIFEST, b"[" * 500_000)],
    "an unknown fact": [
        members()[0],
        (MANIFEST, manifest().to_bytes().replace(b'"zone"', b'"size"')),
    ],
    "other bytes": [(LOSSES, CONTENT[::-1]), members()[1]],
    "a size that is another": [(LOSSES, CONTENT + b"x"), members()[1]],
    "keys without an envelope": members(("keys", b"x")),
    "a part told twice": [members()[0], (MANIFEST, manifest(part(), part()).to_bytes())],
}


@pytest.mark.parametrize("name", FORGED)
def test_a_made_up_file_is_refused(path: Path, name: str) -> None:
    assert refusal(forged(path, FORGED[name])) == "backup-damaged"


def test_a_member_that_is_there_twice_is_refused(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # what zipfile says while we write it
        forged(path, members((LOSSES, CONTENT)))
    assert refusal(path) == "backup-damaged"


def test_a_bomb_is_refused_before_it_is_read(path: Path) -> None:
    huge = bytes(4 * 1024 * 1024)
    told = manifest(part(huge)).to_bytes()
    forged(path, [(LOSSES, huge), (MANIFEST, told)], packed=True)
    assert path.stat().st_size < 10_000
    assert refusal(path) == "backup-damaged"


def test_a_size_that_lies_is_refused(path: Path) -> None:
    whole = honest(path).read_bytes()
    true, lie = len(CONTENT).to_bytes(4, "little"), (1 << 30).to_bytes(4, "little")
    assert whole.count(true + true) == 1  # in the directory; the member's own has the long form
    resigned(path, whole.replace(true + true, lie + lie))
    assert refusal(path) == "backup-damaged"


def test_a_directory_too_large_is_refused(path: Path) -> None:
    forged(path, [(f"{number:02000}", b"") for number in range(1_100)])
    assert refusal(path) == "backup-damaged"


def test_an_envelope_that_asks_for_all_memory_is_refused(path: Path) -> None:
    envelope = (
        b'{"kdf":"argon2id","memory_kib":1048577,"passes":3,"lanes":4,"salt":"%s",'
        b'"cipher":"AES-256-GCM","nonce":"%s"}' % (b"0" * 32, b"0" * 24)
    )
    told = manifest().to_bytes().replace(b'"envelope": null', b'"envelope": ' + envelope)
    forged(path, [members()[0], (MANIFEST, told), ("keys", b"x")])
    assert refusal(path) == "backup-damaged"
    allowed = told.replace(b"1048577", b"1048576")
    with Archive.open(forged(path, [members()[0], (MANIFEST, allowed), ("keys", b"x")])) as archive:
        assert archive.keys == b"x"


def test_a_later_format_is_told_as_such(path: Path) -> None:
    later = manifest().to_bytes().replace(b'"format": 1', b'"format": 2, "more": []')
    assert refusal(forged(path, [members()[0], (MANIFEST, later)])) == "backup-newer"
