-- The fit of a student's teacher on the same item, split, fold and repeat: the student's is queued when that one is done. Null: it has no teacher.
alter table fits add column taught_by integer;

create index fits_of_students on fits (organisation_id, audit_id, taught_by) where taught_by is not null;
