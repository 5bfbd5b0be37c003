using ScoringFairness.Scoring.Probes;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Scores;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Evaluation;

/// <summary>What fits found out about where differences come from, in the form that its figures are computed from.</summary>
internal sealed class StoredCauses(OutOfFoldScores scores, SwappedScores swapped, GuessedGroups guessed, DecomposedScores decomposed)
{
    /// <summary>How scores changed with words put in each other's place, by scorer.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<SwappedResponse>>> SwapsAsync(
        StudyIndex index, string organisationId, string auditId, int repeat, CancellationToken cancellation)
    {
        var swaps = index.Scorers.Select(_ => new List<SwappedResponse>()).ToArray();
        foreach (var row in await swapped.RowsAsync(organisationId, auditId, repeat, cancellation))
        {
            swaps[index.Scorer(row.Scorer, row.Split)].Add(new SwappedResponse(
                index.Item(row.ItemId), index.Group(row.GroupLabel), row.StudentNo, row.Direction, row.Change, row.LevelChanged));
        }
        return swaps;
    }

    /// <summary>What probes guessed, by scorer; null of one that has no vectors.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<ProbedResponse>?>> ProbesAsync(
        StudyIndex index, string organisationId, string auditId, AuditDesign design, int repeat, CancellationToken cancellation)
    {
        var seen = design.Scorers.Where(scorer => scorer.HasVectors).Select(scorer => scorer.Name).ToHashSet(StringComparer.Ordinal);
        var probes = index.Scorers.Select(scorer => seen.Contains(scorer.Name) ? new List<ProbedResponse>() : null).ToArray();
        foreach (var row in await guessed.RowsAsync(organisationId, auditId, repeat, cancellation))
        {
            probes[index.Scorer(row.Scorer, row.Split)]!.Add(new ProbedResponse(
                index.Item(row.ItemId), index.Group(row.GroupLabel), row.StudentNo, index.Group(row.Focal), row.FitNo * GroupProbe.Parts + row.Part,
                row.ByVector, row.ByPlain));
        }
        return probes;
    }

    /// <summary>Errors with what may explain them, by scorer.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<DecomposedResponse>>> DecomposedAsync(
        StudyIndex index, string organisationId, string auditId, int repeat, CancellationToken cancellation)
    {
        var responses = index.Scorers.Select(_ => new List<DecomposedResponse>()).ToArray();
        foreach (var row in await decomposed.RowsAsync(organisationId, auditId, repeat, cancellation))
        {
            var item = index.Item(row.ItemId);
            var human = index.Items[item].Scale.ScoreOf(row.HumanLevel);
            responses[index.Scorer(row.Scorer, row.Split)].Add(new DecomposedResponse(
                item, index.Group(row.GroupLabel), row.StudentNo, row.Words, row.Prompt, row.Score - human, row.Expected - human ?? double.NaN));
        }
        return responses;
    }

    /// <summary>Scores before they were brought onto the scale, one by one, by scorer.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<CutResponse>?>> CutAsync(
        StudyIndex index, string organisationId, string auditId, int repeat, CancellationToken cancellation)
    {
        var responses = index.Scorers.Select(_ => new List<CutResponse>()).ToArray();
        foreach (var row in await scores.FoldedAsync(organisationId, auditId, repeat, cancellation))
        {
            responses[index.Scorer(row.Scorer, row.Split)].Add(new CutResponse(
                index.Item(row.ItemId), index.Group(row.GroupLabel), row.StudentNo, row.FitNo, row.HumanLevel, row.Expected));
        }
        return responses;
    }
}
