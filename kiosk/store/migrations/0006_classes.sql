-- Which rule sets counted a day, written with its rows; until now there was one, and days whose
-- rows are gone were counted by it.
create table day_rules (
    day bigint not null,
    rules text not null,
    shard bigint not null,
    primary key (day, rules, shard)
) without rowid;

insert into day_rules (day, rules, shard) select distinct day, rules, shard from scan;

insert into day_rules (day, rules, shard)
select distinct day, '2026-11', shard from total_range where day not in (select day from scan);

-- A day that is or was judged again: `at` names the run, `slices` counts what it wrote, so that
-- whoever looked at the day's totals knows whether they are still those; finished_at is null until
-- all rows were looked at.
create table day_judging (
    day bigint not null primary key,
    at bigint not null,
    rules text not null,
    slices bigint not null,
    finished_at bigint
);

-- What a row was before a run made it something else. A row may be judged again many times.
create table scan_judged (
    day bigint not null,
    shard bigint not null,
    id blob not null,
    at bigint not null,
    class text not null,
    rules text not null,
    became text not null,
    primary key (day, shard, id, at)
) without rowid;

-- Badges of staff; the address itself is signed, and kept nowhere.
create table badge (
    id text not null primary key,
    name text not null,
    until bigint not null,
    made_at bigint not null,
    made_by text not null,
    revoked_at bigint
);

-- The rows of a day in the order of their moments: how they are judged again, slice by slice.
drop index scan_day;

create index scan_day on scan (day, at);
