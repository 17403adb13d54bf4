"""Commands as they are typed, on a data folder of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli import main
from kiosk.config import Settings
from tests.conftest import ADDRESS

Run = Callable[..., Result]


@pytest.fixture
def run(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``kiosk`` with words; in Chinese unless another language is asked for."""
    monkeypatch.chdir(tmp_path)

    def kiosk(*words: str, lang: str = "zh_CN.UTF-8", **environment: str) -> Result:
        for made in settings.data_dir.iterdir():  # what tests put there themselves is no news
            made.chmod(made.lstat().st_mode & 0o700)
        chosen = {
            "KIOSK_DATA_DIR": str(settings.data_dir),
            "KIOSK_PUBLIC_URL": ADDRESS,
            "LANG": lang,
            "LC_ALL": "",
        }
        result = CliRunner().invoke(main, words, env=chosen | environment, prog_name="kiosk")
        assert result.exception is None or isinstance(result.exception, SystemExit), (
            result.exception
        )
        return result

    return kiosk


@pytest.fixture
def placements(tmp_path: Path) -> str:
    """A file of two placements, one of them a hall's screen."""
    file = tmp_path / "placements.csv"
    file.write_text(
        "区县,投放点,类型,数量\n历下区,历下区政务服务中心,窗口,100\n平阴县,平阴县政务服务中心,自助终端,1\n",
        encoding="utf-8-sig",
    )
    return str(file)
