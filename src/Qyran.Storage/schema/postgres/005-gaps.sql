-- why there is no video of a camera for a stretch
create table recording_gap (
    camera_id text not null,
    from_us   bigint not null,   -- µs UTC since 1970
    until_us  bigint not null,
    why       text not null,
    primary key (camera_id, from_us)
);
