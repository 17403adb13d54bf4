"""The estimate of a device lasts a day and leaves nothing behind."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from kiosk.recorder import DeviceKey


def test_the_same_device_is_known_all_day_even_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "device-key.json"
    before = DeviceKey(path, secrets.token_bytes).estimate(20261124, "10.0.0.1", b"WeChat")
    after = DeviceKey(path, secrets.token_bytes).estimate(20261124, "10.0.0.1", b"WeChat")
    assert before == after
    assert len(before) == 8


def test_another_address_agent_or_day_is_another_device(tmp_path: Path) -> None:
    key = DeviceKey(tmp_path / "device-key.json", secrets.token_bytes)
    estimates = {
        key.estimate(20261124, "10.0.0.1", b"WeChat"),
        key.estimate(20261124, "10.0.0.2", b"WeChat"),
        key.estimate(20261124, "10.0.0.1", b"Alipay"),
        key.estimate(20261125, "10.0.0.1", b"WeChat"),
    }
    assert len(estimates) == 4


def test_the_key_of_yesterday_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "device-key.json"
    key = DeviceKey(path, secrets.token_bytes)
    key.estimate(20261124, "10.0.0.1", b"WeChat")
    yesterday = json.loads(path.read_text())["key"]
    inode = path.stat().st_ino
    key.estimate(20261125, "10.0.0.1", b"WeChat")
    assert yesterday not in path.read_text()
    assert path.stat().st_ino == inode
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_broken_key_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "device-key.json"
    path.write_text("{")
    DeviceKey(path, secrets.token_bytes).estimate(20261124, "10.0.0.1", b"")
    assert json.loads(path.read_text())["day"] == 20261124


def test_processes_that_agreed_on_a_key_make_one_estimate() -> None:
    processes = [DeviceKey(None, secrets.token_bytes) for _ in range(2)]
    asked = (20261124, "10.0.0.1", b"WeChat")
    apart = {key.estimate(*asked) for key in processes for _ in range(2)}
    assert len(apart) == 4
    agreed = processes[0].offer()
    for key in processes:
        assert key.lacks(20261124)
        key.take(20261124, agreed, today=20261124)
        key.take(20261125, b"tomorrow" * 4, today=20261124)
    assert len({key.estimate(*asked) for key in processes}) == 1
    processes[0].take(20261126, agreed, today=20261125)
    assert processes[0].lacks(20261124)


def test_a_clock_that_jumps_destroys_no_key_of_the_day_that_is_certain(tmp_path: Path) -> None:
    path, certain = tmp_path / "device-key.json", [20261124]
    key = DeviceKey(path, secrets.token_bytes, certain=lambda: certain[0])
    before, kept = key.estimate(20261124, "10.0.0.1", b"WeChat"), path.read_bytes()
    wrong = key.estimate(20280408, "10.0.0.1", b"WeChat")
    assert key.estimate(20280408, "10.0.0.1", b"WeChat") == wrong != before
    key.settle({20261124, 20280408}, certain=20261124)
    assert path.read_bytes() == kept
    assert key.estimate(20261124, "10.0.0.1", b"WeChat") == before
    again = DeviceKey(path, secrets.token_bytes, certain=lambda: certain[0])
    assert again.estimate(20261124, "10.0.0.1", b"WeChat") == before


def test_a_key_does_not_outlive_its_day_because_a_clock_is_in_doubt(tmp_path: Path) -> None:
    """The day that is certain goes on, even while nobody confirms anything."""
    path = tmp_path / "device-key.json"
    key = DeviceKey(path, secrets.token_bytes, certain=lambda: 20261124)
    before = key.estimate(20261124, "10.0.0.1", b"WeChat")
    key.estimate(20280408, "10.0.0.1", b"WeChat")
    key.settle({20261125, 20280408}, certain=20261125)
    assert path.read_bytes() == b"{}"
    assert key.estimate(20261124, "10.0.0.1", b"WeChat") != before


def test_a_key_that_was_made_in_doubt_is_kept_once_its_day_is_certain(tmp_path: Path) -> None:
    path, certain = tmp_path / "device-key.json", [20261124]
    key = DeviceKey(path, secrets.token_bytes, certain=lambda: certain[0])
    key.estimate(20261124, "10.0.0.1", b"WeChat")
    found = key.estimate(20280408, "10.0.0.1", b"WeChat")
    certain[0] = 20280408  # somebody confirmed it
    key.settle({20280408}, certain=20280408)
    again = DeviceKey(path, secrets.token_bytes, certain=lambda: certain[0])
    assert again.estimate(20280408, "10.0.0.1", b"WeChat") == found
