"""All designs hold still: every mark of every face is kept as text."""

from __future__ import annotations

import pytest

from tests.cards.goldens import CASES, FOLDER, texts


@pytest.mark.parametrize("case", CASES)
def test_a_face_is_drawn_as_it_was(case: str) -> None:
    for path, text in texts(case):
        assert text == path.read_text(encoding="utf-8"), path.name


def test_no_golden_is_left_over() -> None:
    kept = {path.name.rsplit(".", 2)[0] for path in FOLDER.glob("*.marks")}
    assert kept == set(CASES)
