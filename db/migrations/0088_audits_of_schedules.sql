-- The schedule that began an audit, so that lists can be filtered by it. Audits that are older name none, but for the last of each.
alter table audits add column schedule_id text;
update audits set schedule_id = schedules.schedule_id from schedules
where schedules.organisation_id = audits.organisation_id and schedules.last_audit_id = audits.audit_id;
create index audits_of_schedule on audits (organisation_id, schedule_id, audit_id desc) where schedule_id is not null;
