using ScoringFairness.Statistics.Catalogue;

namespace ScoringFairness.Service.Reports;

/// <summary>The two groups of any that lie furthest apart, the reference or not.</summary>
/// <param name="One">A group.</param>
/// <param name="Other">The other.</param>
/// <param name="Value">The measure of the first minus the second; of a distance, how far they are apart.</param>
/// <param name="Of">Of how many pairs it is the largest.</param>
internal sealed record LargestPair(string One, string Other, double Value, int Of)
{
    /// <summary>The largest of all pairs by a measure, from figures that the report tells; null for fewer than three groups with figures.</summary>
    public static LargestPair? Find(MeasureIndex figures, Measure measure, Line line)
    {
        var defined = figures.Contrasts.Where(contrast => figures.OfContrast(measure, line, contrast.Name)?.Value is not null).ToList();
        if (defined.Count < 2)
        {
            return null;
        }
        List<string> groups = [defined[0].Reference, .. defined.Select(contrast => contrast.Focal)];
        var pairs =
            (from one in groups.Index()
             from other in groups.Skip(one.Index + 1)
             let value = measure.IsSigned ? Between(figures, measure, line, one.Item, other) : Odds(figures, line, one.Item, other)
             where value is not null
             select (one.Item, other, value.Value)).ToList();
        return pairs.Count == 0 ? null
            : pairs.OrderByDescending(pair => Math.Abs(pair.Value)).Select(pair => new LargestPair(pair.Item, pair.other, pair.Value, pairs.Count)).First();
    }

    /// <summary>A difference of means or shares: what the reference is above one group less what it is above the other.</summary>
    private static double? Between(MeasureIndex figures, Measure measure, Line line, string one, string other) =>
        FromReference(figures, measure, line, other) - FromReference(figures, measure, line, one);

    private static double? FromReference(MeasureIndex figures, Measure measure, Line line, string group) =>
        figures.Contrasts.FirstOrDefault(contrast => contrast.Focal == group) is { } contrast
            ? figures.OfContrast(measure, line, contrast.Name)?.Value : 0;

    /// <summary>Equalized odds from the rates that are told, over the levels that the groups' contrasts with the reference rest on.</summary>
    private static double? Odds(MeasureIndex figures, Line line, string one, string other)
    {
        var levels = figures.Contrasts.Where(contrast => contrast.Focal == one || contrast.Focal == other)
            .Select(contrast => figures.OfContrast(FairnessMeasures.EqualizedOdds, line, contrast.Name)?.LevelsUsed ?? [])
            .Aggregate((these, those) => [.. these.Intersect(those)]);
        var parts = levels.Select(level =>
            (Apart(FairnessMeasures.TruePositiveRate, level) + Apart(FairnessMeasures.FalsePositiveRate, level)) / 2).ToList();
        return parts.Count == 0 || parts.Contains(null) ? null : parts.Average();

        double? Apart(Measure rate, int level) => Rate(rate, level, one) - Rate(rate, level, other) is { } apart ? Math.Abs(apart) : null;

        double? Rate(Measure rate, int level, string group) =>
            figures.Find(rate, line, new RowKey(Group: group, Level: level, Basis: RowCodes.Level))?.Value;
    }
}
