-- the fastest of a year are few among millions: without this they are looked for one by one
create index passage_speed on passage (speed_mmph) where speed_mmph is not null;
