create table recording (
    path         text collate "C" primary key,    -- below the data folder
    camera_id    text collate "C" not null,
    start_us     bigint not null,    -- µs UTC since 1970
    end_us       bigint not null,
    length_bytes bigint not null,
    sha256       text not null,       -- lower-case hex
    protected    boolean not null default false
);
create index recording_span on recording (camera_id, start_us, end_us);

create table evidence (
    path         text collate "C" primary key,    -- below the data folder
    case_id      text collate "C",
    length_bytes bigint not null,
    sha256       text not null,       -- lower-case hex
    stored_us    bigint not null     -- µs UTC since 1970
);
create index evidence_case on evidence (case_id) where case_id is not null;

-- files whose row is gone and which are still to be deleted
create table garbage (
    path text collate "C" primary key
);
