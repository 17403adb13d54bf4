"""What is not sure yet: 待填 waits for the office, 待核实 for somebody who reads the law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from kiosk.domain.catalogue import Shared
from kiosk.domain.fact import Bilingual, Fact, Record, Verify
from kiosk.domain.limit import Limit
from kiosk.domain.workflow import Service
from kiosk.editing.position import Loc
from kiosk.editing.walk import facts, words
from kiosk.editing.wording import time_in_words

TO_FILL: Final = "待填"
TO_VERIFY: Final = "待核实"
_STOPS: Final = "，。；、：？！"


@dataclass(frozen=True, slots=True)
class OpenFact:
    """One fact that is not checked.

    `service` is None for what all services share. `place` is a path a person can follow
    (办理环节 3 · 时限), `mark` 待填 or 待核实, `text` what is known so far; it may be empty.
    `step` is the title of the step it belongs to, `fact` the record itself.
    """

    service: str | None
    place: Bilingual
    mark: str
    text: str
    step: str
    fact: Fact

    @property
    def where(self) -> str:
        """The place in Chinese."""
        return self.place.zh


def open_facts(services: Iterable[Service], shared: Shared | None) -> tuple[OpenFact, ...]:
    """Every fact of the services and of what they share that is not checked, in reading order."""
    found = [fact for service in services for fact in _open(service, service.id)]
    return (*found, *(_open(shared, None) if shared is not None else ()))


def _open(record: Record, service: str | None) -> Iterator[OpenFact]:
    for loc, fact in facts(record):
        if fact.verify is not Verify.CHECKED:
            mark = TO_FILL if fact.verify is Verify.OFFICE else TO_VERIFY
            place = _place(loc, record)
            yield OpenFact(service, place, mark, _gist(fact), _step(loc, record, fact), fact)


def _step(loc: Loc, record: Record, fact: Fact) -> str:
    """The title of the step that a fact is inside of; empty for the step itself."""
    if not isinstance(record, Service) or loc[:1] != ("steps",):
        return ""
    step = record.steps[int(loc[1])]
    return "" if step is fact else step.title


def _gist(fact: Fact) -> str:
    said = [text for loc, text in words(fact) if not {"en", "label"} & set(loc)]
    if isinstance(fact, Limit) and fact.value is not None and fact.unit.is_counted:
        said.insert(0, time_in_words(fact.value, fact.unit).zh)
    return _sentence(dict.fromkeys(said))


def _sentence(parts: Iterable[str]) -> str:
    """Parts with a semicolon between, but where a part ends a phrase by itself."""
    told = ""
    for part in parts:
        told += part if not told or told[-1] in _STOPS else f"；{part}"
    return told


def _place(loc: Loc, record: Any) -> Bilingual:
    """The place in words; an entry of a list is numbered where the list has more than one."""
    parts: list[Bilingual] = []
    for step in loc:
        if isinstance(step, str):
            record = getattr(record, step)
            if step in LABELS:
                parts.append(LABELS[step])
        else:
            if len(record) > 1:
                last = parts.pop()
                number = step + 1
                parts.append(Bilingual(zh=f"{last.zh} {number}", en=f"{last.en} {number}"))
            record = record[step]
    return Bilingual(
        zh=" · ".join(part.zh for part in parts), en=" · ".join(part.en for part in parts)
    )


LABELS: Final = {
    "implementer": Bilingual(zh="实施机构", en="Carried out by"),
    "audience": Bilingual(zh="服务对象", en="For whom"),
    "lead": Bilingual(zh="第一屏", en="First screen"),
    "fork": Bilingual(zh="先看是哪种文书", en="Which paper"),
    "deadline": Bilingual(zh="期限", en="Deadline"),
    "place": Bilingual(zh="向谁办", en="Where to apply"),
    "card": Bilingual(zh="卡面", en="Card"),
    "first": Bilingual(zh="先看", en="Look first"),
    "figure": Bilingual(zh="期限", en="Time limit"),
    "table": Bilingual(zh="向谁办", en="Where to apply"),
    "bring": Bilingual(zh="带什么", en="Bring"),
    "cost": Bilingual(zh="费用", en="Cost"),
    "after": Bilingual(zh="之后", en="Afterwards"),
    "note": Bilingual(zh="注意", en="Note"),
    "variants": Bilingual(zh="程序", en="Procedure"),
    "conditions": Bilingual(zh="受理条件", en="Condition"),
    "venues": Bilingual(zh="受理机关", en="Authority"),
    "steps": Bilingual(zh="办理环节", en="Step"),
    "limits": Bilingual(zh="时限", en="time limit"),
    "counting": Bilingual(zh="期限怎么算", en="Counting of time"),
    "materials": Bilingual(zh="申请材料", en="Material"),
    "fees": Bilingual(zh="收费", en="Fee"),
    "channels": Bilingual(zh="办理渠道", en="Way to apply"),
    "results": Bilingual(zh="办理结果", en="Result"),
    "remedies": Bilingual(zh="不服怎么办", en="Remedy"),
    "notes": Bilingual(zh="注意事项", en="Note"),
    "questions": Bilingual(zh="常见问题", en="Question"),
    "blanks": Bilingual(zh="待办公室提供", en="From the office"),
    "laws": Bilingual(zh="法律法规", en="Law"),
    "desks": Bilingual(zh="受理点", en="Local office"),
}
