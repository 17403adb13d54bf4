"""A failure that a person is told about: one entry of the catalogue of problems."""

from __future__ import annotations

from kiosk.domain.characters import visible
from kiosk.domain.fact import Bilingual
from kiosk.domain.problems import KINDS


class Problem(Exception):  # noqa: N818 - a problem is told to a person; it need not be an error
    """A failure that a person is told about; `code` is a key of `KINDS`.

    A `Bilingual` place is told in the language of the sentence.
    """

    def __init__(self, code: str, /, **places: object) -> None:
        super().__init__(code)
        self.code = code
        self.places = places

    @property
    def status(self) -> int:
        """HTTP status."""
        return KINDS[self.code].status

    def text(self, language: str) -> str:
        """The sentence in ``zh`` or ``en``."""
        kind = KINDS[self.code]
        sentence = kind.zh if language == "zh" else kind.en
        places = {name: _shown(place, language) for name, place in self.places.items()}
        return sentence.format(**places)

    def __str__(self) -> str:
        return f"{self.code}: {self.text('en')}"


def _shown(place: object, language: str) -> object:
    """A place as a sentence shows it: what strangers sent must not move in a page or a terminal."""
    if isinstance(place, int | float):
        return place
    return visible(place.text(language) if isinstance(place, Bilingual) else str(place))
