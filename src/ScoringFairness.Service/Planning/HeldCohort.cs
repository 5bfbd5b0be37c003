using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Planning;

/// <summary>
/// Who takes part in an audit beside who took part before: a few responses that came to a group since are left out until there are
/// enough of them, and where a few are missing there is no audit, for two reports would tell their figures.
/// </summary>
/// <param name="Candidates">The responses that take part.</param>
/// <param name="Warnings">Which groups stay as they were.</param>
/// <param name="Problem">Why there can be no audit; null where there can.</param>
internal sealed record HeldCohort(IReadOnlyList<CandidateResponse> Candidates, IReadOnlyList<AuditWarning> Warnings, string? Problem)
{
    /// <summary>Compares the responses of an item with those of earlier audits by the same attribute.</summary>
    public static async Task<HeldCohort> OfAsync(
        NpgsqlConnection connection, string organisationId, string itemId, AuditDesign design, IReadOnlyList<string> earlier,
        IReadOnlyList<CandidateResponse> candidates)
    {
        var near = earlier.Count == 0 ? [] : await EarlierCohorts.NearAsync(
            connection, organisationId, itemId, earlier,
            [.. candidates.Where(candidate => candidate.GroupLabel is not null).Select(candidate => (candidate.ResponseId, candidate.GroupLabel!))],
            design.MinCellSize);
        if (near.FirstOrDefault(cohort => cohort.Gone > 0) is { } changed)
        {
            return new HeldCohort(candidates, [],
                $"Item '{itemId}', group '{changed.Group}': fewer than {design.MinCellSize} responses (minCellSize) make the difference from audit "
                + $"'{changed.AuditId}', and the figures of both audits together would tell theirs. Audit the same responses again, or others in "
                + $"greater number, or delete that audit.");
        }
        var warnings = new List<AuditWarning>();
        foreach (var cohort in near)
        {
            var before = await EarlierCohorts.ResponsesAsync(connection, organisationId, cohort.AuditId, itemId, cohort.Group);
            candidates = [.. candidates.Where(candidate => candidate.GroupLabel != cohort.Group || before.Contains(candidate.ResponseId))];
            warnings.Add(new AuditWarning("cohortHeld", itemId,
                $"Fewer than {design.MinCellSize} responses of group '{cohort.Group}' have come since audit '{cohort.AuditId}'. They are left out, "
                + $"for the figures of both audits together would tell theirs; once {design.MinCellSize} have come they take part."));
        }
        return new HeldCohort(candidates, warnings, null);
    }
}
