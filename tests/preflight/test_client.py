"""Pre-flight's own process: what it needs, what it tells, and that it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from cards.raster import picture, write_png
from kiosk.batches import Order, reasons
from kiosk.domain.problem import Problem
from kiosk.preflight import preflight_file
from tests.cards.preflight.faces import crowded, face
from tests.printing.make import CODE, copy, imprint, service, verified


def png() -> bytes:
    """A card with something right up to its symbol."""
    target = BytesIO()
    write_png(crowded(face()), target, dpi=300)
    return target.getvalue()


async def test_it_tells_how_far_it_is_and_what_it_found() -> None:
    steps: list[tuple[int, int]] = []
    outcome = await preflight_file(
        png(), "card.png", shots=1, progress=lambda done, total: steps.append((done, total))
    )
    assert not outcome.is_passed
    assert outcome.picture is not None
    assert outcome.picture.startswith(b"\x89PNG")
    assert len(outcome.picture) < 100_000
    (page,) = outcome.report["faces"]
    found = [one for symbol in page["symbols"] for one in symbol["findings"]]
    assert "quiet" in {one["code"] for one in found}
    assert steps == sorted(steps)
    assert len(steps) == 26


OTHERS = [pytest.param(name, marks=pytest.mark.slow) for name in ("zxingcpp", "pypdfium2", "numpy")]


@pytest.mark.parametrize("name", ["cv2", *OTHERS])
async def test_what_is_not_installed_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"{name}.py").write_text(f"raise ModuleNotFoundError(name={name!r})", "ascii")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    with pytest.raises(Problem) as told:
        await preflight_file(b"", "card.png")
    assert told.value.code == "preflight-missing"
    assert f"组件{name}" in told.value.text("zh")
    assert "[preflight]" in told.value.text("en")


async def test_a_process_that_falls_over_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "zxingcpp.py").write_text("import os\nos.abort()", "ascii")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    with pytest.raises(Problem, match="preflight-stopped"):
        await preflight_file(png(), "card.png")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "preflight-no-scale"),
        pytest.param(b"hello", "preflight-no-print-file", marks=pytest.mark.slow),
    ],
)
async def test_what_cannot_be_looked_at_is_told(data: bytes | None, code: str) -> None:
    target = BytesIO()
    picture(face(), dpi=300).save(target, "PNG")
    with pytest.raises(Problem, match=code):
        await preflight_file(data or target.getvalue(), "card.png")


def test_what_has_not_passed_is_a_specimen() -> None:
    sure = Order("a5-process", (copy(verified(service())),))
    assert reasons(sure, imprint()) == ()
    (why,) = reasons(sure, imprint(is_readable=False))
    assert "还没有通过预检" in why
    assert CODE not in why


@pytest.mark.parametrize(
    ("does", "ends"), [("while True: pass", -signal.SIGPROF), ("time.sleep(1); os._exit(0)", 0)]
)
def test_what_works_on_without_a_word_ends_and_what_has_to_wait_does_not(
    does: str, ends: int
) -> None:
    words = f"import os, time\nfrom kiosk.preflight.process import watch\nwatch(0.4)\n{does}"
    ended = subprocess.run([sys.executable, "-c", words], check=False)
    assert ended.returncode == ends
