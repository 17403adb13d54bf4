-- What became of the cards of a batch at a placement; a correction is a new entry that names the
-- one it takes the place of. Acts alone write here, and acts take turns.
create table stock_entry (
    batch text not null references batch (id),
    placement text not null references placement (id),
    number bigint not null,
    at bigint not null,
    kind text not null,
    n bigint not null,
    actor text not null,
    corrects bigint,
    note text not null,
    primary key (batch, placement, number)
) without rowid;

-- Links of clerks; the address itself is signed, and kept nowhere.
create table clerk_link (
    id text not null primary key,
    batch text not null references batch (id),
    placement text not null references placement (id),
    until bigint not null,
    made_at bigint not null,
    made_by text not null,
    revoked_at bigint
);

create index clerk_link_place on clerk_link (batch, placement);

-- The life of a batch is what the log says of it.
create index log_subject on log (subject);
