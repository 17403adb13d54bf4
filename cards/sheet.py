"""Faces become pages. One card side a page; imposing several on a sheet will be added here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cards.marks import Face
from cards.measure import Area, Mm


@dataclass(frozen=True, slots=True)
class Page:
    """A page with one face. `origin` is where the face's trim begins, from the page's top left."""

    width: Mm
    height: Mm
    face: Face
    origin: tuple[Mm, Mm]

    @property
    def trim(self) -> Area:
        """Where the card is cut."""
        return Area(*self.origin, self.face.width, self.face.height)

    @property
    def bleed(self) -> Area:
        """How far colour runs over the cut."""
        return self.trim.grown(self.face.bleed)


def single(faces: Iterable[Face]) -> Iterator[Page]:
    """A page for each face, as large as its bleed."""
    for face in faces:
        width, height = face.width + 2 * face.bleed, face.height + 2 * face.bleed
        yield Page(width, height, face, (face.bleed, face.bleed))
