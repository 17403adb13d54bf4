"""placements.csv: where cards go, one row a placement; every bad row is named by its number."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kiosk.domain.catalogue import District
from kiosk.domain.characters import unseen, visible
from kiosk.domain.digits import read_digits
from kiosk.domain.fact import Bilingual
from kiosk.domain.placement import PlacementKind, Spot, tidy_name

BYTES_MAX = 1024 * 1024
ROWS_MAX = 5_000
NAME_MAX = 60
COPIES_MAX = 1_000_000

_BEYOND = "beyond"
_COLUMNS = {
    "district": "district",
    "区县": "district",
    "name": "name",
    "投放点": "name",
    "kind": "kind",
    "类型": "kind",
    "copies": "copies",
    "数量": "copies",
}


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row; rows are numbered as a spreadsheet does, the header is 1.

    `column` is district, name, kind or copies; empty where the fault lies in no single one.
    """

    row: int
    sentence: Bilingual
    column: str = ""


@dataclass(frozen=True, slots=True)
class Placements:
    """The spots of a file; for use only where there are no faults."""

    spots: tuple[Spot, ...]
    faults: tuple[RowFault, ...]

    @property
    def listing(self) -> Bilingual:
        """The faults, a line each."""
        return Bilingual(
            zh="\n".join(f"第{fault.row}行：{fault.sentence.zh}" for fault in self.faults),
            en="\n".join(f"row {fault.row}: {fault.sentence.en}" for fault in self.faults),
        )


def read_placements(
    content: bytes, districts: Mapping[str, District], *, copies: int | None = None
) -> Placements:
    """Read UTF-8 (with or without BOM) or GB 18030; `copies` fills only an empty column."""
    if len(content) > BYTES_MAX:
        return _whole(f"文件超过{BYTES_MAX // 1024} KiB", f"the file is over {BYTES_MAX} bytes")
    text = _decode(content)
    if text is None:
        return _whole(
            "读不出文字；请另存为 UTF-8 的 CSV", "not UTF-8 or GB 18030; save it as UTF-8 CSV"
        )
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        return _whole(f"不是完整的 CSV（{error}）", f"not a well-formed CSV ({error})")
    return _read_rows(rows, _names(districts), copies)


def read_placement_rows(
    rows: Sequence[tuple[int, Mapping[str, str]]], districts: Mapping[str, District]
) -> Placements:
    """Read numbered rows that were typed: district, name, kind, copies of each."""
    if len(rows) > ROWS_MAX:
        return _whole(f"超过{ROWS_MAX}行，请分成几批", f"over {ROWS_MAX} rows; split the batch")
    return _collect(rows, _names(districts), None)


def write_placements(spots: Iterable[Spot]) -> str:
    """The text of a file that reads as these spots."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(["district", "name", "kind", "copies"])
    lines.writerows([spot.district, spot.name, spot.kind.value, spot.copies] for spot in spots)
    return text.getvalue()


def _read_rows(
    rows: Sequence[Sequence[str]], districts: Mapping[str, str], copies: int | None
) -> Placements:
    if not rows:
        return _whole("文件是空的", "the file is empty")
    columns = [_COLUMNS.get(cell.strip().lower()) for cell in rows[0]]
    missing = {"district", "name", "kind", "copies"} - set(columns)
    if missing or len(set(columns)) != len(columns):
        return _whole(
            "表头应为：区县,投放点,类型,数量（用英文逗号分隔）",
            "the header must be: district,name,kind,copies",
        )
    body = [
        (number, _cells(columns, row))
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    ]
    if len(body) > ROWS_MAX:
        return _whole(f"超过{ROWS_MAX}行，请分成几个文件", f"over {ROWS_MAX} rows; split the file")
    if not body:
        return _whole("没有投放点", "there are no placements")
    return _collect(body, districts, copies)


def _cells(columns: Sequence[str | None], row: Sequence[str]) -> dict[str, str]:
    """A row by its columns; what stands beyond them goes under `_BEYOND`."""
    named = dict(zip((name or "" for name in columns), row, strict=False))
    return named | {_BEYOND: ",".join(row[len(columns) :]).strip(", ")}


def _collect(
    body: Sequence[tuple[int, Mapping[str, str]]], districts: Mapping[str, str], copies: int | None
) -> Placements:
    spots: list[Spot] = []
    faults: list[RowFault] = []
    first_row: dict[tuple[str, str, str], int] = {}
    for number, cells in body:
        wrong = list(_faults(cells, districts, copies))
        faults += [RowFault(number, _shown(sentence), column) for column, sentence in wrong]
        if wrong:
            continue
        spot = _spot(cells, districts, copies)
        before = first_row.setdefault((spot.district, spot.name, spot.kind), number)
        if before != number:
            sentence = Bilingual(zh=f"与第{before}行是同一个投放点", en=f"same as row {before}")
            faults.append(RowFault(number, sentence))
        spots.append(spot)
    return Placements(tuple(spots), tuple(faults))


def _spot(cells: Mapping[str, str], districts: Mapping[str, str], copies: int | None) -> Spot:
    return Spot(
        districts[cells["district"].strip()],
        tidy_name(cells["name"]),
        PlacementKind.read(cells["kind"].strip()),
        _number(cells.get("copies", ""), copies) or 0,
    )


def _faults(
    cells: Mapping[str, str], districts: Mapping[str, str], copies: int | None
) -> Iterator[tuple[str, Bilingual]]:
    district = cells.get("district", "").strip()
    if not district:
        yield "district", Bilingual(zh="没有写区县", en="no district is given")
    elif district not in districts:
        yield (
            "district",
            Bilingual(zh=f"没有区县“{district}”", en=f"there is no district “{district}”"),
        )
    name = tidy_name(cells.get("name", ""))
    if not name:
        yield "name", Bilingual(zh="投放点没有名称", en="the placement has no name")
    elif len(name) > NAME_MAX:
        yield (
            "name",
            Bilingual(
                zh=f"投放点名称超过{NAME_MAX}个字", en=f"the name has over {NAME_MAX} characters"
            ),
        )
    elif (found := unseen(cells.get("name", ""))) is not None:
        yield (
            "name",
            Bilingual(
                zh=f"投放点名称里有看不见的字符（U+{ord(found):04X}）",
                en=f"the name has a character that nobody sees (U+{ord(found):04X})",
            ),
        )
    kind = cells.get("kind", "").strip()
    try:
        PlacementKind.read(kind)
    except ValueError:
        words = "、".join(known.zh for known in PlacementKind)
        english = ", ".join(PlacementKind)
        yield (
            "kind",
            Bilingual(
                zh=f"类型“{kind}”应为{words}之一", en=f"kind “{kind}” must be one of {english}"
            ),
        )
    beyond = cells.get(_BEYOND)
    if beyond:
        yield (
            "copies",
            Bilingual(
                zh=f"比表头多出“{beyond}”；有逗号的内容要加英文双引号，数字里不写逗号",
                en=f"“{beyond}” stands beyond the header's columns; quote a text that has "
                "commas, and write numbers without them",
            ),
        )
    for fault in _count_faults(cells.get("copies", "").strip(), copies):
        yield "copies", fault


def _shown(sentence: Bilingual) -> Bilingual:
    """A sentence that quotes a file: nothing in it moves a page or a terminal."""
    return Bilingual(zh=visible(sentence.zh), en=visible(sentence.en))


def _count_faults(written: str, otherwise: int | None) -> Iterator[Bilingual]:
    number = _number(written, otherwise)
    if number is None and not written:
        yield Bilingual(zh="没有写数量", en="there is no number of copies")
    elif number is None or not 1 <= number <= COPIES_MAX:
        yield Bilingual(
            zh=f"数量“{written}”应为1至{COPIES_MAX}的整数",
            en=f"copies “{written}” must be a whole number, 1 to {COPIES_MAX}",
        )


def _number(cell: str, otherwise: int | None) -> int | None:
    digits = cell.strip()
    if not digits:
        return otherwise
    return read_digits(digits, most=8)


def _names(districts: Mapping[str, District]) -> dict[str, str]:
    """Every way to write a district: id, name, and the name without 区 or 县 where it is longer."""
    known = {}
    for district in districts.values():
        known[district.id] = known[district.name] = district.id
        if len(district.name) > 2:
            known[district.name[:-1]] = district.id
    return known


def _decode(content: bytes) -> str | None:
    for name in ("utf-8-sig", "gb18030"):
        try:
            return codecs.decode(content, name)
        except UnicodeDecodeError:
            continue
    return None


def _whole(zh: str, en: str) -> Placements:
    return Placements((), (RowFault(1, Bilingual(zh=zh, en=en)),))
