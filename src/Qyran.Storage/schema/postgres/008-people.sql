create table account (
    id              text primary key,
    name            text not null,               -- as it was written
    folded_name     text not null unique,        -- in small letters: two names that differ only so are one
    role            text not null,
    sites           text,                        -- JSON array of site ids; null: every site
    disabled        boolean not null default false,
    password_hash   text,                        -- with its salt and its number of rounds; null: none chosen yet
    totp            bytea,                        -- the second factor's secret, sealed by the program; null: none
    totp_pending    bytea,                        -- shown, not yet confirmed
    totp_step       bigint not null default 0,  -- of the last code that was used: a code works once
    failures        integer not null default 0,  -- wrong passwords and codes since the last right one
    locked_until_us bigint,                     -- µs UTC since 1970
    made_us         bigint not null,            -- µs UTC since 1970
    version         integer not null
);

create table recovery_code (
    account_id text not null references account (id),
    sha256     text not null,                    -- lower-case hex
    primary key (account_id, sha256)
);

-- a way to choose a password, once
create table account_link (
    sha256     text primary key,                 -- of the link's secret, lower-case hex
    account_id text not null references account (id),
    until_us   bigint not null                  -- µs UTC since 1970
);

create table session (
    sha256     text primary key,                 -- of the secret in the cookie, lower-case hex
    account_id text references account (id),     -- null: the server's own one-time link
    made_us    bigint not null,                 -- µs UTC since 1970
    seen_us    bigint not null,                 -- to some minutes
    until_us   bigint not null,
    address    text not null,
    agent      text not null                     -- the browser's own words
);
create index session_account on session (account_id);

-- a key has a role and its sites as a person has; what may change cameras was an installer's
alter table api_key add column role text not null default 'operator';
alter table api_key add column sites text;       -- JSON array of site ids; null: every site
update api_key set role = 'installer' where may_change;
alter table api_key drop column may_change;

-- a case belongs to the site its camera stood at
alter table road_case add column site_id text;
update road_case set site_id = coalesce(
    (select c.site_id from camera c where c.id = camera_id),
    (select max(p.site_id) from place p where p.camera_id = road_case.camera_id));
create index road_case_site on road_case (site_id, state, created_us, id);
