-- What cards say, as JSON, under the digest of it: the same words printed again are kept once.
create table printed_card (
    digest text not null primary key,
    body text not null
);

-- When the words of a batch were kept. `services` hold one card each, an empty one the whole
-- catalogue; `district` is empty for what is the same everywhere.
create table batch_print (
    batch text not null primary key references batch (id),
    at bigint not null,
    actor text not null
);

create table batch_card (
    batch text not null references batch_print (batch),
    service text not null,
    district text not null,
    card text not null references printed_card (digest),
    primary key (batch, service, district)
) without rowid;
