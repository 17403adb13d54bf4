-- One row: when the clock was last known to be right, and what it said when it was last in doubt.
-- `number` counts confirmations; stopped_at and begun_at are the ends of the last stop that was
-- told. A database that is older than this table begins with the newest moment that it holds.
create table clock (
    id bigint not null primary key,
    number bigint not null,
    good_at bigint,
    doubted_at bigint,
    stopped_at bigint,
    begun_at bigint
);

insert into clock (id, number, good_at)
select 1, 0, max(at) from (
    select at from (select at from scan order by day desc, at desc limit 1) as newest_scan
    union all
    select max(seen_at) as at from device
    union all
    select at from (select at from log order by number desc limit 1) as newest_line
) as known;
