-- What became of a file that was uploaded in the browser, for the hour that it would have been kept: who presses the button twice, or loads
-- the page again, is told so. Its words are sealed as the file was; form is a digest of what was said of its columns.
create table kept_file_outcomes (
  organisation_id text not null,
  file_id text not null,
  form bytea not null,
  outcome bytea not null,
  created_at timestamptz not null default now(),
  primary key (organisation_id, file_id)
);

select guard_rows_of_organisation('kept_file_outcomes'::regclass);
