-- Chat models as scorers: what left the house, what it cost, what was answered. No text and no student id anywhere.

-- An organisation's word that its texts may go to an endpoint; it holds for the address that the endpoint had.
create table chat_permissions (
  organisation_id text not null references organisations,
  endpoint text not null,
  base_address text not null,
  allowed_at timestamptz not null default now(),
  primary key (organisation_id, endpoint)
);

-- Answers that were paid for, by the digest of endpoint and request.
create table chat_answers (
  organisation_id text not null references organisations,
  request_digest text not null,
  -- As responses.text_digest: a response that is erased takes its answers along.
  text_digest bytea not null,
  level smallint not null,
  -- Why there is no score; null where there is one.
  missing text check (missing in ('refused', 'offScale', 'unreadable')),
  probabilities real[],
  answered_at timestamptz not null default now(),
  primary key (organisation_id, request_digest)
);

create index chat_answers_by_text on chat_answers (organisation_id, text_digest);

-- Models that are, or were, made at a provider: ids are stored before anything waits for them.
create table chat_tunings (
  organisation_id text not null references organisations,
  tuning_key text not null,
  endpoint text not null,
  base_model text not null,
  -- The fit that drives it; what it leaves at the provider is removed once that fit is over.
  audit_id text not null,
  fit_no integer not null,
  training_file text,
  validation_file text,
  sending_no bigint,
  job_id text,
  model text,
  is_over boolean not null default false,
  error text,
  epochs jsonb not null default '[]',
  began_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (organisation_id, tuning_key)
);

-- Everything that was sent to an endpoint; it outlives the audit that sent it.
create table chat_sendings (
  organisation_id text not null references organisations,
  sending_no bigint generated always as identity,
  audit_id text not null,
  fit_no integer not null,
  item_id text not null,
  scorer text not null,
  endpoint text not null,
  base_address text not null,
  model text not null,
  kind text not null check (kind in ('response', 'trainingFile', 'validationFile', 'tuningJob')),
  digest text not null,
  bytes bigint not null,
  sent_at timestamptz not null default now(),
  -- Null until it is known what became of it; cost is what was set aside until then.
  result text,
  cost numeric not null,
  input_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  trained_tokens bigint not null default 0,
  primary key (organisation_id, sending_no)
);

create index chat_sendings_by_audit on chat_sendings (organisation_id, audit_id, sending_no);

-- What an audit, and an organisation in a month, has spent, with what is set aside; the sums of chat_sendings, kept so that a budget is
-- looked at under one lock.
create table chat_accounts (
  organisation_id text not null references organisations,
  account text not null,
  spent numeric not null default 0,
  primary key (organisation_id, account)
);

-- Responses that a scorer of an audit gave no score.
create table unscored_responses (
  organisation_id text not null,
  audit_id text not null,
  item_id text not null,
  scorer text not null,
  split text not null,
  repeat smallint not null,
  response_no integer not null,
  group_label text,
  reason text not null,
  fit_no integer not null,
  primary key (organisation_id, audit_id, item_id, scorer, split, repeat, response_no),
  foreign key (organisation_id, audit_id) references audits on delete cascade
);

select guard_rows_of_organisation(guarded::regclass)
from unnest(array['chat_permissions', 'chat_answers', 'chat_tunings', 'chat_sendings', 'chat_accounts', 'unscored_responses']) guarded;
