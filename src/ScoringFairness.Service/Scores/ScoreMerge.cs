using ScoringFairness.Service.Host.Uploads;

namespace ScoringFairness.Service.Scores;

/// <summary>Brings the staged rows of an upload into <c>machine_scores</c>.</summary>
internal static class ScoreMerge
{
    public static StagedMerge Rows { get; } = new(
        """
        insert into machine_scores (organisation_id, scorer, item_id, response_id, score, probabilities)
        select @organisationId, scorer, item_id, response_id, score, probabilities from incoming where error_code is null
        """,
        """
        on conflict (organisation_id, item_id, response_id, scorer) do update
        set score = excluded.score, probabilities = excluded.probabilities, updated_at = now()
        where (machine_scores.score, machine_scores.probabilities) is distinct from (excluded.score, excluded.probabilities)
        """,
        """
        select exists (
          select 1 from machine_scores where organisation_id = @organisationId and item_id = any(@items)
          and scorer in (select scorer from incoming where error_code is null group by scorer))
        """);
}
