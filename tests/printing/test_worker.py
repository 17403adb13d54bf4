"""The press draws beside the service: one file at a time, bounded, and it leaves nothing behind."""

from __future__ import annotations

import asyncio
import io
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.batches import Format, Order
from kiosk.domain.problem import Problem
from kiosk.printing import MOST_CARDS, Press, render
from tests.printing.make import catalogue_order, copy, imprint, order, service


@pytest.fixture
async def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Press]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = Press()
    yield made
    await made.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", [Format.PDF, Format.ZIP])
async def test_a_file_of_the_press_has_the_bytes_of_the_command(press: Press, kind: Format) -> None:
    asked, plain = order("QC10", "QC06"), io.BytesIO()
    render(asked, imprint(), format=kind, target=plain)
    with await press.file(asked, imprint(), kind) as file:
        drawn = file.read()
    assert drawn == plain.getvalue()


async def test_pictures_show_every_side_of_the_first_card_and_are_drawn_once(press: Press) -> None:
    sides = await press.pictures(catalogue_order(), imprint())
    assert [side[:8] for side in sides] == [b"\x89PNG\r\n\x1a\n"] * 2
    assert await press.pictures(catalogue_order(), imprint()) is sides


async def test_what_the_drawing_refuses_is_told_here(press: Press) -> None:
    asked = Order("a5-process", (copy(service(), url=f"https://{'long.' * 60}cn/S/7K3MQ2XA9PRD"),))
    with pytest.raises(Problem, match="card-address-too-long"):
        await press.file(asked, imprint(), Format.PDF)


async def test_a_job_that_is_too_large_is_refused_with_the_command_that_can(press: Press) -> None:
    asked = Order("a5-process", (copy(service()),) * (MOST_CARDS[Format.PDF] + 1))
    with pytest.raises(Problem) as told:
        await press.file(asked, imprint(), Format.PDF)
    assert "kiosk cards render B-01" in told.value.text("zh")


async def test_whoever_comes_second_waits_a_while_and_is_told(press: Press) -> None:
    impatient = Press(patience_s=0.05)
    first = asyncio.create_task(impatient.file(order("QC10"), imprint(), Format.PDF))
    await asyncio.sleep(0)
    with pytest.raises(Problem, match="press-busy"):
        await impatient.file(order("QC06"), imprint(), Format.PDF)
    (await first).close()
    (await impatient.file(order("QC06"), imprint(), Format.PDF)).close()


async def test_a_job_that_takes_too_long_is_stopped_and_the_next_one_is_drawn(
    press: Press,
) -> None:
    hasty = Press(longest_s=0.01)
    with pytest.raises(Problem, match="press-too-slow"):
        await hasty.file(order("QC10"), imprint(), Format.PDF)
    assert not hasty._turn.locked()


async def test_closing_the_press_ends_what_it_draws(press: Press) -> None:
    task = asyncio.create_task(press.file(order("QC10"), imprint(), Format.PDF))
    while press._process is None:
        await asyncio.sleep(0.01)
    await press.close()
    with pytest.raises(Problem, match="press-stopped"):
        await task
