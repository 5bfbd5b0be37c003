-- What earlier versions wrote of groups of a few students, in sentences that no later step can suppress: how many they are, which
-- scores they lack, how long their texts are. Counts in columns stay exact, and are suppressed on their way out.

update measures set note = regexp_replace(note, 'has \d+ responses, fewer than the', 'has fewer responses than the')
where note like '%responses, fewer than the%';

with told(code) as (
  values ('groupMissingAtLevel'), ('smallGroup'), ('textLength'), ('unequalSplits'), ('oneGroupOnly'), ('offScaleMachineScores'), ('unscored'),
         ('nearDuplicates'), ('repeatedResponses'), ('unusedLevels'))
update audits a
set warnings = coalesce(
      (select jsonb_agg(w.warning order by w.place) from jsonb_array_elements(a.warnings) with ordinality w(warning, place)
       where w.warning ->> 'code' not in (select code from told)), '[]')
    || jsonb_build_array(jsonb_build_object(
      'code', 'warningsSuppressed', 'itemId', null,
      'message', 'Warnings that an earlier version gave about groups and sizes are left out, as they told of groups of a few students; audit again to have them.'))
where exists (select from jsonb_array_elements(a.warnings) w where w ->> 'code' in (select code from told))
  and exists (
    select from jsonb_array_elements(a.data -> 'items') item, jsonb_array_elements(item -> 'groups') one
    where (one ->> 'n')::bigint between 1 and (a.request ->> 'minCellSize')::int - 1);
