"""Reads pages as a person does: tables under their headings, and what stands beside a word."""

from __future__ import annotations

from html.parser import HTMLParser

Table = list[list[str]]


def tables(page: str) -> dict[str, list[Table]]:
    """The tables of a page by the first words of the heading above them."""
    reader = _Reader()
    reader.feed(page)
    return {
        heading: [[[" ".join(cell.split()) for cell in row] for row in table] for table in found]
        for heading, found in reader.tables.items()
    }


def text(page: str) -> str:
    """The page's words, one space between."""
    reader = _Reader()
    reader.feed(page)
    return " ".join(" ".join(reader.words).split())


def number(cell: str) -> int | None:
    """What a cell counts; None for a dash."""
    return None if cell == "—" else int(cell.replace(",", ""))


class _Reader(HTMLParser):
    """Our tables close no cells and rows: the next one begins."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[Table]] = {}
        self.words: list[str] = []
        self._heading = ""
        self._place = ""
        self._is_silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag == "h2":
            self._heading, self._place = "", "h2"
        elif tag == "span" and self._place == "h2":
            self._place = ""
        elif tag == "table":
            self.tables.setdefault(self._heading.strip(), []).append([])
        elif tag == "tr":
            self._table.append([])
        elif tag in ("th", "td"):
            self._table[-1].append("")
            self._place = "cell"
        self._is_silent = tag in ("style", "script", "title")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h2", "table"):
            self._place = ""
        self._is_silent = False

    def handle_data(self, data: str) -> None:
        if self._is_silent:
            return
        self.words.append(data)
        if self._place == "h2":
            self._heading += data
        elif self._place == "cell":
            self._table[-1][-1] += data

    @property
    def _table(self) -> Table:
        return self.tables[self._heading.strip()][-1]
