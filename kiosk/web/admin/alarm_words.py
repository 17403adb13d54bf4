"""告警: the first lines of every page of the desk, while something is wrong."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from kiosk.web.pages.markup import number
from kiosk.web.pages.texts import Texts
from kiosk.web.state import State


class AlarmLine(NamedTuple):
    """What is wrong, since when, and what to do."""

    what: Markup
    since: Markup
    to_do: Markup


def alarm_lines(state: State, t: Texts) -> tuple[AlarmLine, ...]:
    """A line for each alarm that is on."""
    zone = state.office.zone
    found = []
    for alarm, since, named in state.alarms.on:
        places = {name: number(n) if isinstance(n, int) else n for name, n in named.items()}
        name = alarm.name.lower()
        key = f"alarm.{name}_n" if named.get("n") and f"alarm.{name}_n" in t else f"alarm.{name}"
        at = zone.clock(since)
        found.append(
            AlarmLine(t(key, **places), t("alarm.since", at=at), t(f"alarm.{name}_do", **places))
        )
    return tuple(found)
