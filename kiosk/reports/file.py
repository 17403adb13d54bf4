"""The files a report can be downloaded as: media type, writer, name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO

from kiosk.domain.problem import Problem
from kiosk.domain.report import Report
from kiosk.reports.text import write_csv, write_json
from kiosk.reports.words import words
from kiosk.reports.workbook import write_xlsx

VERSION = "v1"  # of the files' form: another one when a column or a key changes


@dataclass(frozen=True, slots=True)
class Format:
    """One form of file. `write` is for a thread or a process, not for the event loop."""

    name: str
    media_type: str
    write: Callable[[Report, BinaryIO], None]

    @classmethod
    def read(cls, name: str) -> Format:
        """From its name; raises Problem."""
        if name not in FORMATS:
            raise Problem("report-format-unknown", name=name, known=", ".join(FORMATS))
        return FORMATS[name]

    def file_name(self, report: Report) -> tuple[str, str]:
        """What the file is called in the report's language, and in ASCII for old programs.

        Made of words and days only: nothing that anybody typed reaches a header.
        """
        period = report.ask.period

        def named(language: str) -> str:
            stem = words(language)(
                "report.file", first=period.first, last=period.last, version=VERSION
            )
            return f"{stem}.{self.name}"

        return named(report.imprint.language), named("en")


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": Format("csv", "text/csv; charset=utf-8", write_csv),
        "xlsx": Format(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            write_xlsx,
        ),
        "json": Format("json", "application/json", write_json),
    }
)
