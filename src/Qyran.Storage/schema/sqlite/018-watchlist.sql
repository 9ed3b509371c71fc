-- plates that are watched; never changed but for their end, and what ended stays
create table watch (
    id         text primary key,
    plate      text not null,        -- normalised; ? for a sign that is not known
    has_open   integer not null,        -- 1: the plate has such signs, so no index finds it
    reason     text not null,
    basis      text not null,           -- the law, order or report it rests on
    sites      text,                    -- JSON array of ids of sites it holds for; null: every site
    from_us    integer not null,         -- µs UTC since 1970; vehicles first seen before are not told of
    until_us   integer,                  -- first instant at which it holds no more; null: until it is ended
    entered_by text not null,
    entered_us integer not null,         -- µs UTC since 1970
    ended_by   text,                    -- who ended it before its time; null: nobody
    ended_us   integer
) strict, without rowid;
create index watch_plate on watch (plate);
create index watch_open on watch (has_open) where has_open = 1;

-- a watched plate has passed: one row for a passage and watch, written in the transaction of the passage
create table watch_alert (
    id         text primary key,     -- of the watch and the passage
    watch_id   text not null,
    passage_id text not null,
    camera_id  text not null,
    site_id    text not null,
    watched    text not null,           -- the watched plate, as it was listed
    plate_read text not null,           -- the passage's plate, as it was read
    fits       text not null,           -- 'sure' or 'possible'
    at_us      integer not null          -- when the vehicle was first seen, µs UTC since 1970
) strict, without rowid;
create index watch_alert_time on watch_alert (at_us, id);
create index watch_alert_passage on watch_alert (passage_id);
