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
