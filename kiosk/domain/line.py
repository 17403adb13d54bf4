"""What somebody typed into a field and others will read: without characters that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kiosk.domain.characters import unseen, visible
from kiosk.domain.fact import Bilingual
from kiosk.domain.problem import Problem

NAME_MOST: Final = 60
"""Characters of a name that has no bound of its own."""

_FIELDS: Final[Mapping[str, Bilingual]] = {
    "name": Bilingual(zh="名称", en="The name"),
    "reason": Bilingual(zh="原因", en="The reason"),
    "note": Bilingual(zh="备注", en="The note"),
}


def read_line(text: str, field: str) -> str:
    """A field of one line, each run of blanks as one space; raises Problem, which names `field`."""
    check_seen(text, field)
    return " ".join(text.split())


def check_seen(text: str, field: str) -> None:
    """Refuse a text that has characters nobody sees; raises Problem, which names `field`."""
    found = unseen(text)
    if found is not None:
        told = _FIELDS.get(field, Bilingual(zh=f"“{field}”", en=f"“{field}”"))
        raise Problem("text-unseen", field=told, point=f"U+{ord(found):04X}")


def check_all_seen(value: Any, field: str) -> None:
    """The same for every text within plain JSON, the names of its fields too; raises Problem."""
    for text, named in _texts(value, field):
        check_seen(text, named)


def _texts(value: Any, field: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield value, field
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield name, field
            yield from _texts(inner, visible(name))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner, field)
