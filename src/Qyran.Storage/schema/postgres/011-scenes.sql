-- every scene a camera has had; rows are only ever added
create table scene_version (
    camera_id     text collate "C" not null,          -- outlives the camera: its passages name the scene's hash
    number        integer not null,        -- 1, 2, 3 ... of this camera
    sha256        text not null,           -- of the text's bytes, lower-case hex, as passages and packs name it
    text          text not null,           -- the scene file; empty: from here on the camera had none
    author        text not null,           -- who saved it; empty: it was there before versions were kept
    valid_from_us bigint not null,         -- µs UTC since 1970
    primary key (camera_id, number)
);
