-- What each process has counted in its own file, told here as soon as the database can take it:
-- so every node's reports know of it. The file's id keeps the counts of two processes apart.

create table total_unrecorded (
    source text not null,
    day bigint not null,
    n bigint not null,
    primary key (source, day)
) without rowid;
