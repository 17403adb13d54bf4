"""告警: the first lines of every page of the desk, while something is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from markupsafe import Markup

from kiosk.recorder import Alarm
from kiosk.web.pages.markup import number
from kiosk.web.pages.texts import Texts
from kiosk.web.state import State

# Where the desk itself can do something about it: the page, and the key of the link's words.
_PAGES: Final[Mapping[Alarm, tuple[str, str]]] = {
    Alarm.CLOCK_JUMPED: ("/admin/clock", "clock.look")
}


class AlarmLine(NamedTuple):
    """What is wrong, since when, what to do; and the page for that with its name, if there is."""

    what: Markup
    since: Markup
    to_do: Markup
    page: str | None
    name: Markup


def alarm_lines(state: State, t: Texts) -> tuple[AlarmLine, ...]:
    """A line for each alarm that is on."""
    zone = state.office.zone
    found = []
    for alarm, since, named in state.alarms.on:
        places = {name: number(n) if isinstance(n, int) else n for name, n in named.items()}
        name = alarm.name.lower()
        key = f"alarm.{name}_n" if named.get("n") and f"alarm.{name}_n" in t else f"alarm.{name}"
        at = zone.clock(since)
        page, link = _PAGES.get(alarm, (None, None))
        what, to_do = t(key, **places), t(f"alarm.{name}_do", **places)
        named_link = t(link) if link else Markup("")
        found.append(AlarmLine(what, t("alarm.since", at=at), to_do, page, named_link))
    return tuple(found)
