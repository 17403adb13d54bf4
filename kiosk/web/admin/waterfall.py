"""From all openings to those that count, as rows whose bars continue each other."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.report import Report
from kiosk.domain.scan import Class
from kiosk.reports import words

WHOLE = 100.0
_LEAST = 0.6  # of a hundred: what is there is seen


@dataclass(frozen=True, slots=True)
class Step:
    """One row. Its bar begins at `x` and is `width` wide, of `WHOLE`; nothing has no bar.

    `kind` is ``all``, a class, or ``person``; `sign` says what is done with the number.
    """

    kind: str
    sign: str
    name: str
    number: int
    meaning: str
    x: float
    width: float


def steps(report: Report) -> tuple[Step, ...]:
    """The rows of a report's waterfall, in its language."""
    whole, say = report.waterfall.all, words(report.imprint.language)
    rows = [Step("all", "", say("class.all"), whole, say("means.all"), 0, WHOLE if whole else 0)]
    left = whole
    for klass, number in report.waterfall.parts:
        is_rest = klass is Class.PERSON
        x = 0.0 if is_rest else (left - number) / whole * WHOLE if whole else 0.0
        left -= number
        wide = max(number / whole * WHOLE, _LEAST) if number else 0.0
        rows.append(
            Step(
                klass.value,
                "＝" if is_rest else "−",
                say(f"class.{klass.value}"),
                number,
                say(f"means.{klass.value}"),
                round(min(x, WHOLE - wide), 2),
                round(wide, 2),
            )
        )
    return tuple(rows)
