"""The faces whose dumps are kept; run as a module it writes them anew: look at what changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cards.design import compose, load
from cards.marks import Face, dump
from tests.cards.contents import CATALOGUE, CHECKUP, COPY, COPY_OF_ALL, NOTARY, PENALTY, specimen

OF_CATALOGUE: Final = (
    "card-90x54-catalogue",
    "card-90x54-catalogue-zh-en",
    "poster-a3",
    "poster-a3-zh-en",
    "sticker-60",
    "sticker-60-zh-en",
    "tent",
    "tent-zh-en",
)
OF_A_SERVICE: Final = (
    "card-90x54-service",
    "card-90x54-service-zh-en",
    "card-id1-service",
    "card-id1-service-zh-en",
)
FOLDER: Final = Path(__file__).parents[1] / "golden"
CASES: Final = {
    "a5-process.penalty": ("a5-process", PENALTY),
    "a5-process.penalty-specimen": ("a5-process", specimen(PENALTY)),
    "a5-process.notary": ("a5-process", NOTARY),
    "a5-process.checkup": ("a5-process", CHECKUP),
    **{design: (design, CATALOGUE) for design in OF_CATALOGUE},
    **{design: (design, PENALTY) for design in OF_A_SERVICE},
    "leaflet-a4-fold3": ("leaflet-a4-fold3", CATALOGUE),
}


def faces(case: str) -> tuple[Face, ...]:
    """The faces of one case."""
    design, content = CASES[case]
    artworks = compose(load(design), content, version=4)
    return tuple(
        artwork.face(COPY_OF_ALL if design.startswith("leaflet") else COPY) for artwork in artworks
    )


def texts(case: str) -> Iterator[tuple[Path, str]]:
    """The path of each of a case's goldens and what it should hold."""
    for face in faces(case):
        yield FOLDER / f"{case}.{face.name}.marks", dump(face)


def main() -> None:
    """Write all goldens."""
    for case in CASES:
        for path, text in texts(case):
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
