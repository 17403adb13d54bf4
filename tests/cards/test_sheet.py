"""Faces on pages."""

from __future__ import annotations

from cards.marks import Face
from cards.measure import Area
from cards.sheet import single


def test_each_face_has_a_page_as_large_as_its_bleed() -> None:
    faces = [Face("front", 90, 54, 3, ()), Face("back", 90, 54, 0, ())]
    first, second = single(faces)
    assert (first.width, first.height, first.placed[0].face) == (96, 60, faces[0])
    assert first.trim == Area(3, 3, 90, 54)
    assert first.bleed == Area(0, 0, 96, 60)
    assert second.trim == second.bleed == Area(0, 0, 90, 54)
