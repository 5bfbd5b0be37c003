-- What a scorer gave held-out responses with words put in each other's place, less what it gave them as they were. A row of a measure
-- of such changes says which words were changed into which.
create table swapped_scores (
  organisation_id text not null,
  audit_id text not null,
  item_id text not null,
  scorer text not null,
  split text not null,
  repeat smallint not null,
  response_no integer not null,
  direction text not null check (direction in ('firstToSecond', 'secondToFirst')),
  student_no integer not null,
  group_label text,
  change double precision not null,
  level_changed boolean not null,
  fit_no integer not null,
  primary key (organisation_id, audit_id, item_id, scorer, split, repeat, response_no, direction),
  foreign key (organisation_id, audit_id) references audits on delete cascade
);

select guard_rows_of_organisation('swapped_scores'::regclass);

alter table measures add column direction text;
