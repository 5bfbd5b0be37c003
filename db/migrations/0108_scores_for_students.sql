-- What a teacher's fit says of the responses that its students train on; deleted when they have. A place lies on the levels, from 0.
create table taught_scores (
  organisation_id text not null,
  audit_id text not null,
  item_id text not null,
  fit_no integer not null,
  response_no integer not null,
  place double precision not null,
  probabilities real[],
  primary key (organisation_id, audit_id, item_id, fit_no, response_no),
  foreign key (organisation_id, audit_id) references audits on delete cascade
);

select guard_rows_of_organisation('taught_scores'::regclass);
