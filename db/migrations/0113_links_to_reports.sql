-- Links that open one report to whoever has them, until they expire or are revoked. The secret is shown once; its digest is stored.
create table report_links (
  organisation_id text not null,
  audit_id text not null,
  link_id text not null,
  digest bytea not null unique,
  note text,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (organisation_id, link_id),
  foreign key (organisation_id, audit_id) references audits on delete cascade
);

select guard_rows_of_organisation('report_links'::regclass);
