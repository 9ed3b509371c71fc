-- a vehicle's way through the picture in few bytes (Trail.cs), for the heat of trajectories; null where none was kept
alter table passage add column trail blob;
