-- How much data a verdict would need, what chance alone gives an odds figure, and the ratings beyond the first.

alter table measures add column needed_n bigint, add column expected_by_chance double precision;

alter table audit_responses add column further_scores double precision[] not null default '{}';
