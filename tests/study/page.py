"""docs/preflight.md from what the experiments left in docs/preflight.json."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from math import sqrt
from pathlib import Path
from typing import Any, Final

from cards.preflight import load_battery

DOCS: Final = Path(__file__).parents[2] / "docs"
KEPT: Final = DOCS / "preflight.json"
PAGE: Final = DOCS / "preflight.md"

# A difference of paired shots is told from chance where it exceeds so many standard errors: with
# two hundred comparisons one in five such tables would show one by chance.
ERRORS: Final = 3
# Where our finer modules cost what no level gives back, and why that is borne.
BORNE: Final = {
    "fold.harsh": "one half of the symbol leans away by 25 degrees: folded in its middle, its far "
    "edge shifts by 1.7 of our modules and by 1.5 of theirs. No symbol of ours may lie on a fold "
    "(the design and pre-flight refuse it), and level M, which would fold as well as theirs, would "
    "read as little as theirs in glare",
}
READERS: Final = {"zxing": "zxing-cpp", "wechat": "WeChat"}


def kept() -> dict[str, Any]:
    """What the experiments left."""
    found: dict[str, Any] = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    return found


def keep(results: Mapping[str, Any]) -> None:
    """Leave results for the page."""
    KEPT.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def is_worse(won: int, lost: int) -> bool:
    """Whether shots that only the other read outnumber ours by more than chance explains."""
    return lost - won > ERRORS * sqrt(won + lost)


def text(results: Mapping[str, Any]) -> str:
    """The whole page."""
    parts = [_HEAD, *_faults()]
    if "rivals" in results:
        parts += _rivals(results["rivals"])
    if "sizes" in results:
        parts += _sizes(results["sizes"])
    if "masks" in results:
        parts += _masks(results["masks"])
    return "\n".join(parts) + "\n"


_HEAD: Final = """# 预检: what our symbols stand

Written by `python -m tests.study`; read the difference before you commit it. All of it is
simulated (`assets/preflight.toml` holds the battery with the reason of every figure): it ranks
designs and refuses bad ones, and is no grade of ISO/IEC 15415 and no promise about a certain phone.
Two readers stand for all: zxing-cpp, and WeChat's own as OpenCV packs it, without its neural
networks."""


def _faults() -> Iterator[str]:
    yield "\n## The battery\n"
    yield "| fault | spoils | mild | harsh | why |\n|---|---|---|---|---|"
    for fault in load_battery().faults:
        mild, harsh = (_conditions(told) for told in (fault.mild, fault.harsh))
        yield f"| {fault.zh} {fault.en} | {fault.on} | {mild} | {harsh} | {fault.why} |"
    least = load_battery().least
    for on, shares in least.items():
        yield (
            f"\nOf a spoiled {on} at least {shares.mild:g} (mild) and {shares.harsh:g} (harsh) of "
            "the shots must be read."
        )


def _conditions(told: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in told.items())


def _rivals(results: Mapping[str, Any]) -> Iterator[str]:
    yield "\n## Beside the plain output of qrcode and segno\n"
    shots = results["results"][0]["makers"]["ours"]["shots"]
    yield (
        "Our finished cards, and the same cards with what `qrcode.make` and `segno.make` draw for "
        "the same address in the same square, quiet zone included. "
        "One design of each size. "
        f"{shots} addresses a design, one shot of each cell each, the same shots for all three "
        f"(seed {results['seed']}, {results['day']}). Share read by zxing-cpp / by WeChat's "
        f"reader; bold where ours is worse by more than {ERRORS} standard errors of the paired "
        "difference, which a test refuses but for "
        f"{_borne()}. What is lower by less is listed below each table: where "
        "the same cell is lower for both libraries and both readers, chance alone does not explain "
        "it."
    )
    for one in results["results"]:
        makers = one["makers"]
        yield f"\n### {one['design']}, {one['box']:g} mm\n"
        if one["others"]:
            yield f"Of the same size: {', '.join(one['others'])}.\n"
        heads = [
            f"{name} ({told['modules']} modules of {told['module']:.2f} mm)"
            for name, told in makers.items()
        ]
        yield f"| | {' | '.join(heads)} |\n|---|{'---|' * len(heads)}"
        for cell in makers["ours"]["read"]:
            cells = [_shares(told, cell) for told in makers.values()]
            if any(is_worse(*pair) for pair in _pairs(one, cell)):
                cells[0] = f"**{cells[0]}**"
            yield f"| {cell} | {' | '.join(cells)} |"
        yield f"\nLower than a library's, in points of a hundred: {_lower(one)}."


def _borne() -> str:
    return "; ".join(f"{cell}, where {why}" for cell, why in BORNE.items())


def _lower(one: Mapping[str, Any]) -> str:
    """Every cell where a library's symbol was read more often, with by how much."""
    shots = one["makers"]["ours"]["shots"]
    found = [
        f"{cell} {round(100 * (lost - won) / shots)} ({library}, {READERS[reader]})"
        for cell in one["makers"]["ours"]["read"]
        for library, duel in one["duels"].items()
        for reader in READERS
        for won, lost in [(duel["won"][cell][reader], duel["lost"][cell][reader])]
        if lost > won
    ]
    return ", ".join(found) or "none"


def _pairs(one: Mapping[str, Any], cell: str) -> Iterator[tuple[int, int]]:
    """Won and lost against each library with each reader."""
    for duel in one["duels"].values():
        for reader in READERS:
            yield duel["won"][cell][reader], duel["lost"][cell][reader]


def _shares(told: Mapping[str, Any], cell: str) -> str:
    read = told["read"][cell]
    return " / ".join(f"{read[reader] / told['shots']:.2f}" for reader in READERS)


def _sizes(results: Mapping[str, Any]) -> Iterator[str]:
    yield "\n## Level by size\n"
    rows = results["results"]
    yield (
        "Our symbols of the usual address in squares of so many millimetres, quiet zone included, "
        f"modules of whole dots at 300 dpi. {rows[0]['shots']} addresses, one shot of each cell "
        f"each (seed {results['seed']}, {results['day']}). Share of shots read by either reader; "
        "only cells where something was not read."
    )
    for box in dict.fromkeys(row["box"] for row in rows):
        group = [row for row in rows if row["box"] == box]
        heads = [f"{r['level']} ({r['modules']} × {r['module']:.2f} mm)" for r in group]
        yield f"\n### {box:g} mm\n\n| | {' | '.join(heads)} |\n|---|{'---|' * len(heads)}"
        for cell in group[0]["read"]:
            shares = [row["read"][cell]["either"] / row["shots"] for row in group]
            if min(shares) < 1:
                yield f"| {cell} | {' | '.join(f'{share:.2f}' for share in shares)} |"
        worst = [min(n["either"] for n in row["read"].values()) / row["shots"] for row in group]
        yield f"| worst cell | {' | '.join(f'{share:.2f}' for share in worst)} |"
        means = [
            sum(n["either"] for n in row["read"].values()) / row["shots"] / len(row["read"])
            for row in group
        ]
        yield f"| mean of all cells | {' | '.join(f'{mean:.3f}' for mean in means)} |"


def _masks(results: Mapping[str, Any]) -> Iterator[str]:
    yield "\n## A fixed mask?\n"
    judged, fixed, duel = (results[name] for name in ("judged", "fixed", "duel"))
    pilot = ", ".join(f"{mask}: {n}" for mask, n in results["pilot"]["read"].items())
    yield (
        f"The mask that ISO/IEC 18004 has judged, beside mask {results['mask']} for all: the best "
        f"of a pilot with {results['pilot']['addresses']} addresses (shots read by mask: {pilot}). "
        f"{judged['shots']} addresses, one shot of each cell each (seed {results['seed']}, "
        f"{results['day']}); shots read by either reader, and how many were read with one mask "
        "alone.\n"
    )
    yield "| | judged | fixed | only judged | only fixed |\n|---|---|---|---|---|"
    worse = []
    for cell in judged["read"]:
        counts = judged["read"][cell]["either"], fixed["read"][cell]["either"]
        won, lost = duel["won"][cell]["either"], duel["lost"][cell]["either"]
        yield f"| {cell} | {counts[0]} | {counts[1]} | {lost} | {won} |"
        if counts[1] < counts[0]:
            worse.append(cell)
    if worse:
        yield (
            f"\nThe fixed mask read fewer shots in {len(worse)} cells ({', '.join(worse)}): it is "
            "not proved never to read worse, so masks stay judged."
        )
    else:
        yield "\nThe fixed mask read no fewer shots in any cell."
