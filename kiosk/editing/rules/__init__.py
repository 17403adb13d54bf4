"""The rules a catalogue must keep, by the kind of file they look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kiosk.domain.fact import Record
from kiosk.domain.workflow import Service
from kiosk.editing.draft import Desks, Districts, Laws, Papers, Sources
from kiosk.editing.rules import tables
from kiosk.editing.rules.characters import characters
from kiosk.editing.rules.citations import citations
from kiosk.editing.rules.context import Context, Rule, times
from kiosk.editing.rules.figures import figures, figures_of_papers
from kiosk.editing.rules.identities import identity, table_ids
from kiosk.editing.rules.limits import limits
from kiosk.editing.rules.marks import marks
from kiosk.editing.rules.references import knows_limits, references
from kiosk.editing.rules.showings import showings
from kiosk.editing.rules.slots import shared_names, slots

__all__ = ["OF_FOLDER", "RULES", "Context", "knows_limits", "times"]

_OF_ALL: Final[tuple[Rule, ...]] = (characters, marks, citations)

RULES: Final[Mapping[type[Record], tuple[Rule, ...]]] = {
    Service: (*_OF_ALL, identity, limits, references, showings, figures),
    Laws: (*_OF_ALL, table_ids, tables.laws),
    Sources: (*_OF_ALL, table_ids),
    Districts: (*_OF_ALL, table_ids),
    Papers: (*_OF_ALL, table_ids, tables.papers, figures_of_papers),
    Desks: (*_OF_ALL, table_ids, tables.desks),
}

OF_FOLDER: Final = (slots, shared_names)
