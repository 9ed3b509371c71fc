-- what was taken off a speed before the law judged; null: as much as its error, as it was before
alter table passage add column margin_mmph integer;
