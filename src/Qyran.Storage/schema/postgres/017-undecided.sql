-- passages that rules left undecided, counted by the hour; the passages themselves stand in passage
create table undecided (
    camera_id text collate "C" not null,
    hour      bigint not null,        -- hours UTC since 1970, of when the vehicle was first seen
    rule      text collate "C" not null,
    reason    text collate "C" not null, -- why, without the figures and names of one passage; few different ones a camera and day, the rest are 'other'
    passages  bigint not null,
    primary key (camera_id, hour, rule, reason)
);
