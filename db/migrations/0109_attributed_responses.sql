-- What the words of held-out responses added to their scores, as an evaluation needs it: sealed as the responses' texts are, for it tells
-- which words they hold, and gone once the audit is evaluated.
create table attributed_responses (
  organisation_id text not null,
  audit_id text not null,
  item_id text not null,
  scorer text not null,
  split text not null,
  repeat smallint not null,
  response_no integer not null,
  student_no integer not null,
  group_label text,
  words text not null,
  fit_no integer not null,
  primary key (organisation_id, audit_id, item_id, scorer, split, repeat, response_no),
  foreign key (organisation_id, audit_id) references audits on delete cascade
);

select guard_rows_of_organisation('attributed_responses'::regclass);
