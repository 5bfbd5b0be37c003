-- Scores that other systems gave to responses stored here.
-- No foreign key: checking a million rows one by one costs more than storing them. Writers hold a share lock on the item
-- while they add, and deleting a response takes its scores along under a lock that excludes them.
create table machine_scores (
  organisation_id text not null,
  scorer text not null,
  item_id text not null,
  response_id text not null,
  score double precision not null,
  -- One for each level of the item, or null where the scorer gives none.
  probabilities double precision[],
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organisation_id, item_id, response_id, scorer)
);

-- Uploads that must be remembered: for their errors, or because a client may send them again under the same key.
create table uploads (
  organisation_id text not null references organisations,
  upload_id text not null,
  kind text not null,
  idempotency_key text,
  -- SHA-256 of what was sent under the key.
  request_digest bytea,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (organisation_id, upload_id),
  unique (organisation_id, kind, idempotency_key)
);

create table upload_errors (
  organisation_id text not null,
  upload_id text not null,
  error_no integer not null,
  row_no integer not null,
  field text,
  code text not null,
  message text not null,
  primary key (organisation_id, upload_id, error_no),
  foreign key (organisation_id, upload_id) references uploads on delete cascade
);

-- Responses whose texts may not leave the client are audited by scores from outside alone.
alter table responses alter column text drop not null, alter column text_digest drop not null;

-- Erasing a response finds what audits keep of it.
create index audit_responses_by_response on audit_responses (organisation_id, item_id, response_id);
