-- Whether a job is being done, and how often it was begun again although nobody had said that it was over: its process was killed.

alter table job_outbox
  add column running boolean not null default false,
  add column take_overs integer not null default 0;
