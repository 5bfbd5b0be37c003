-- What probes guessed of the group of held-out responses, from the vectors of the scorer that scored them and from plain features of their
-- texts. Guesses about two parts of a fit are two probes', and are not compared.
create table guessed_groups (
  organisation_id text not null,
  audit_id text not null,
  item_id text not null,
  scorer text not null,
  split text not null,
  repeat smallint not null,
  response_no integer not null,
  focal text not null,
  student_no integer not null,
  group_label text not null,
  part smallint not null,
  by_vector double precision not null,
  by_plain double precision not null,
  fit_no integer not null,
  primary key (organisation_id, audit_id, item_id, scorer, split, repeat, response_no, focal),
  foreign key (organisation_id, audit_id) references audits on delete cascade
);

select guard_rows_of_organisation('guessed_groups'::regclass);
