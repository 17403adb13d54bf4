"""One TOML text: its values and their lines, or what keeps it from being read."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from kiosk.domain.fact import Bilingual
from kiosk.editing.fault import LOOKED_FOR, Fault
from kiosk.editing.position import LONGEST_NUMBER, Layout, lay_out

# The fullest file of the catalogue has 900. A quarter of a MiB of nothing but keys has 26,000, and
# cost 1.8 s and 66 MB.
MOST_VALUES: Final = 4_000


@dataclass(frozen=True, slots=True)
class Document:
    """The values of a file as TOML gives them, and where they stand."""

    values: dict[str, Any]
    layout: Layout


def read_document(path: str, text: str) -> Document | tuple[Fault, ...]:
    """Read a TOML text; of a broken one the first break, of keys written twice all.

    A text that holds more than anybody writes is refused before it is parsed.
    """
    if (line := _too_full(text)) is not None:
        return (Fault.of("too-full", path, line, most=MOST_VALUES),)
    layout = lay_out(text)
    if layout.too_deep:
        return (Fault.of("too-deep", path, layout.too_deep),)
    if layout.long_numbers:
        lines = layout.long_numbers[:LOOKED_FOR]
        return tuple(Fault.of("long-number", path, n, most=LONGEST_NUMBER) for n in lines)
    try:
        return Document(tomllib.loads(text), layout)
    except RecursionError:
        return (Fault.of("too-deep", path),)
    except ValueError as error:  # a TOMLDecodeError, or a number that Python will not read
        return _broken(path, text, str(error), layout)


def _too_full(text: str) -> int | None:
    """The line where a text has more keys, tables and values than `MOST_VALUES`.

    Each brings one of four marks at least, and counting marks costs next to nothing; a mark that
    stands inside a sentence counts too, of which a file has a few dozen.
    """
    if sum(map(text.count, _MARKS)) <= MOST_VALUES:
        return None
    last = next(islice(_MARK.finditer(text), MOST_VALUES, None))
    return text.count("\n", 0, last.start()) + 1


def _broken(path: str, text: str, message: str, layout: Layout) -> tuple[Fault, ...]:
    if layout.twice and message.startswith(_TWICE):
        return tuple(
            Fault.of("written-twice", path, line, key=key, first=first)
            for key, line, first in layout.twice[:LOOKED_FOR]
        )
    why, line, column = _where(message, text)
    return (Fault.of("bad-toml", path, line, column=column, why=_in_words(why)),)


def _where(message: str, text: str) -> tuple[str, int, int]:
    """The parser's complaint, its line and column; the end of the text where it names none."""
    found = _PLACE.search(message)
    if found:
        return message[: found.start()], int(found["line"]), int(found["column"])
    lines = text.rstrip("\n").split("\n")
    return message.removesuffix(_AT_END), len(lines), len(lines[-1]) + 1


def _in_words(why: str) -> Bilingual:
    chinese = next((zh for start, zh in _CHINESE.items() if why.startswith(start)), why)
    return Bilingual(zh=chinese, en=why[:1].lower() + why[1:])


_MARKS: Final = "=[{,"
_MARK: Final = re.compile("[=[{,]")
_PLACE: Final = re.compile(r" \(at line (?P<line>\d+), column (?P<column>\d+)\)$")
_AT_END: Final = " (at end of document)"
_TWICE: Final = ("Cannot ", "Duplicate ")
_CHINESE: Final = {
    "Invalid statement": "这一行不是“键 = 值”",
    "Expected newline": "一行里写了多余的内容",
    "Expected '='": "键后面缺少 =",
    "Expected ']'": "表头缺少 ]",
    "Expected ']]'": "表头缺少 ]]",
    "Expected": "缺少引号或者括号",
    "Found invalid character": "注释里有看不见的字符",
    "Cannot ": "同一个键或者表写了两次",
    "Duplicate ": "同一个键写了两次",
    "Invalid initial character": "键的写法不对",
    "Unclosed array": "列表缺少 ]",
    "Unclosed inline table": "内联表缺少 }",
    "Unescaped": "文字里的反斜杠要写两个",
    "Invalid hex value": "\\u 后面要四位十六进制数字",
    "Escaped character": "\\u 写的不是一个字",
    "Unterminated string": "文字缺少收尾的引号",
    "Illegal character": "文字里有不许可的字符或者换行",
    "Invalid date": "没有这个日期或者时间",
    "Invalid value": "值的写法不对：文字要加英文双引号",
}
