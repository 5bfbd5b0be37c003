-- How many different students are behind the counts of score tables, where some gave several responses; null where each response is another's.
alter table score_tables add column students jsonb;
