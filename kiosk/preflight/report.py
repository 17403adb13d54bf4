"""What pre-flight found, as JSON that is kept with the batch: bounded, and in both languages."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import assets
from cards.preflight import Battery, FaceReport, Finding, Strength, SymbolReport
from kiosk import __version__
from kiosk.preflight.client import Outcome

_TOLD: Final = 20  # unread addresses that are named


def outcome(
    reports: Sequence[FaceReport],
    unread: Sequence[str],
    rules: Battery,
    counts: Mapping[str, int],
    *,
    design: str,
) -> Outcome:
    """The verdict on faces and on codes that were read from clean cards; `design` or file name."""
    is_passed = not unread and all(report.is_passed for report in reports)
    told = {
        "passed": is_passed,
        "design": design,
        "program": __version__,
        "battery": hashlib.sha256(assets.read_bytes("preflight.toml")).hexdigest(),
        "seed": rules.seed,
        "shots": rules.shots,
        "counts": {**counts, "faces": len(reports), "symbols": _symbols(reports)},
        "faults": {
            fault.name: {"zh": fault.zh, "en": fault.en, "on": fault.on.value}
            for fault in rules.faults
        },
        "strengths": {
            strength.value: {"zh": word.zh, "en": word.en}
            for strength in Strength
            for word in (rules.words[strength],)
        },
        "unread": {"count": len(unread), "first": list(unread[:_TOLD])},
        "weakest": _weakest(reports),
        "faces": [_face(report) for report in reports],
    }
    return Outcome(is_passed, told, _picture(reports))


def _symbols(reports: Sequence[FaceReport]) -> int:
    return sum(len(report.symbols) for report in reports)


def _picture(reports: Sequence[FaceReport]) -> bytes | None:
    pictures = (symbol.picture for report in reports for symbol in report.symbols)
    return next((picture for picture in pictures if picture), None)


def _weakest(reports: Sequence[FaceReport]) -> dict[str, Any] | None:
    """The cell of all symbols that is nearest to being refused, or farthest below."""
    found = [
        (symbol.weakest, report.name)
        for report in reports
        for symbol in report.symbols
        if symbol.weakest
    ]
    if not found:
        return None
    tally, name = min(found, key=lambda pair: pair[0].margin)
    return {
        "face": name,
        "fault": tally.cell.fault.name,
        "strength": tally.cell.strength.value,
        "read": tally.counted,
        "shots": tally.shots,
        "least": tally.least,
    }


def _face(report: FaceReport) -> dict[str, Any]:
    return {
        "name": report.name,
        "passed": report.is_passed,
        "width": round(report.width, 2),
        "height": round(report.height, 2),
        "findings": [_finding(one) for one in report.findings],
        "symbols": [_symbol(symbol) for symbol in report.symbols],
    }


def _finding(one: Finding) -> dict[str, str]:
    return {"code": one.code, "zh": one.zh, "en": one.en}


def _symbol(symbol: SymbolReport) -> dict[str, Any]:
    return {
        "address": symbol.address,
        "side": round(symbol.side, 2),
        "module": round(symbol.module, 3),
        "version": symbol.version,
        "level": symbol.level,
        "pixels": round(symbol.pixels, 2),
        "grade": symbol.grade,
        "measured": [
            {
                "state": one.state,
                "grade": one.grade,
                "contrast": round(one.contrast, 3),
                "modulation": round(one.modulation, 3),
                "damage": round(one.damage, 3),
                "unused": round(one.unused, 3),
                "growth": round(one.growth, 3),
                "quiet": one.quiet,
            }
            for one in symbol.measured
        ],
        "cells": {
            tally.cell.name: {
                "read": {reader.value: count for reader, count in tally.read.items()},
                "counted": tally.counted,
                "least": tally.least,
            }
            for tally in symbol.tallies
        },
        "findings": [_finding(one) for one in symbol.findings],
    }
