create table site (
    id            text primary key,
    name          text not null,
    latitude_deg  real,
    longitude_deg real
) strict, without rowid;

create table camera (
    id            text primary key,
    site_id       text not null references site (id),
    name          text not null,
    settings      text not null,              -- JSON
    sealed_secret blob,                       -- encrypted by the program
    paused        integer not null default 0  -- 0 or 1
) strict, without rowid;

-- a camera at a site: what a passage points at, in one number
create table place (
    no        integer primary key,
    camera_id text not null,
    site_id   text not null,
    unique (camera_id, site_id)
) strict;

-- every plate text once; fuzzy search looks here, not at the passages
create table plate (
    no     integer primary key,
    folded text not null,         -- in look-alike classes
    text   text not null,         -- normalised
    unique (folded, text)         -- one index for both: every index more is a random page written for every new plate
) strict;

create table passage (
    key              integer primary key,   -- first seen, µs UTC since 1970, times 1024, plus a number that tells apart what shares a µs
    id               text not null unique,
    place_no         integer not null,
    last_seen_us     integer not null,      -- µs UTC since 1970
    class            text not null,
    track            integer not null,
    lane             text,
    direction        text,                  -- 'along' or 'against'
    plate_no         integer,
    plate_country    text,
    plate_confidence real,                  -- 0 to 1
    plate_read       text,                  -- as read, where that is not the normalised text
    speed_mmph       integer,
    error_mmph       integer,
    calibration      text,
    speed_refused    text,
    evidence         text                   -- JSON array of paths; null: none
) strict;
-- the key stands at the end of each of these: a plate's or a place's passages lie in order of time
create index passage_plate on passage (plate_no) where plate_no is not null;
create index passage_place on passage (place_no);

create table reading (
    passage_key integer not null,
    n           integer not null,        -- order within the passage, from 0
    frame_us    integer not null,        -- µs UTC since 1970
    text        text not null,           -- as read
    country     text,
    confidence  real not null,           -- 0 to 1
    positions   text,                    -- JSON: for each position [sign, confidence, sign, confidence, …]
    primary key (passage_key, n)
) strict, without rowid;
