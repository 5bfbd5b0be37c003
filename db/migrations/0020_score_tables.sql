-- What a report shows beside its measures: counts of machine by human score of each group, and mean machine scores at each
-- human score. Counts as they are; small ones are suppressed on their way out.

create table score_tables (
  organisation_id text not null,
  audit_id text not null,
  tables jsonb not null,
  primary key (organisation_id, audit_id),
  foreign key (organisation_id, audit_id) references audits on delete cascade
);
