using System.Globalization;
using ScoringFairness.Service.Reports;
using ScoringFairness.Service.Reports.Readings;

namespace ScoringFairness.Service.Pages.Readings;

/// <summary>What the page of an audit's responses shows.</summary>
public sealed record ResponsesView
{
    /// <summary>The audit.</summary>
    public required string AuditId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What may be chosen.</summary>
    public required IReadOnlyList<Choice> Choices { get; init; }

    /// <summary>The responses, of those that were asked for.</summary>
    public required IReadOnlyList<ComparedResponse> Responses { get; init; }

    /// <summary>Where they go on; null: nowhere.</summary>
    public string? Next { get; init; }

    /// <summary>Whether others came before.</summary>
    public bool IsFurther { get; init; }

    internal static ResponsesView Of(ComparedPart part, string? next, bool isFurther)
    {
        var (audit, query) = (part.Audit, part.Query);
        var items = audit.Data!.Items;
        var scales = items.Where(item => query.ItemId is null || item.ItemId == query.ItemId).Select(item => item.Scale).Distinct().ToList();
        // Items of several scales have no human score in common, only its place on the scale.
        var levels = scales.Count == 1
            ? scales[0].ToGrid().Scores.Select(FigureFormat.Score)
            : Enumerable.Range(0, scales.Max(scale => scale.ToGrid().LevelCount))
                .Select(level => level == 0 ? "the lowest" : string.Create(CultureInfo.InvariantCulture, $"{level} above the lowest"));
        return new ResponsesView
        {
            AuditId = audit.AuditId,
            Name = audit.Name,
            Responses = part.Responses,
            Next = next,
            IsFurther = isFurther,
            // What there is one of is no choice.
            Choices =
            [
                .. ((Choice[])
                [
                    new("scorer", "Scorer", query.Scorer, [.. audit.Design.Scorers.Select(scorer => (scorer.Name, scorer.Name))]),
                    new("split", "Trained on", query.Split, [.. ComparedQuery.Splits(audit).Select(split => (split, split))]),
                    new("itemId", "Item", query.ItemId, [.. items.Select(item => (item.ItemId, item.ItemId))]),
                    new("group", "Group", query.Group, [.. ComparedQuery.Groups(audit).Select(group => (group, GroupWords.Of(group)))]),
                    new("level", "Human score", query.Level?.ToString(CultureInfo.InvariantCulture), [
                        .. levels.Index().Select(level => (level.Index.ToString(CultureInfo.InvariantCulture), level.Item))]),
                    new("direction", "Machine gave", query.Direction, [("higher", "more"), ("lower", "less")]),
                ]).Where(choice => choice.Options.Count > 1),
            ],
        };
    }

    /// <summary>A choice among the responses.</summary>
    /// <param name="Name">Its name in the query.</param>
    /// <param name="Label">Its name for people.</param>
    /// <param name="Chosen">What is chosen; null: any.</param>
    /// <param name="Options">What there is, and in which words.</param>
    public sealed record Choice(string Name, string Label, string? Chosen, IReadOnlyList<(string Value, string Words)> Options);
}
