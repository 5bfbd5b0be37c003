-- Who began an audit, as the record of activity names callers, and which schedule; audits that are older have neither.
alter table audits add column started_by text;
alter table audits add column schedule_id text;
create index audits_of_schedule on audits (organisation_id, schedule_id, audit_id desc) where schedule_id is not null;
