"""Where acts are done: one transaction each, with its line in the log and its idempotency key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from kiosk.acts.keyring import Keyring
from kiosk.config import Settings
from kiosk.domain.code import CodeKey, Signer
from kiosk.domain.line import check_all_seen
from kiosk.domain.period import Zone
from kiosk.domain.problem import Problem
from kiosk.store import acts, keys, log, meta
from kiosk.store.driver import Driver, Transaction

Answer = dict[str, Any]


@dataclass
class Office:
    """What acts work with. `now` gives epoch milliseconds, `entropy(n)` n random bytes.

    `waits` tells until when those who failed to sign in must wait, as far as it was asked here.
    """

    settings: Settings
    driver: Driver
    zone: Zone
    keyring: Keyring
    signer: Signer
    now: Callable[[], int]
    entropy: Callable[[int], bytes]
    waits: dict[str, int] = field(default_factory=dict)

    async def reload_keys(self) -> None:
        """Take the active keys from the database; raises Problem where the file lacks one."""
        rows = await self.driver.read(keys.known)
        ids = [row["id"] for row in rows if row["retired_at"] is None]
        if not {key.id for key in self.keyring.keys}.issuperset(ids):
            self.keyring = Keyring.load(self.keyring.path)  # another process made a key
        active = self.keyring.active(ids)
        by_id = {key.id: key for key in active}
        for row in rows:
            key = by_id.get(row["id"])
            if key is not None and key.fingerprint != row["fingerprint"]:
                raise Problem("code-key-missing", key=key.id, path=self.keyring.path)
        self.signer = Signer(active)

    def key(self, wanted: str) -> CodeKey:
        """An active key by id; raises Problem where it was retired."""
        for key in self.signer.keys:
            if key.id == wanted:
                return key
        raise Problem("code-key-retired", key=wanted)


class Act(Protocol):
    """A typed act: a frozen dataclass whose fields are plain JSON, and its name in the log."""

    __dataclass_fields__: ClassVar[dict[str, Any]]
    act_name: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Request:
    """An act that somebody asks for. All of it is plain JSON: it may travel over a socket."""

    name: str
    args: Mapping[str, Any]
    actor: str
    key: str

    @classmethod
    def of(cls, act: Act, *, actor: str, key: str) -> Request:
        """Ask for a typed act; the same key is done once."""
        return cls(act.act_name, asdict(act), actor, key)


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did: its answer, and what its line in the log says.

    No `subject`: a part of something whose last part has the line.
    """

    answer: Answer
    subject: str | None
    detail: Mapping[str, object] | None = None


Doing = Callable[[Transaction, Office, Request], Awaitable[Done]]
A = TypeVar("A", bound=Act)


@dataclass(frozen=True, slots=True)
class By:
    """Who does an act, and with what."""

    office: Office
    actor: str


def typed(form: type[A], doing: Callable[[Transaction, By, A], Awaitable[Done]]) -> Doing:
    """How the table does a typed act: what came as JSON is read into `form` first.

    Raises Problem where it is not of that form.
    """
    adapter = TypeAdapter(form)

    async def read_and_do(tx: Transaction, office: Office, request: Request) -> Done:
        try:
            act = adapter.validate_python(dict(request.args))
        except ValidationError as error:
            raise Problem("act-unreadable", act=request.name) from error
        return await doing(tx, By(office, request.actor), act)

    return read_and_do


async def perform(
    office: Office, request: Request, table: Mapping[str, Doing], *, unseen: Collection[str]
) -> Answer:
    """Do an act once; asked again under the same key, give the same answer. Raises Problem.

    Other processes are told of it unless its name is among the `unseen`.
    """
    doing = table.get(request.name)
    if doing is None:
        raise Problem("act-unknown", act=request.name)

    # Whoever asks and however: no act keeps or looks for what nobody sees.
    check_all_seen([request.key, request.actor], "key")
    check_all_seen(request.args, "args")

    async def work(tx: Transaction) -> Answer:
        before = await acts.find(tx, request.key)
        if before is not None:
            return dict(before)
        done = await doing(tx, office, request)
        now = office.now()
        if done.subject is not None:
            await log.add(
                tx,
                at=now,
                actor=request.actor,
                act=request.name,
                subject=done.subject,
                detail=done.detail,
            )
        await acts.keep(tx, request.key, at=now, name=request.name, result=done.answer)
        if request.name not in unseen:
            await meta.count_change(tx)
        return done.answer

    return await office.driver.write(work)
