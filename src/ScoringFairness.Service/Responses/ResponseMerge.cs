using ScoringFairness.Service.Host.Uploads;

namespace ScoringFairness.Service.Responses;

/// <summary>Brings the staged rows of an upload into <c>responses</c>.</summary>
internal static class ResponseMerge
{
    public static StagedMerge Rows { get; } = new(
        "responses",
        "item_id, response_id, student_id, text, text_digest, human_score, further_scores, groups, cohort, submitted_at, text_length",
        """
        on conflict (organisation_id, item_id, response_id) do update
        set student_id = excluded.student_id, text = excluded.text, text_digest = excluded.text_digest,
            human_score = excluded.human_score, further_scores = excluded.further_scores, groups = excluded.groups,
            cohort = excluded.cohort, submitted_at = excluded.submitted_at, text_length = excluded.text_length, updated_at = now()
        where (responses.student_id, responses.text, responses.human_score, responses.further_scores,
               responses.groups, responses.cohort, responses.submitted_at)
          is distinct from (excluded.student_id, excluded.text, excluded.human_score, excluded.further_scores,
               excluded.groups, excluded.cohort, excluded.submitted_at)
        """,
        "select exists (select 1 from responses where organisation_id = @organisationId and item_id = any(@items))");
}
