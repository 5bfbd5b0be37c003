using System.Globalization;

namespace ScoringFairness.Service.Reports.Plots;

/// <summary>An axis with round ticks.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end, above the lower.</param>
/// <param name="Ticks">Where numbers stand.</param>
public sealed record Axis(double Low, double High, IReadOnlyList<double> Ticks)
{
    /// <summary>An axis that holds every value, with about as many ticks as wished.</summary>
    public static Axis Covering(IEnumerable<double> values, int ticks = 5)
    {
        var sorted = values.Where(double.IsFinite).Order().ToList();
        var (low, high) = sorted.Count == 0 ? (0, 1) : (sorted[0], sorted[^1]);
        if (high - low < 1e-9)
        {
            (low, high) = (low - 0.5, high + 0.5);
        }
        var step = RoundStep((high - low) / ticks);
        var (from, to) = (Math.Floor(low / step + 1e-9), Math.Ceiling(high / step - 1e-9));
        return new Axis(from * step, to * step, [.. Enumerable.Range(0, (int)(to - from) + 1).Select(at => (from + at) * step)]);
    }

    /// <summary>An axis around 0 for signed contrasts: the same reach on both sides.</summary>
    public static Axis Symmetric(IEnumerable<double> values)
    {
        var reach = values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max();
        return Covering([-reach, reach], ticks: 4);
    }

    /// <summary>An axis over the scores of a scale, every one a tick unless they are many.</summary>
    public static Axis OfScores(IReadOnlyList<double> scores)
    {
        const int Most = 8;
        var every = (scores.Count + Most - 1) / Most;
        return new Axis(scores[0], scores[^1], [.. scores.Where((_, at) => at % every == 0)]);
    }

    /// <summary>Where a value stands, 0 to 1 from the lower end; outside the axis, at its end.</summary>
    public double Share(double value) => Math.Clamp((value - Low) / (High - Low), 0, 1);

    /// <summary>Where a value stands, as a percentage for SVG.</summary>
    public string Percent(double value) => Number(100 * Share(value)) + "%";

    /// <summary>Where a value stands between two coordinates.</summary>
    public string Between(double value, double from, double to) => Number(from + Share(value) * (to - from));

    /// <summary>A coordinate.</summary>
    public static string Number(double value, int decimals = 1) => Math.Round(value, decimals).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A tick's number.</summary>
    public static string Tick(double value) => (Math.Abs(value) < 1e-9 ? 0 : value).ToString("0.###;−0.###", CultureInfo.InvariantCulture);

    private static double RoundStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return power * ((step / power) switch { <= 1 => 1, <= 2 => 2, <= 2.5 => 2.5, <= 5 => 5, _ => 10 });
    }
}
