using System.Globalization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Reports;

/// <summary>
/// The numbers of one sentence, in points and with as many decimals each: none is rounded across 0 or the tolerance, and where one
/// is the difference of two others, it is so as printed too.
/// </summary>
internal sealed class SentenceNumbers
{
    private const int MostForAgreement = 4;
    private readonly MeasureRow _row;
    private readonly bool _isSigned;
    private readonly int _decimals;

    /// <summary>Places by which a share is moved to be told in percentage points.</summary>
    private readonly int _shift;

    /// <param name="row">The row with the value, its interval and its tolerance.</param>
    /// <param name="measure">Its measure; shares are told as percentage points.</param>
    /// <param name="wholes">What the value was taken from: one minus other is the value; none: it stands alone.</param>
    public SentenceNumbers(MeasureRow row, Measure measure, params IReadOnlyList<(double One, double Other)> wholes)
    {
        (_row, _isSigned) = (row, measure.IsSigned);
        _shift = measure.Unit == Unit.Share ? 2 : 0;
        var least = measure.Unit == Unit.Share ? 1 : 2;
        double[] tolerances = row.Tolerance is { } tolerance ? [tolerance, -tolerance] : [];
        double[] lines = [0, .. tolerances];
        // A signed value that is printed as 0 is told as a tie; a distance is none unless it is 0.
        var decimals = Decimals.Needed(least + _shift, row.Value, measure.IsSigned ? tolerances : lines);
        foreach (var end in new[] { row.Low, row.High })
        {
            decimals = Decimals.Needed(decimals, end, lines);
        }
        if (wholes.Count > 0 && row.Value is { } value)
        {
            var agreeing = Enumerable.Range(decimals, Math.Max(1, MostForAgreement + _shift - decimals + 1))
                .FirstOrDefault(at => wholes.All(whole => Agrees(whole, value, at)), -1);
            (Agree, decimals) = agreeing < 0 ? (false, decimals) : (true, agreeing);
        }
        _decimals = decimals - _shift;
    }

    /// <summary>Whether those that the value was taken from can be printed beside it; false too where there are none.</summary>
    public bool Agree { get; }

    /// <summary>Whether a figure is printed as 0.</summary>
    public bool IsZero(double value) => Shown(value) == 0;

    /// <summary>A figure without a plus sign.</summary>
    public string Plain(double value) => Text(Shown(value), "");

    /// <summary>A figure with its sign.</summary>
    public string Signed(double value) => Text(Shown(value), Shown(value) > 0 ? "+" : "");

    /// <summary>The row's interval in brackets, after a space; empty where it has none.</summary>
    /// <param name="more">What else stands in the brackets.</param>
    public string Interval(string more = "")
    {
        return _row is { Low: { } low, High: { } high, Confidence: { } confidence }
            ? $" ({FigureFormat.Percent(confidence)} interval {Number(low)} to {Number(high)}{more})" : "";

        string Number(double end) => _isSigned ? Signed(end) : Plain(end);
    }

    /// <summary>A tolerance: it is exact, and has no more digits than it was given with.</summary>
    public static string Tolerance(double tolerance, Unit unit) =>
        (Decimals.Rounded(tolerance, 9) * (unit == Unit.Share ? 100 : 1)).ToString("0.#######", CultureInfo.InvariantCulture);

    private static bool Agrees((double One, double Other) whole, double value, int decimals) =>
        Decimals.Rounded(whole.One, decimals) - Decimals.Rounded(whole.Other, decimals) == Decimals.Rounded(value, decimals);

    private decimal Shown(double value) => Decimals.Rounded(value, _decimals + _shift) * (_shift == 2 ? 100 : 1);

    private string Text(decimal shown, string plus) =>
        (shown < 0 ? "−" : plus) + Math.Abs(shown).ToString($"F{_decimals}", CultureInfo.InvariantCulture);
}
