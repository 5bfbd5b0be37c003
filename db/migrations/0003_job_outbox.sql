-- Jobs that a transaction decided on, until they are handed to the queue: written with the change that causes them,
-- so that neither is lost without the other.

create table job_outbox (
  organisation_id text not null references organisations,
  job_no bigint generated always as identity,
  kind text not null,
  queue text not null,
  audit_id text not null,
  number integer,
  created_at timestamptz not null default now(),
  primary key (organisation_id, job_no)
);
