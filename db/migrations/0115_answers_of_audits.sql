-- What the report of a completed audit answers, as it may be told, so that a list of audits builds no report; written with the audit's
-- figures, and at the first look for audits that were completed before, or that another version of the program told.
create table audit_answers (
  organisation_id text not null,
  audit_id text not null,
  told_by text not null,
  made_by text not null,
  figures jsonb not null,
  primary key (organisation_id, audit_id),
  foreign key (organisation_id, audit_id) references audits on delete cascade
);

select guard_rows_of_organisation('audit_answers'::regclass);
