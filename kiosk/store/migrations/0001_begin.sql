-- Times are epoch milliseconds, days are numbers such as 20261124 in the zone of reports.
-- An empty text stands where a key column has no value: null is no key.

create table meta (
    name text not null primary key,
    value text not null
);

create table code_key (
    id text not null primary key,
    algorithm text not null,
    fingerprint text not null,
    made_at bigint not null,
    retired_at bigint
);

create table edition (
    number bigint not null primary key,
    published_at bigint not null,
    published_by text not null,
    effective_from bigint not null,
    digest text not null,
    body text not null
);

create table revision (
    service text not null,
    number bigint not null,
    edition bigint not null references edition (number),
    effective_from bigint not null,
    digest text not null,
    body text not null,
    primary key (service, number)
);

create table placement (
    id text not null primary key,
    district text not null,
    name text not null,
    kind text not null,
    made_at bigint not null,
    unique (district, name, kind)
);

create table batch (
    id text not null primary key,
    design text not null,
    state text not null,
    numbered bigint not null,
    url text not null,
    made_at bigint not null,
    made_by text not null,
    reason text,
    replacement text
);

create table batch_placement (
    batch text not null references batch (id),
    placement text not null references placement (id),
    position bigint not null,
    copies bigint not null,
    primary key (batch, placement)
);

-- A million numbered copies are one row a placement and service. The key that signed them stays
-- with them: what was printed must not change when keys are rotated.
create table code_range (
    first bigint not null primary key,
    last bigint not null,
    key text not null references code_key (id),
    batch text references batch (id),
    placement text not null references placement (id),
    service text not null,
    source text not null,
    unique (last)
);

create table scan (
    id blob not null primary key,
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
    rules text not null
) without rowid;

create index scan_day on scan (day);

create table total_day (
    day bigint not null,
    act text not null,
    service text not null,
    district text not null,
    class text not null,
    source text not null,
    n bigint not null,
    primary key (day, act, service, district, class, source)
) without rowid;

create table total_range (
    day bigint not null,
    first bigint not null,
    act text not null,
    service text not null,
    class text not null,
    source text not null,
    n bigint not null,
    primary key (day, first, act, service, class, source)
) without rowid;

create table total_hour (
    month bigint not null,
    weekday bigint not null,
    hour bigint not null,
    act text not null,
    service text not null,
    district text not null,
    class text not null,
    n bigint not null,
    primary key (month, weekday, hour, act, service, district, class)
) without rowid;

create table account (
    name text not null primary key,
    role text not null,
    password text not null,
    made_at bigint not null,
    disabled_at bigint
);

-- The first administrator's invitation names no account; an expired one stays until it is replaced.
create table invitation (
    digest text not null primary key,
    account text not null,
    role text not null,
    expires_at bigint not null
);

create table session (
    digest text not null primary key,
    account text not null references account (name),
    begun_at bigint not null,
    seen_at bigint not null
);

create index session_account on session (account);

-- The subject is a keyed hash of a name or an address; the row goes an hour after the last failure.
create table sign_in_failure (
    subject text not null primary key,
    n bigint not null,
    at bigint not null
);

create table token (
    name text not null primary key,
    digest text not null unique,
    made_at bigint not null,
    made_by text not null,
    revoked_at bigint
);

create table log (
    number integer primary key,
    at bigint not null,
    actor text not null,
    act text not null,
    subject text not null,
    detail text not null
);

create table act (
    key text not null primary key,
    at bigint not null,
    name text not null,
    result text not null
);
