-- A job stays in the outbox until it is done: what an organisation has under way decides whose job is handed over next.

alter table job_outbox
  add column handed_over_at timestamptz,
  -- The queue's own id of the job, once it is handed over.
  add column queue_job text,
  -- Times that it threw.
  add column failures integer not null default 0;

create index job_outbox_by_audit on job_outbox (queue, organisation_id, audit_id, job_no);

-- Times that a fit was taken over from a worker that fell silent.
alter table fits add column take_overs integer not null default 0;
