"""``kiosk settings``."""

from __future__ import annotations

import click

from kiosk.cli.root import Context, kiosk, pass_context


@kiosk.command("settings")
@pass_context
def show_settings(context: Context) -> None:
    """Show every setting with its value and what it is for."""
    settings = context.settings
    for name, field in type(settings).model_fields.items():
        value = getattr(settings, name)
        told = ",".join(value) if isinstance(value, tuple) else value
        shown = "" if told is None else str(told)
        click.echo(f"KIOSK_{name.upper()}={shown}  # {field.description}")
