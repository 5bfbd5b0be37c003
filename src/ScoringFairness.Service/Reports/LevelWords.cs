using System.Globalization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Reports;

/// <summary>True positive rates of one human score in words; nothing where a rate is undefined or suppressed.</summary>
internal static class LevelWords
{
    /// <summary>The rates of two groups, with as many decimals as make them differ by their difference.</summary>
    /// <param name="figures">The report's figures.</param>
    /// <param name="line">The scorer and item.</param>
    /// <param name="contrast">The groups.</param>
    /// <param name="level">The level, from 0.</param>
    /// <param name="score">The score that it stands for.</param>
    public static string? Of(MeasureIndex figures, Line line, GroupContrast contrast, int level, double score)
    {
        if (Row(figures, line, contrast, level) is not { Value: not null } row
            || Rate(figures, line, contrast.Reference, level) is not { } reference || Rate(figures, line, contrast.Focal, level) is not { } focal)
        {
            return null;
        }
        var numbers = new SentenceNumbers(row with { Low = null, High = null }, FairnessMeasures.TruePositiveRateDifference, (reference, focal));
        var told = FigureFormat.Score(score);
        return numbers.Agree
            ? $"Of responses that humans gave {told}, {contrast.ReferenceWords} got {told} in {numbers.Plain(reference)} %, "
                + $"{contrast.FocalWords} in {numbers.Plain(focal)} %."
            : null;
    }

    /// <summary>The rates of every group that has one; null where none has.</summary>
    public static string? Of(MeasureIndex figures, Line line, int level, double score)
    {
        var told = FigureFormat.Score(score);
        var rates = figures.Groups.Select(group => (Group: group, Rate: Rate(figures, line, group, level))).Where(one => one.Rate is not null)
            .Select((one, at) => string.Create(CultureInfo.InvariantCulture,
                $"{GroupWords.Of(one.Group)}{(at == 0 ? $" got {told}" : "")} in {100 * one.Rate:0.0} %")).ToList();
        return rates.Count == 0 ? null : $"Of responses that humans gave {told}, {GroupWords.Listed(rates)}.";
    }

    /// <summary>The level, of those that a figure over levels rests on, at which the rates of two groups lie furthest apart.</summary>
    public static int? Widest(MeasureIndex figures, Line line, GroupContrast contrast, IReadOnlyList<int>? levels) => levels?
        .Select(level => (Level: level, Row(figures, line, contrast, level)?.Value)).Where(one => one.Value is not null)
        .OrderByDescending(one => Math.Abs(one.Value!.Value)).Select(one => (int?)one.Level).FirstOrDefault();

    private static MeasureRow? Row(MeasureIndex figures, Line line, GroupContrast contrast, int level) => figures.Find(
        FairnessMeasures.TruePositiveRateDifference, line, new RowKey(Contrast: contrast.Name, Level: level, Basis: RowCodes.Level));

    /// <summary>A rate whose denominator is told; where that is suppressed the tables hide the rate too.</summary>
    private static double? Rate(MeasureIndex figures, Line line, string group, int level) => figures.Find(
        FairnessMeasures.TruePositiveRate, line, new RowKey(Group: group, Level: level, Basis: RowCodes.Level)) is { Denominators: { } known } row
        && known.ContainsKey(group) ? row.Value : null;
}
