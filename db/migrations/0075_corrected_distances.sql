-- A distance between groups beside its median-unbiased value, and the levels that it rests on.
alter table measures add column corrected double precision;
alter table measures add column levels_used jsonb;
alter table measures add column levels_left_out jsonb;
