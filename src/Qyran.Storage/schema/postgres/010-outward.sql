-- who is told what happens here: other systems' hooks (HTTP) and a broker (MQTT)
create table subscriber (
    id            text collate "C" primary key,
    kind          text not null,            -- 'hook' or 'broker'
    address       text not null,
    kinds         text not null,            -- JSON array of kinds of events
    site_id       text collate "C",                     -- null: of every site
    sealed_secret bytea not null,           -- encrypted by the program
    paused        text,                     -- why nothing is sent; null: it is
    made_us       bigint not null          -- µs UTC since 1970
);

-- what has happened and is not yet shared out; written in the transaction of what happened
create table event (
    id        text collate "C" primary key,
    kind      text not null,                -- 'passage', 'case', 'case-decided' or 'camera'
    subject   text not null,                -- id of the passage, case or camera
    camera_id text collate "C" not null,
    site_id   text collate "C",                         -- null: where the camera stands
    at_us     bigint not null,              -- µs UTC since 1970
    body      text                          -- JSON; null: made from the subject's row
);

-- one event for one subscriber
create table delivery (
    subscriber_id text collate "C" not null,
    event_id      text collate "C" not null,
    kind          text not null,
    camera_id     text collate "C" not null,
    body          text not null,            -- JSON: what is sent, the same at every try
    state         text not null,            -- 'waiting', 'delivered' or 'dead'
    made_us       bigint not null,          -- µs UTC since 1970
    due_us        bigint not null,          -- not tried before
    tries         integer not null,
    tried_us      bigint,
    answer        text,                     -- to the last try
    primary key (subscriber_id, event_id)
);
create index delivery_due on delivery (subscriber_id, state, due_us, event_id);
create index delivery_made on delivery (subscriber_id, made_us, event_id);

-- other makers' cameras and radars that hand in passages
create table device (
    id       text collate "C" primary key,
    site_id  text collate "C" not null references site (id),
    name     text not null,
    maker    text not null,
    model    text not null,
    serial   text not null,
    approval text,                          -- certificate of its approval; null: none known
    made_us  bigint not null               -- µs UTC since 1970
);

-- what a device has handed in, by its own id
create table handed_in (
    device_id  text collate "C" not null,
    their_id   text collate "C" not null,
    sha256     text not null,               -- of all that was handed in, lower-case hex
    passage_id text not null,
    primary key (device_id, their_id)
);

alter table api_key add column device_id text;       -- the key hands in passages of this device and does nothing else
alter table passage add column foreign_source text;  -- JSON: whose measurement it is; null: ours
