-- What platforms send: items and their human-graded responses.
-- The organisation is the first part of every key, so that the tables can be sharded by it unchanged.

create table organisations (
  organisation_id text primary key,
  created_at timestamptz not null default now()
);

insert into organisations (organisation_id) values ('default');

create table items (
  organisation_id text not null references organisations,
  item_id text not null,
  prompt text,
  rubric text,
  scale_min double precision not null,
  scale_max double precision not null,
  scale_step double precision not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organisation_id, item_id),
  check (scale_step > 0 and scale_max > scale_min)
);

create table responses (
  organisation_id text not null,
  item_id text not null,
  response_id text not null,
  student_id text,
  text text not null,
  -- Of the text in lower case with its white space collapsed: equal texts must not stand on both sides of a fold.
  text_digest bytea not null,
  human_score double precision not null,
  -- The ratings beyond the first, in their order.
  further_scores double precision[] not null default '{}',
  groups jsonb not null default '{}',
  cohort text,
  submitted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organisation_id, item_id, response_id),
  foreign key (organisation_id, item_id) references items on delete cascade
);

create index responses_by_student on responses (organisation_id, student_id) where student_id is not null;
