"""The words for every fault: what is wrong and what would be right, in Chinese and English.

The codes are stable: programs read them. Named places are filled by `Fault.of`; a place may
itself be bilingual.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from kiosk.domain.fact import Bilingual
from kiosk.domain.limit import Unit
from kiosk.editing.wording.form import FILES, SCHEMA
from kiosk.editing.wording.meaning import FACTS, IDENTITIES, REFERENCES, TEXTS
from kiosk.editing.wording.statute import STATUTES
from kiosk.editing.wording.wording import Wording

WORDINGS: Final[dict[str, Wording]] = {
    **FILES,
    **SCHEMA,
    **IDENTITIES,
    **REFERENCES,
    **FACTS,
    **TEXTS,
    **STATUTES,
}

MORE: Final = Bilingual(zh="另外至少还有 {count} 处", en="and at least {count} more")

NO_TEXT: Final = Bilingual(zh="没有这部法的文本", en="no text of this law")
NO_VERSION: Final = Bilingual(
    zh="文本或者法律法规表没有写明版本", en="text or table does not say which version it is"
)

KINDS: Final[dict[str, Bilingual]] = {
    "link": Bilingual(zh="符号链接", en="a symbolic link"),
    "folder": Bilingual(zh="文件夹", en="a folder"),
    "pipe": Bilingual(zh="管道", en="a pipe"),
    "socket": Bilingual(zh="套接字", en="a socket"),
    "device": Bilingual(zh="设备", en="a device"),
}

TYPES: Final[dict[object, Bilingual]] = {
    str: Bilingual(zh="文字", en="text"),
    int: Bilingual(zh="整数", en="a whole number"),
    float: Bilingual(zh="小数", en="a number with a point"),
    bool: Bilingual(zh="true 或 false", en="true or false"),
    date: Bilingual(zh="日期", en="a day such as 2026-11-24"),
    dict: Bilingual(zh="表", en="a table"),
    list: Bilingual(zh="列表", en="a list"),
}

UNITS: Final[dict[Unit, Bilingual]] = {
    Unit.WORKING_DAY: Bilingual(zh="个工作日", en="working days"),
    Unit.NATURAL_DAY: Bilingual(zh="日", en="days"),
    Unit.MONTH: Bilingual(zh="个月", en="months"),
    Unit.YEAR: Bilingual(zh="年", en="years"),
}


def time_in_words(value: int, unit: Unit) -> Bilingual:
    """A time in a counted unit as it is printed: 5个工作日, 5 working days."""
    words = UNITS[unit]
    english = words.en[:-1] if value == 1 else words.en
    return Bilingual(zh=f"{value}{words.zh}", en=f"{value} {english}")
