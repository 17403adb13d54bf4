"""自助终端: enrolled kiosks, and the one-time tokens with which they enrol themselves."""

from __future__ import annotations

from kiosk.domain.device import Device
from kiosk.store.driver import Reader, Row, Transaction

COUNT = "select count(*) as n from device"
ADD = """
insert into device (
    id, placement, name, key, shard, enrolled_at, enrolled_by, sequence, forgotten
) values (:id, :placement, :name, :key, :shard, :at, :by, 0, 0)
"""
FIND = """
select id, placement, name, key, shard, enrolled_at, revoked_at from device where id = :id
"""
NAMED = """
select id, placement, name, key, shard, enrolled_at, revoked_at from device
where (id = :wanted or name = :wanted) and revoked_at is null
order by case when id = :wanted then 0 else 1 end limit 1
"""
LIST = """
select d.id, d.name, d.placement, p.name as placement_name, p.district, d.enrolled_at,
    d.enrolled_by, d.revoked_at, d.seen_at, d.offset_ms, d.sequence
from device d join placement p on p.id = d.placement order by d.id
"""
REVOKE = "update device set revoked_at = :at where id = :id and revoked_at is null"

# An enrolled device whose key must not end while its events are stored: others wait, also those
# who send its events a second time at once.
HOLD = "update device set revoked_at = null where id = :id and revoked_at is null"
SEE = """
update device set seen_at = :at, offset_ms = :offset_ms,
    sequence = case when sequence < :sequence then :sequence else sequence end
where id = :id
"""

INVITE = """
insert into enrolment (digest, placement, name, made_by, expires_at)
values (:digest, :placement, :name, :by, :expires_at)
"""
FORGET_INVITATIONS = "delete from enrolment where name = :name and device is null"
FORGET_EXPIRED = "delete from enrolment where expires_at < :before"
INVITED = """
select digest, placement, name, made_by, expires_at, device from enrolment where digest = :digest
"""
INVITATIONS = """
select e.name, e.placement, p.name as placement_name, p.district, e.expires_at
from enrolment e join placement p on p.id = e.placement
where e.device is null order by e.name
"""
USE = "update enrolment set device = :device where digest = :digest"


async def next_id(tx: Transaction) -> str:
    """The id of the next device: devices are never deleted, so counting is enough."""
    row = await tx.one(COUNT)
    return f"D{(row['n'] if row else 0) + 1:04d}"


async def find(reader: Reader, device: str) -> Device | None:
    """A device by id, also a revoked one."""
    row = await reader.one(FIND, id=device)
    return None if row is None else _device(row)


async def named(reader: Reader, wanted: str) -> Device | None:
    """The device with this id or name that is not revoked."""
    row = await reader.one(NAMED, wanted=wanted)
    return None if row is None else _device(row)


async def known(reader: Reader) -> list[Row]:
    """Every device with its placement, by id."""
    return await reader.all(LIST)


async def invitations(reader: Reader) -> list[Row]:
    """Tokens that no device has used, by its name; expired ones too."""
    return await reader.all(INVITATIONS)


async def invitation(reader: Reader, digest: str) -> Row | None:
    """A token by its digest."""
    return await reader.one(INVITED, digest=digest)


async def hold(tx: Transaction, device: str) -> bool:
    """Keep others from a device until the transaction ends; False where it is revoked."""
    return await tx.run(HOLD, id=device) == 1


def _device(row: Row) -> Device:
    return Device(
        row["id"],
        row["placement"],
        row["name"],
        bytes(row["key"]),
        row["shard"],
        row["enrolled_at"],
        row["revoked_at"],
    )
