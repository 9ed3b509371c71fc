-- sections of road between two cameras, over which the average speed is judged; few rows, changed by people
create table section (
    id       text collate "C" not null primary key,
    text     text not null,           -- the section file; packs hold the one they were judged by
    author   text not null,           -- who saved it
    saved_us bigint not null          -- µs UTC since 1970
);
