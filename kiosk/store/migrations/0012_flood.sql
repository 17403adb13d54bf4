-- 版次: what a day said, by class, before it was judged again. `at` is when that began, and so until
-- when the figure held; `rules` the rule sets that had counted it. Never changed, never removed.
create table day_edition (
    day bigint not null,
    at bigint not null,
    act text not null,
    class text not null,
    rules text not null,
    n bigint not null,
    primary key (day, at, act, class)
) without rowid;

-- How many events of a device lie in a minute or a day of its own time, for as long as their rows
-- live; `place` is the minute's number, or the day as 20261124.
create table device_rate (
    device text not null references device (id),
    shard bigint not null,
    span text not null,
    place bigint not null,
    n bigint not null,
    primary key (device, shard, span, place)
) without rowid;

-- What a device reported beyond that: the event as in device_event, and the scan that it becomes
-- where somebody accepts it.
create table event_implausible (
    id blob not null,
    shard bigint not null,
    device text not null references device (id),
    sequence bigint not null,
    told_at bigint not null,
    received_at bigint not null,
    offset_ms bigint not null,
    clock text not null,
    digest blob not null,
    day bigint not null,
    at bigint not null,
    act text not null,
    serial bigint not null,
    first bigint not null,
    service text not null,
    district text not null,
    source text not null,
    class text not null,
    accepted_at bigint,
    primary key (id, shard)
) without rowid;

create index event_implausible_day on event_implausible (day, device);

create table total_implausible (
    day bigint not null,
    shard bigint not null,
    n bigint not null,
    primary key (day, shard)
) without rowid;
