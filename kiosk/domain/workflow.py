"""A service and its workflow: what one catalogue file says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.domain.face import CardTexts
from kiosk.domain.fact import Bilingual, Fact, Record
from kiosk.domain.lead import Lead
from kiosk.domain.limit import Limit, Statement


class Status(StrEnum):
    """How far the office has gone with a service."""

    STARTER = "starter"
    OFFICE_CONFIRMED = "office_confirmed"
    WITHDRAWN = "withdrawn"


class Family(StrEnum):
    """The four families of the directory."""

    PREVENT = "prevent"  # 预防
    PROVE = "prove"  # 证明
    ENFORCE = "enforce"  # 执法
    RESOLVE = "resolve"  # 化解


class Actor(StrEnum):
    """Who acts in a step. The reader is the applicant: those steps are drawn filled."""

    APPLICANT = "applicant"
    AUTHORITY = "authority"
    INSTITUTION = "institution"
    COURT = "court"
    BOTH = "both"

    @property
    def is_reader(self) -> bool:
        """Whether the person who holds the card has something to do."""
        return self in (Actor.APPLICANT, Actor.BOTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Implementer(Fact):
    """实施机构: the kind is known from law, name and credit code come from the office."""

    kind: str
    name: str | None = None
    uscc: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant(Fact):
    """One of several procedures of a service (普通程序, 简易程序); steps and limits may name it."""

    id: str
    name: Bilingual
    when: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Fact):
    """办理环节. `who` is how the actor is written; `see` leads to another service.

    `between` marks what offices do among themselves, which a narrow page may fold.
    """

    key: str
    actor: Actor
    who: str
    title: str
    text: str | None = None
    variant: str | None = None
    between: bool = False
    see: str | None = None
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue(Fact):
    """To whom, or where: in the case `when`, go to `where`."""

    when: str
    where: str


class Necessity(StrEnum):
    """材料必要性."""

    REQUIRED = "required"
    CONDITIONAL = "conditional"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material(Fact):
    """申请材料: one thing to bring."""

    name: str
    form: str | None = None
    copies: int | None = None
    necessity: Necessity = Necessity.REQUIRED
    when: str | None = None
    origin: str | None = None
    note: str | None = None


class FeeKind(StrEnum):
    """What a service costs, in the words of the card."""

    FREE = "free"  # 不收费
    STANDARD = "standard"  # 按标准收费
    ASK = "ask"  # 请咨询


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee(Fact):
    """收费: never a sum the law does not name."""

    kind: FeeKind
    variant: str | None = None
    text: str | None = None


class Way(StrEnum):
    """办理渠道."""

    ONLINE = "online"
    WINDOW = "window"
    PHONE = "phone"
    POST = "post"
    VISIT = "visit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Fact):
    """One way to apply; `text` says how, where it is known."""

    way: Way
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Fact):
    """办理结果: the document one holds in the end."""

    name: str
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy(Fact):
    """What one can do against the result."""

    text: str
    limits: tuple[Limit, ...] = ()
    see: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank(Fact):
    """Something the public is not told because it is not known.

    `what` says to editors what to find out (实施机构的准确名称); it never reaches a page or card.
    """

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes(Record):
    """国家政务服务 codes; most of the 13 have none."""

    catalog_code: str | None = None
    task_code: str | None = None
    task_handle_item: str | None = None
    local: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience(Fact):
    """服务对象: codes of the national list, and the same in words."""

    codes: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Record):
    """How the directory offers a service to someone who does not know its name."""

    situation: str
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Record):
    """服务事项: everything one catalogue file holds.

    `id` is printed and never reused; `slot` is its place among the 13 and may change.
    """

    id: str
    slug: str
    slot: int | None = None
    status: Status
    family: Family
    checked_on: date
    replaced_by: str | None = None
    name: Bilingual
    summary: Bilingual
    implementer: Implementer
    audience: Audience
    codes: Codes = Codes()
    entry: Entry
    lead: Lead
    card: CardTexts
    variants: tuple[Variant, ...] = ()
    conditions: tuple[Statement, ...] = ()
    venues: tuple[Venue, ...] = ()
    steps: tuple[Step, ...]
    counting: tuple[Statement, ...] = ()
    materials: tuple[Material, ...] = ()
    fees: tuple[Fee, ...]
    channels: tuple[Channel, ...] = ()
    results: tuple[Result, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    notes: tuple[Statement, ...] = ()
    questions: tuple[Statement, ...] = ()
    blanks: tuple[Blank, ...] = ()

    @property
    def number(self) -> str:
        """The digits of the printed id: ``06`` of ``QC06``."""
        return self.id[2:]

    @property
    def is_confirmed(self) -> bool:
        """Whether the office has confirmed the service, so that 样稿 may go."""
        return self.status is Status.OFFICE_CONFIRMED

    def limits(self) -> Iterator[Limit]:
        """Every time limit of the service: of steps, then of remedies, then of statements."""
        for step in self.steps:
            yield from step.limits
        for remedy in self.remedies:
            yield from remedy.limits
        for statement in (*self.conditions, *self.counting, *self.notes, *self.questions):
            yield from statement.limits

    def limit(self, key: str) -> Limit:
        """The limit that first screen or card point to; raises KeyError."""
        for limit in self.limits():
            if limit.key == key:
                return limit
        raise KeyError(key)
