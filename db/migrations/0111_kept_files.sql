-- Files that were uploaded in the browser, until somebody says what their columns hold: for an hour at most. They hold students' texts,
-- sealed where the settings give a key.
create table kept_files (
  organisation_id text not null,
  file_id text not null,
  name text not null,
  content bytea not null,
  created_at timestamptz not null default now(),
  primary key (organisation_id, file_id)
);

select guard_rows_of_organisation('kept_files'::regclass);
