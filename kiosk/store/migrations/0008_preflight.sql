-- 预检: what was last found of a batch's cards, and of which artwork. The report is bounded JSON, the
-- picture a small PNG of what was not read. One row a batch: an old verdict judges nothing any more.
create table preflight (
    batch text not null primary key references batch (id),
    at bigint not null,
    by text not null,
    artwork text not null,
    passed bigint not null,
    report text not null,
    picture blob
);
