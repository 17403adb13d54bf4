"""What is not sure yet: 待填 waits for the office, 待核实 for somebody who reads the law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from kiosk.domain.catalogue import Shared
from kiosk.domain.fact import Fact, Record, Verify
from kiosk.domain.limit import Limit
from kiosk.domain.workflow import Service
from kiosk.editing.position import Loc
from kiosk.editing.walk import facts, words
from kiosk.editing.wording import time_in_words

TO_FILL: Final = "待填"
TO_VERIFY: Final = "待核实"


@dataclass(frozen=True, slots=True)
class OpenFact:
    """One fact that is not checked.

    `service` is None for what all services share. `where` is a path a person can follow
    (办理环节 3 · 时限), `mark` 待填 or 待核实, `text` what is known so far; it may be empty.
    """

    service: str | None
    where: str
    mark: str
    text: str


def open_facts(services: Iterable[Service], shared: Shared | None) -> tuple[OpenFact, ...]:
    """Every fact of the services and of what they share that is not checked, in reading order."""
    found = [fact for service in services for fact in _open(service, service.id)]
    return (*found, *(_open(shared, None) if shared is not None else ()))


def _open(record: Record, service: str | None) -> Iterator[OpenFact]:
    for loc, fact in facts(record):
        if fact.verify is not Verify.CHECKED:
            mark = TO_FILL if fact.verify is Verify.OFFICE else TO_VERIFY
            yield OpenFact(service, _where(loc, record), mark, _gist(fact))


def _gist(fact: Fact) -> str:
    said = [text for loc, text in words(fact) if not {"en", "label"} & set(loc)]
    if isinstance(fact, Limit) and fact.value is not None and fact.unit.is_counted:
        said.insert(0, time_in_words(fact.value, fact.unit).zh)
    return "；".join(said)


def _where(loc: Loc, record: Any) -> str:
    """The place in words; an entry of a list is numbered where the list has more than one."""
    parts: list[str] = []
    for step in loc:
        if isinstance(step, str):
            record = getattr(record, step)
            if step in LABELS:
                parts.append(LABELS[step])
        else:
            if len(record) > 1:
                parts[-1] += f" {step + 1}"
            record = record[step]
    return " · ".join(parts)


LABELS: Final = {
    "implementer": "实施机构",
    "audience": "服务对象",
    "lead": "第一屏",
    "fork": "先看是哪种文书",
    "deadline": "期限",
    "place": "向谁办",
    "card": "卡面",
    "first": "先看",
    "figure": "期限",
    "table": "向谁办",
    "bring": "带什么",
    "cost": "费用",
    "after": "之后",
    "note": "注意",
    "variants": "程序",
    "conditions": "受理条件",
    "venues": "受理机关",
    "steps": "办理环节",
    "limits": "时限",
    "counting": "期限怎么算",
    "materials": "申请材料",
    "fees": "收费",
    "channels": "办理渠道",
    "results": "办理结果",
    "remedies": "不服怎么办",
    "notes": "注意事项",
    "questions": "常见问题",
    "blanks": "待办公室提供",
    "laws": "法律法规",
    "desks": "受理点",
}
