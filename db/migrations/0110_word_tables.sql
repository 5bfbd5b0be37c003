-- The words that move a scorer's scores most, of those that as many students of a group wrote as a cell must hold.
create table word_tables (
  organisation_id text not null,
  audit_id text not null,
  tables jsonb not null,
  primary key (organisation_id, audit_id),
  foreign key (organisation_id, audit_id) references audits on delete cascade
);

select guard_rows_of_organisation('word_tables'::regclass);
