create table recording (
    path         text primary key,    -- below the data folder
    camera_id    text not null,
    start_us     integer not null,    -- µs UTC since 1970
    end_us       integer not null,
    length_bytes integer not null,
    sha256       text not null,       -- lower-case hex
    protected    integer not null default 0
) strict, without rowid;
create index recording_span on recording (camera_id, start_us, end_us);

create table evidence (
    path         text primary key,    -- below the data folder
    case_id      text,
    length_bytes integer not null,
    sha256       text not null,       -- lower-case hex
    stored_us    integer not null     -- µs UTC since 1970
) strict, without rowid;
create index evidence_case on evidence (case_id) where case_id is not null;

-- files whose row is gone and which are still to be deleted
create table garbage (
    path text primary key
) strict, without rowid;
