-- 自助终端: enrolled kiosks, and what they report. A device keeps the shard it was given, so that an
-- event sent again meets its key at whichever process it arrives.

create table device (
    id text not null primary key,
    placement text not null references placement (id),
    name text not null,
    key blob not null,
    shard bigint not null,
    enrolled_at bigint not null,
    enrolled_by text not null,
    revoked_at bigint,
    seen_at bigint,
    offset_ms bigint,
    sequence bigint not null,
    forgotten bigint not null
);

-- A one-time token with which a device enrols itself; it names the device once it was used.
create table enrolment (
    digest text not null primary key,
    placement text not null references placement (id),
    name text not null,
    made_by text not null,
    expires_at bigint not null,
    device text references device (id)
);

-- One row for each scan that a device reported, under the same key, for as long as that one lives.
-- The scan has the time that was used; here are both, and whose it was.
create table device_event (
    id blob not null,
    shard bigint not null,
    device text not null references device (id),
    sequence bigint not null,
    at bigint not null,
    received_at bigint not null,
    offset_ms bigint not null,
    clock text not null,
    digest blob not null,
    primary key (id, shard)
) without rowid;

create index device_event_sequence on device_event (device, sequence);

create table total_clock (
    day bigint not null,
    class text not null,
    clock text not null,
    shard bigint not null,
    n bigint not null,
    primary key (day, class, clock, shard)
) without rowid;
