-- Which version of the program made an audit's figures; null where it was not recorded.

alter table score_tables add column if not exists version text;
