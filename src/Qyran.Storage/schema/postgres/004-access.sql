create table api_key (
    id         text primary key,
    name       text not null,
    sha256     text not null unique,         -- of the key itself, lower-case hex; the key is shown once and kept nowhere
    may_change boolean not null default false,
    made_us    bigint not null               -- µs UTC since 1970
);
