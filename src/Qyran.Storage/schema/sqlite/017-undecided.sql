-- passages that rules left undecided, counted by the hour; the passages themselves stand in passage
create table undecided (
    camera_id text    not null,
    hour      integer not null,       -- hours UTC since 1970, of when the vehicle was first seen
    rule      text    not null,
    reason    text    not null,       -- why, without the figures and names of one passage; few different ones a camera and day, the rest are 'other'
    passages  integer not null,
    primary key (camera_id, hour, rule, reason)
) strict, without rowid;
