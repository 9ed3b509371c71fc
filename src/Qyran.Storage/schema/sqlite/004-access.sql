create table api_key (
    id         text primary key,
    name       text not null,
    sha256     text not null unique,         -- of the key itself, lower-case hex; the key is shown once and kept nowhere
    may_change integer not null default 0,   -- 0 or 1
    made_us    integer not null              -- µs UTC since 1970
) strict, without rowid;
