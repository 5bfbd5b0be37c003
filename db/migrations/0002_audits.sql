-- An audit: what was asked, what was planned, each training run, every out-of-fold score, and the measures.

create table audits (
  organisation_id text not null references organisations,
  audit_id text not null,
  name text not null,
  status text not null check (status in ('queued', 'training', 'evaluating', 'completed', 'failed', 'cancelled')),
  -- The request with every default written out.
  request jsonb not null,
  warnings jsonb not null default '[]',
  -- What the data looked like when the audit was planned; figures of a report outlive the responses.
  data jsonb,
  data_digest text,
  error text,
  idempotency_key text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (organisation_id, audit_id),
  unique (organisation_id, idempotency_key)
);

create index audits_by_age on audits (organisation_id, created_at desc, audit_id desc);

-- The responses that take part, frozen when the audit is planned. No text and no student id.
create table audit_responses (
  organisation_id text not null,
  audit_id text not null,
  item_id text not null,
  response_no integer not null,
  response_id text not null,
  student_no integer not null,
  -- Null: not reported.
  group_label text,
  human_level smallint not null,
  -- The fold of each repeat.
  folds smallint[] not null,
  -- Responses that must stay on one side of a fold share it.
  cluster_no integer not null,
  primary key (organisation_id, audit_id, item_id, response_no),
  foreign key (organisation_id, audit_id) references audits on delete cascade
);

create table fits (
  organisation_id text not null,
  audit_id text not null,
  fit_no integer not null,
  item_id text not null,
  scorer text not null,
  split text not null,
  fold smallint not null,
  repeat smallint not null,
  seed bigint not null,
  -- Relative length of the fit, for the time left.
  cost double precision not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
  attempt integer not null default 0,
  failures integer not null default 0,
  worker text,
  epoch integer,
  epochs integer not null,
  fraction double precision not null default 0,
  started_at timestamptz,
  heartbeat_at timestamptz,
  finished_at timestamptz,
  sizes jsonb,
  losses jsonb,
  chosen_epoch integer,
  seconds double precision,
  tokens_per_second double precision,
  vocabulary_size integer,
  checkpoint_digest text,
  error text,
  primary key (organisation_id, audit_id, fit_no),
  unique (organisation_id, audit_id, item_id, scorer, split, fold, repeat),
  foreign key (organisation_id, audit_id) references audits on delete cascade
);

-- Everything that the counts need stands in the row: one GROUP BY of one table makes the cube.
create table out_of_fold_scores (
  organisation_id text not null,
  audit_id text not null,
  item_id text not null,
  scorer text not null,
  split text not null,
  repeat smallint not null,
  response_no integer not null,
  student_no integer not null,
  group_label text,
  human_level smallint not null,
  level smallint not null,
  score double precision not null,
  probabilities real[],
  fit_no integer not null,
  primary key (organisation_id, audit_id, item_id, scorer, split, repeat, response_no),
  foreign key (organisation_id, audit_id) references audits on delete cascade
);

create table measures (
  organisation_id text not null,
  audit_id text not null,
  row_no integer not null,
  measure text not null,
  scorer text not null,
  split text,
  compared_with text,
  item_id text,
  over text check (over in ('responses', 'items')),
  level integer,
  basis text,
  aggregation text,
  group_label text,
  contrast text,
  value double precision,
  low double precision,
  high double precision,
  confidence double precision,
  method text,
  test text,
  statistic double precision,
  df double precision,
  p_value double precision,
  p_adjusted double precision,
  n bigint not null,
  n_by_group jsonb not null,
  denominators jsonb,
  tolerance double precision,
  verdict text check (verdict in ('within', 'exceeds', 'inconclusive', 'undefined')),
  detectable double precision,
  note text,
  primary key (organisation_id, audit_id, row_no),
  foreign key (organisation_id, audit_id) references audits on delete cascade
);
