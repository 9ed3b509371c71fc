create table item (
    seq  integer primary key autoincrement, -- the order in which they were put in
    kind text not null,                     -- 'passage', 'case' or 'evidence'
    body text not null                      -- JSON
) strict;
