-- who did what; each row's hash covers the row before it
create table audit (
    seq      bigint primary key,   -- from 1, without a hole
    at_us    bigint not null,      -- µs UTC since 1970
    who_id   text not null,
    who      text not null,         -- the name at that time
    origin   text not null,         -- address the request came from
    act      text not null,
    thing    text not null,
    result   text not null,
    detail   text not null,
    previous text not null,         -- sha256 of the row before, lower-case hex; of the first: 64 zeros
    sha256   text not null          -- of this row's canonical JSON, lower-case hex
);
create index audit_who on audit (who, seq);
create index audit_thing on audit (thing, seq);
create function audit_only_grows() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is only added to';
end $$;
create trigger audit_no_change before update or delete on audit for each row execute function audit_only_grows();
create trigger audit_no_truncate before truncate on audit for each statement execute function audit_only_grows();

-- its end; writers take their turn at this one row
create table audit_head (
    one    integer primary key check (one = 1),
    seq    bigint not null,
    sha256 text not null
);
insert into audit_head (one, seq, sha256) values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
