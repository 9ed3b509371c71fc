-- violations of a span of time are counted without reading every case there ever was
create index road_case_at on road_case (at_us);

-- where a camera stands; without a row it stands where its site does
create table camera_position (
    camera_id     text collate "C" primary key references camera (id) on delete cascade,
    latitude_deg  double precision not null,
    longitude_deg double precision not null
);
