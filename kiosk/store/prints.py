"""印刷内容: what the cards of a batch say, kept once for all batches that say the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pydantic import TypeAdapter

from kiosk.domain.placement import BatchState
from kiosk.domain.printed import PrintedCard
from kiosk.store.driver import Reader, Transaction

_CARD: TypeAdapter[PrintedCard] = TypeAdapter(PrintedCard)

FIND = "select at from batch_print where batch = :batch"
ADD = "insert into batch_print (batch, at, actor) values (:batch, :at, :actor)"
ADD_CARD = """
insert into printed_card (digest, body) values (:digest, :body) on conflict (digest) do nothing
"""
ADD_OF_BATCH = """
insert into batch_card (batch, service, district, card)
values (:batch, :service, :district, :card)
"""
PRINTS = """
select p.batch, p.at, b.design, b.url, b.state
from batch_print p join batch b on b.id = p.batch order by p.batch
"""
CARDS_OF = """
select batch, service, district, card from batch_card order by batch, service, district
"""
CARDS = "select digest, body from printed_card order by digest"
PLACES = """
select distinct r.batch, r.service, l.district
from code_range r join batch_print p on p.batch = r.batch join placement l on l.id = r.placement
order by r.batch, r.service, l.district
"""
UNKEPT = """
select b.id from batch b left join batch_print p on p.batch = b.id
where p.batch is null and b.state not in ('planned', 'recalled') order by b.id
"""

Place = tuple[str, str]  # service and district; an empty district stands for every other one


@dataclass(frozen=True, slots=True)
class Print:
    """The cards of a batch as they were printed.

    `places` are the services and districts that its codes stand for.
    """

    batch: str
    design: str
    url: str
    at: int
    is_recalled: bool
    cards: Mapping[Place, PrintedCard] = field(default_factory=dict)
    places: tuple[Place, ...] = ()

    def card(self, place: Place) -> PrintedCard | None:
        """The card of a service in a district; that of the whole catalogue where it has no own."""
        service, district = place
        for wanted in ((service, district), (service, ""), ("", district), ("", "")):
            if (found := self.cards.get(wanted)) is not None:
                return found
        return None


async def is_kept(reader: Reader, batch: str) -> bool:
    """Whether the words of a batch were kept."""
    return await reader.one(FIND, batch=batch) is not None


async def keep(
    tx: Transaction, batch: str, cards: Mapping[Place, PrintedCard], *, at: int, actor: str
) -> None:
    """Keep what the cards of a batch say."""
    await tx.run(ADD, batch=batch, at=at, actor=actor)
    for (service, district), card in cards.items():
        body = _CARD.dump_json(card).decode()
        digest = hashlib.sha256(body.encode()).hexdigest()
        await tx.run(ADD_CARD, digest=digest, body=body)
        await tx.run(ADD_OF_BATCH, batch=batch, service=service, district=district, card=digest)


async def known(reader: Reader) -> tuple[Print, ...]:
    """What every batch says whose words were kept, in the order of the batches; without places."""
    bodies = {row["digest"]: row["body"] for row in await reader.all(CARDS)}
    cards: dict[str, dict[Place, PrintedCard]] = {}
    for row in await reader.all(CARDS_OF):
        place = row["service"], row["district"]
        cards.setdefault(row["batch"], {})[place] = _read(bodies[row["card"]])
    return tuple(
        Print(
            row["batch"],
            row["design"],
            row["url"],
            row["at"],
            row["state"] == BatchState.RECALLED.value,
            cards.get(row["batch"], {}),
        )
        for row in await reader.all(PRINTS)
    )


async def places(reader: Reader) -> list[tuple[str, str, str]]:
    """The batch, service and district of every code of a batch whose words were kept, once."""
    rows = await reader.all(PLACES)
    return [(row["batch"], row["service"], row["district"]) for row in rows]


def placed(kept: Iterable[Print], codes: Iterable[tuple[str, str, str]]) -> tuple[Print, ...]:
    """The prints with their places, by the batch, service and district of codes."""
    found: dict[str, dict[Place, None]] = {}
    for batch, service, district in codes:
        found.setdefault(batch, {})[service, district] = None
    return tuple(replace(one, places=tuple(found.get(one.batch, ()))) for one in kept)


async def unkept(reader: Reader) -> tuple[str, ...]:
    """Batches that were printed before words were kept: nobody can tell what they say."""
    return tuple(row["id"] for row in await reader.all(UNKEPT))


@lru_cache(maxsize=1_024)
def _read(body: str) -> PrintedCard:
    return _CARD.validate_json(body, strict=True)
