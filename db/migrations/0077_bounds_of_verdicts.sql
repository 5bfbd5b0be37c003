-- A minimum is not a tolerance: rows say which of the two they were judged by, and a minimum is met or not met. Rows of
-- earlier versions said within and exceeds of both; the measures that had a minimum then are these.

alter table measures drop constraint measures_verdict_check;
alter table measures add constraint measures_verdict_check
  check (verdict in ('within', 'exceeds', 'inconclusive', 'undefined', 'met', 'notMet'));
alter table measures add column bound text check (bound in ('tolerance', 'minimum'));

update measures
set bound = 'minimum',
  verdict = case verdict when 'within' then 'met' when 'exceeds' then 'notMet' else verdict end
where tolerance is not null and measure in ('qwk', 'correlation', 'degradationQwk', 'degradationCorrelation');

update measures set bound = 'tolerance' where tolerance is not null and bound is null;
