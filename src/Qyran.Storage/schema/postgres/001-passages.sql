create extension if not exists pg_trgm;
create extension if not exists fuzzystrmatch;

create table site (
    id            text collate "C" primary key,
    name          text not null,
    latitude_deg  double precision,
    longitude_deg double precision
);

create table camera (
    id            text collate "C" primary key,
    site_id       text collate "C" not null references site (id),
    name          text not null,
    settings      text not null,               -- JSON
    sealed_secret bytea,                       -- encrypted by the program
    paused        boolean not null default false
);

-- a camera at a site: what a passage points at, in one number
create table place (
    no        integer generated always as identity primary key,
    camera_id text collate "C" not null,
    site_id   text collate "C" not null,
    unique (camera_id, site_id)
);

-- every plate text once; fuzzy search looks here, not at the passages
create table plate (
    no     integer generated always as identity primary key,
    folded text collate "C" not null,         -- in look-alike classes
    text   text collate "C" not null,         -- normalised
    unique (folded, text)                     -- one index for both: every index more is a random page written for every new plate
);
-- trigrams as GIN only: with a GiST index beside it the planner takes the slower one
create index plate_trigram on plate using gin (folded gin_trgm_ops) with (fastupdate = off);

create table passage (
    key              bigint not null,       -- first seen, µs UTC since 1970, times 1024, plus a number that tells apart what shares a µs
    id               text collate "C" not null,
    place_no         integer not null,
    last_seen_us     bigint not null,       -- µs UTC since 1970
    class            text collate "C" not null,
    track            bigint not null,
    lane             text collate "C",
    direction        text collate "C",      -- 'along' or 'against'
    plate_no         integer,
    plate_country    text collate "C",
    plate_confidence double precision,      -- 0 to 1
    plate_read       text collate "C",      -- as read, where that is not the normalised text
    speed_mmph       bigint,
    error_mmph       bigint,
    calibration      text collate "C",
    speed_refused    text,
    evidence         text,                  -- JSON array of paths; null: none
    primary key (key)
) partition by range (key);
create index passage_id on passage (id);
create index passage_plate on passage (plate_no, key) where plate_no is not null;
create index passage_place on passage (place_no, key);

create table reading (
    passage_key bigint not null,
    n           integer not null,         -- order within the passage, from 0
    frame_us    bigint not null,          -- µs UTC since 1970
    text        text not null,            -- as read
    country     text,
    confidence  double precision not null,-- 0 to 1
    positions   text,                     -- JSON: for each position [sign, confidence, sign, confidence, …]
    primary key (passage_key, n)
) partition by range (passage_key);
