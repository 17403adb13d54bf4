-- Rows and totals get a shard: the distribution key of a database that is spread over machines.
-- A process writes its own scans into one shard, so no group crosses machines and processes do
-- not wait for each other's totals; reports sum over shards. Columns of a key come first: SQLite
-- before 3.42 reads others wrongly when it checks a table without rowid.

create table scan_sharded (
    id blob not null,
    shard bigint not null,
    at bigint not null,
    day bigint not null,
    act text not null,
    serial bigint not null,
    first bigint not null,
    service text not null,
    district text not null,
    source text not null,
    class text not null,
    client text not null,
    device blob not null,
    signs bigint not null,
    rules text not null,
    primary key (id, shard)
) without rowid;

insert into scan_sharded (
    id, at, day, act, serial, first, service, district, source, class, client, device, signs,
    rules, shard
)
select id, at, day, act, serial, first, service, district, source, class, client, device, signs,
    rules, 0
from scan;

drop table scan;

alter table scan_sharded rename to scan;

create index scan_day on scan (day);

create table total_day_sharded (
    day bigint not null,
    act text not null,
    service text not null,
    district text not null,
    class text not null,
    source text not null,
    shard bigint not null,
    n bigint not null,
    primary key (day, act, service, district, class, source, shard)
) without rowid;

insert into total_day_sharded (day, act, service, district, class, source, shard, n)
select day, act, service, district, class, source, 0, n from total_day;

drop table total_day;

alter table total_day_sharded rename to total_day;

create table total_range_sharded (
    day bigint not null,
    first bigint not null,
    act text not null,
    service text not null,
    class text not null,
    source text not null,
    shard bigint not null,
    n bigint not null,
    primary key (day, first, act, service, class, source, shard)
) without rowid;

insert into total_range_sharded (day, first, act, service, class, source, shard, n)
select day, first, act, service, class, source, 0, n from total_range;

drop table total_range;

alter table total_range_sharded rename to total_range;

create table total_hour_sharded (
    month bigint not null,
    weekday bigint not null,
    hour bigint not null,
    act text not null,
    service text not null,
    district text not null,
    class text not null,
    shard bigint not null,
    n bigint not null,
    primary key (month, weekday, hour, act, service, district, class, shard)
) without rowid;

insert into total_hour_sharded (month, weekday, hour, act, service, district, class, shard, n)
select month, weekday, hour, act, service, district, class, 0, n from total_hour;

drop table total_hour;

alter table total_hour_sharded rename to total_hour;
