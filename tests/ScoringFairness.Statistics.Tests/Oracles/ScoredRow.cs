using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>A response of an oracle with its scores.</summary>
internal sealed record ScoredRow(string Item, string Group, double Human, double Machine, double? SecondHuman = null, string? Student = null);

/// <summary>Makes studies of rows.</summary>
internal static class ScoredRows
{
    /// <summary>The study of one scorer; rows without a group are left out.</summary>
    public static EvaluationData ToData(this IEnumerable<ScoredRow> all, ScoreScale scale, params string[] groups)
    {
        var rows = all.Where(row => row.Group.Length > 0).ToList();
        var items = rows.Select(row => row.Item).Distinct().Order(StringComparer.Ordinal).ToList();
        var cubes = items.Select(_ => new CountCube(groups.Length, scale)).ToList();
        var twice = items.Select(_ => new DoubleRatings(groups.Length, scale)).ToList();
        var second = items.Select(_ => new CountCube(groups.Length, scale)).ToList();
        var ratings = items.Select(_ => groups.Select(_ => new RatingSums()).ToList()).ToList();
        foreach (var row in rows)
        {
            var (item, group) = (items.IndexOf(row.Item), Array.IndexOf(groups, row.Group));
            var human = scale.LevelOf(row.Human) ?? throw new ArgumentException($"{row.Human} is off the scale.", nameof(all));
            cubes[item].Add(group, human, row.Machine);
            ratings[item][group].Add(row.SecondHuman is { } two ? [row.Human, two] : [row.Human], row.Machine);
            if (row.SecondHuman is { } rating)
            {
                second[item].Add(group, human, rating);
                twice[item].Add(group, human, rating, row.Machine);
            }
        }
        var isRatedTwice = rows.Any(row => row.SecondHuman is not null);
        return new EvaluationData
        {
            Groups = groups,
            Items = [.. items.Select(item => new StudyItem(item, scale))],
            Scorers = [new StudyScorer("machine", null)],
            Cubes = [cubes],
            SecondRatings = isRatedTwice ? second : null,
            Ratings = isRatedTwice ? [ratings] : null,
            DoubleRatings = isRatedTwice ? [twice] : null,
        };
    }

    /// <summary>The rows one by one, each of a student of its own, with the scores of several scorers.</summary>
    /// <param name="rows">The responses.</param>
    /// <param name="data">Numbers groups and items.</param>
    /// <param name="scorers">The same responses by each scorer.</param>
    public static StudentResponses ToResponses(this IReadOnlyList<ScoredRow> rows, EvaluationData data, params IReadOnlyList<ScoredRow>[] scorers) => new()
    {
        Student = [.. Enumerable.Range(0, rows.Count)],
        Group = [.. rows.Select(row => data.Groups.ToList().IndexOf(row.Group))],
        Item = [.. rows.Select(row => data.Items.Index().First(item => item.Item.ItemId == row.Item).Index)],
        Human = [.. rows.Select(row => data.Items[0].Scale.LevelOf(row.Human)!.Value)],
        Machine = [.. scorers.Select(scorer => scorer.Select(row => row.Machine).ToArray())],
    };

    /// <summary>The one row with these keys.</summary>
    public static MeasureRow One(
        this IEnumerable<MeasureRow> rows, string measure, string? item = null, string? over = "responses", string? group = null,
        string? contrast = null, int? level = null, string? basis = null, string? aggregation = null, string scorer = "machine", string? split = null,
        string? comparedWith = null) =>
        rows.Single(row => row.Measure == measure && row.ItemId == item && row.Over == (item is null ? over : null) && row.Group == group
            && row.Contrast == contrast && row.Level == level && row.Basis == basis && row.Aggregation == aggregation
            && row.Scorer == scorer && row.Split == split
            && (comparedWith is null ? row.ComparedWith != Statistics.Catalogue.RowCodes.SecondHuman : row.ComparedWith == comparedWith));
}
