"""``python -m kiosk.web.pages.loading``: compile all templates, once.

Whoever installs calls it where those who serve cannot write.
"""

from __future__ import annotations

from threading import Event

import jinja2

from kiosk.web.pages.hall import screen_environment
from kiosk.web.pages.rendering import environment
from kiosk.web.pages.texts import LANGUAGES


def load(stop: Event) -> None:
    """Have every template loaded before it is asked for; on a thread, until told to stop."""
    for language in LANGUAGES:
        _load(environment(language), stop, without="screen/")
        _load(screen_environment(language), stop, without="admin/")


def _load(templates: jinja2.Environment, stop: Event, *, without: str) -> None:
    for name in templates.list_templates(extensions=["html"]):
        if stop.is_set():
            return
        if not name.startswith(without):
            templates.get_template(name)


if __name__ == "__main__":
    load(Event())
