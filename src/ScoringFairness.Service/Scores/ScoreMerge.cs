using ScoringFairness.Service.Host.Uploads;

namespace ScoringFairness.Service.Scores;

/// <summary>Brings the staged rows of an upload into <c>machine_scores</c>.</summary>
internal static class ScoreMerge
{
    public static StagedMerge Rows { get; } = new(
        "machine_scores",
        "scorer, item_id, response_id, score, probabilities",
        """
        on conflict (organisation_id, item_id, response_id, scorer) do update
        set score = excluded.score, probabilities = excluded.probabilities, updated_at = now()
        where (machine_scores.score, machine_scores.probabilities) is distinct from (excluded.score, excluded.probabilities)
        """,
        $"select exists ({Stored})");

    /// <summary>The stored scores of the items and scorers of an upload, by response.</summary>
    public const string Stored =
        "select item_id, response_id from machine_scores where organisation_id = @organisationId and item_id = any(@items) and scorer = any(@scorers)";
}
