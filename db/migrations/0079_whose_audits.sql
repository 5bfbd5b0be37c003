-- Who began an audit, as the record of activity names callers; audits that are older name nobody.
alter table audits add column started_by text;
