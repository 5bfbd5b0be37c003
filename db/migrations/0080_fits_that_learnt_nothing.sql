-- A training run whose scorer is no better than the frequencies of the levels. Of runs of before it is not known.
alter table fits add column learnt_nothing boolean not null default false;
