"""How cells of a workbook look: rules only, no zebra, no colour but ink and the red of a loss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

FONT = "Microsoft YaHei"
INK, SOFT, LINE, BLUE, RED = "#14212B", "#42525D", "#C9D5DA", "#0B5D7A", "#A51D16"
COUNT, DAY = "#,##0", "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class Look:
    """The three cells of a note: what it is about, its number or value, its meaning."""

    item: Format
    value: Format
    meaning: Format


@dataclass(frozen=True, slots=True)
class Styles:
    """The formats of one workbook.

    `quoted` is `text` with the mark that keeps a spreadsheet from reading a formula into it even
    when somebody edits the cell.
    """

    title: Format
    mark: Format
    section: Format
    head: Format
    head_count: Format
    head_meaning: Format
    text: Format
    quoted: Format
    day: Format
    count: Format
    total: Format
    total_count: Format
    fact: Look
    number: Look
    result: Look
    loss: Look

    @classmethod
    def of(cls, workbook: Workbook) -> Styles:
        """Make the formats of a workbook."""

        def made(**look: Any) -> Format:
            return workbook.add_format(
                {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter", **look}
            )

        head = {"bold": True, "bottom": 1, "bottom_color": INK, "text_wrap": True}
        total = {"bold": True, "top": 1, "bottom": 1, "top_color": INK, "bottom_color": INK}
        count = {"align": "right", "num_format": COUNT}
        top = {"valign": "top"}
        ruled = {**top, "bottom": 1, "bottom_color": LINE}
        wrapped = {"text_wrap": True, "align": "left", "indent": 1}
        return cls(
            title=made(font_size=18, bold=True),
            mark=made(font_size=11, bold=True),
            section=made(font_size=12, bold=True),
            head=made(**head),
            head_count=made(**head, align="right"),
            head_meaning=made(**head, align="left", indent=1),
            text=made(align="left"),
            quoted=made(align="left", quote_prefix=True),
            day=made(align="left", num_format=DAY),
            count=made(**count),
            total=made(**total),
            total_count=made(**total, **count),
            fact=Look(
                made(font_color=SOFT, **top), made(align="left", **top), made(**top, **wrapped)
            ),
            number=Look(made(**ruled), made(**ruled, **count), made(**ruled, **wrapped)),
            result=Look(
                made(**total, **top),
                made(**total, **top, **count),
                made(**{**total, **top, **wrapped, "bold": False}),
            ),
            loss=Look(
                made(**ruled),
                made(**ruled, **count, bold=True, font_color=RED),
                made(**ruled, **wrapped),
            ),
        )
