-- "case" is a word of SQL itself
create table road_case (
    id         text collate "C" primary key,
    passage_id text collate "C" not null,
    camera_id  text collate "C" not null,
    rule       text not null,
    offence    text,
    why        text not null,
    at_us      bigint not null,    -- µs UTC since 1970
    facts      text not null,      -- JSON object
    evidence   text collate "C",
    state      text collate "C" not null,
    created_us bigint not null,    -- µs UTC since 1970
    decided_us bigint,
    decided_by text,
    reason     text,
    version    integer not null
);
create index road_case_state on road_case (state, created_us, id);
create index road_case_passage on road_case (passage_id);
create index road_case_evidence on road_case (evidence) where evidence is not null;
