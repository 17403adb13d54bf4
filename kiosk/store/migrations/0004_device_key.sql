-- The keys of device estimates that the processes of a server share: unlogged there, so that no
-- copy of one outlives its day. SQLite has one process, which keeps its key in a file.

create table device_key (
    day bigint not null primary key,
    key blob not null
);
