-- A mitigated scorer stands beside its unmitigated twin; a row of what changed says of which measure.
alter table measures add column of_measure text;
