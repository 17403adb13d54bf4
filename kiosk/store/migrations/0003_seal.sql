-- What is kept of a day whose rows were removed; removed_at is null until the last one is.
create table day_seal (
    day bigint not null primary key,
    n bigint not null,
    digest text not null,
    sealed_at bigint not null,
    version text not null,
    removed_at bigint
);
