using System.Globalization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Reports;

/// <summary>How many more responses would settle what these leave open.</summary>
internal static class NeededResponses
{
    /// <summary>More than this many times the responses that there are is no plan.</summary>
    private const int MostTimes = 50;

    /// <summary>The sentence about a finding whose interval reaches across the tolerance.</summary>
    public static string Of(Finding one)
    {
        var about = $"{one.Measure.Question.Title}, {one.Contrast.Title}";
        if (one.Row is not { } row)
        {
            return $"{about}: these data cannot tell.";
        }
        var unit = row.Over == RowCodes.Items ? "items" : "responses";
        var isShown = one.Answer.Difference is { Present: Presence.Yes, IsLeftOpen: false };
        var within = isShown ? null : Plan(row.NeededForWithin, row.N, unit);
        var exceeds = Plan(row.NeededForExceeds, row.N, unit);
        return $"{about}: " + (isShown ? "a difference is shown, and whether it is within the tolerance is open; " : "") + ((within, exceeds) switch
        {
            ({ } few, { } also) => $"about {few} would settle this, if nothing differs; about {also}, if the difference is as it is seen "
                + "(each four times out of five).",
            ({ } few, null) => $"about {few} would settle this, if nothing differs (four times out of five).",
            (null, { } also) => $"about {also} would settle this, if the difference is as it is seen (four times out of five).",
            _ => AsSeen(row, unit),
        });
    }

    /// <summary>
    /// What it takes at the figure as it is seen, by ends of the interval that draw near it with √n: both within the tolerance, or the near
    /// one beyond it.
    /// </summary>
    private static string AsSeen(MeasureRow row, string unit)
    {
        if ((row.Corrected ?? row.Value) is not { } seen || row is not { Low: { } low, High: { } high, Tolerance: { } tolerance })
        {
            return $"these data cannot tell, and how many {unit} would is not known.";
        }
        var isInside = Math.Abs(seen) < tolerance;
        var part = isInside ? Math.Max((seen - low) / (seen + tolerance), (high - seen) / (tolerance - seen))
            : seen > 0 ? (seen - low) / (seen - tolerance) : (high - seen) / (-tolerance - seen);
        var times = part * part;
        return times is > 1 and <= MostTimes
            ? $"if the difference stays as it is seen, about {More(times, row.N)} {unit} would bring its interval "
                + $"{(isInside ? "within" : "beyond")} the tolerance."
            : $"the difference lies too near the tolerance for more {unit} to tell on which side. Decide whether a difference of this size is acceptable.";
    }

    private static string More(double times, long? n) => n is { } have
        ? $"{Rounded((long)Math.Ceiling(have * (times - 1)))} more"
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(100 * (times - 1)):0} % more");

    /// <summary>A number of responses that is above those that there are, and not out of reach; null: it is not.</summary>
    private static string? Plan(long? needed, long? n, string unit) => (needed, n) switch
    {
        ({ } most, { } have) => most > have && most <= have * MostTimes ? $"{Rounded(most - have)} more {unit}" : null,
        ({ } most, null) => $"{Rounded(most)} {unit} in all",
        _ => null,
    };

    /// <summary>Two digits are what such a forecast holds.</summary>
    private static string Rounded(long n)
    {
        var place = (long)Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, n))) - 1));
        return ((n + place - 1) / place * place).ToString("N0", CultureInfo.InvariantCulture);
    }
}
