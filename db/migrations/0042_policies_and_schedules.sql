-- What an organisation holds its scorers to, audits that repeat by themselves, and who is told when a verdict changes.

create table policies (
  organisation_id text primary key references organisations,
  policy jsonb not null,
  updated_at timestamptz not null default now(),
  updated_by text not null
);

create table schedules (
  organisation_id text not null references organisations,
  schedule_id text not null,
  request jsonb not null,
  is_paused boolean not null default false,
  created_by text not null,
  created_at timestamptz not null default now(),
  next_at timestamptz,
  last_audit_id text,
  -- Whether the verdicts of the last audit are still to be read.
  is_awaited boolean not null default false,
  verdicts jsonb,
  error text,
  primary key (organisation_id, schedule_id)
);

create index schedules_due on schedules (next_at) where not is_paused;
create index schedules_awaited on schedules (organisation_id, schedule_id) where is_awaited;

create table webhook_deliveries (
  organisation_id text not null references organisations,
  delivery_id text not null,
  webhook text not null,
  body text not null,
  attempts integer not null default 0,
  created_at timestamptz not null default now(),
  next_at timestamptz default now(),
  delivered_at timestamptz,
  error text,
  primary key (organisation_id, delivery_id)
);

create index webhook_deliveries_due on webhook_deliveries (next_at) where next_at is not null;

select guard_rows_of_organisation('policies'), guard_rows_of_organisation('schedules'), guard_rows_of_organisation('webhook_deliveries');
