using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Evaluation;

/// <summary>The responses of scored rows that have ids: each has one human score and one group, and of a scorer one score.</summary>
/// <param name="columns">Where ids and scores stand.</param>
internal sealed class UploadedResponses(UploadedColumns columns)
{
    private readonly HashSet<(string Item, string Scorer, string Id)> _scored = [];
    private readonly Dictionary<(string Item, string Id), (double Human, string Group)> _graded = [];

    /// <summary>Takes a row; what keeps it from being a scorer's of its response, or null where nothing does, or where it names none.</summary>
    public RowError? Take(InputRow row, string item, string scorer, double human, string group)
    {
        if (ComposedText.Of(row[columns.Response]) is not { } id)
        {
            return null;
        }
        if (!_scored.Add((item, scorer, id)))
        {
            return new RowError(row.Number, columns.Response, "duplicate",
                $"Response '{Shown(id)}' has a score by '{Shown(scorer)}' already; send each once, or leave the column of ids out.");
        }
        return _graded.TryAdd((item, id), (human, group)) || _graded[(item, id)] is var before && before == (human, group)
            ? null
            : new RowError(row.Number, columns.Response, "contradiction",
                $"Response '{Shown(id)}' has another {(before.Human == human ? "group" : columns.Human)} in a row before; "
                + "of one response every scorer's row has the same. Correct it, or leave the column of ids out.");
    }

    private static string Shown(string value) => value.Length <= Identifier.MaximumLength ? value : value[..Identifier.MaximumLength];
}
