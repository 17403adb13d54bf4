"""What cards call their parts."""

from __future__ import annotations

from kiosk.domain.workflow import Service


def station_labels(service: Service) -> dict[str, str]:
    """What a card of the service calls its stations, by the name of each one's box."""
    card = service.card
    labels = {
        "first": card.first.label,
        "figure": card.figure.label,
        "table": card.table.label,
        "bring": card.bring.label,
        "cost": card.cost.label,
        "after": card.after.label,
    }
    return {f"path.{name}": "".join(label) for name, label in labels.items()}
