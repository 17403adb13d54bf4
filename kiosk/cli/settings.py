"""``kiosk settings``."""

from __future__ import annotations

import click

from kiosk.app.ground import known_faults, programs
from kiosk.cli.root import Context, kiosk, language, pass_context


@kiosk.command("settings")
@pass_context
def show_settings(context: Context) -> None:
    """Show every setting with its value, and what the service stands on. Passwords are hidden."""
    settings = context.settings
    fields = type(settings).model_fields
    for name, shown in settings.shown().items():
        click.echo(f"KIOSK_{name.upper()}={shown}  # {fields[name].description}")
    under = programs()
    click.echo(f"# {', '.join(map(str, under))}")
    for fault, program in known_faults(under):
        click.echo(f"# {fault.told(program).text(language())} {fault.source}")
