using System.Text.Json.Serialization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Reports;

/// <summary>
/// The first of the two answers to a question: is there a difference at all, against whom, how sure. The tolerance has no part
/// in it; whether the difference is within that is the verdict, the second answer.
/// </summary>
public sealed record Difference
{
    /// <summary>Whether the data show one.</summary>
    public required Presence Present { get; init; }

    /// <summary>The group that is worse off; null where no difference is shown, and for a distance, which has no direction.</summary>
    public string? Against { get; init; }

    /// <summary>The p value of no difference, as it came.</summary>
    [JsonPropertyName("pValue")]
    public double? P { get; init; }

    /// <summary>The same after Holm's adjustment within the measure's family.</summary>
    public double? PAdjusted { get; init; }

    /// <summary>Nominal coverage of the interval that is set beside 0; the p value is set beside what is left of it to 1.</summary>
    public double? Confidence { get; init; }

    /// <summary>
    /// What a row says. A signed contrast is shown to differ where its interval leaves out 0 and its test, where it has one, agrees;
    /// a distance, which is above 0 by chance alone, where its permutation test says so. Nothing shows that there is none.
    /// </summary>
    /// <param name="row">The row of a contrast.</param>
    /// <param name="measure">Its measure: positive is to the cost of the focal group.</param>
    /// <param name="contrast">Its groups.</param>
    /// <param name="isConstant">Whether the scorer gives one score only: its figures show nothing, whatever they are.</param>
    internal static Difference Of(MeasureRow row, Measure measure, GroupContrast contrast, bool isConstant = false)
    {
        var present = isConstant ? Presence.Undefined : Shown(row, measure);
        return new Difference
        {
            Present = present,
            Against = present == Presence.Yes && measure.IsSigned ? contrast.Against(row.Value!.Value) : null,
            P = row.PValue,
            PAdjusted = row.PAdjusted,
            Confidence = row.Confidence,
        };
    }

    /// <summary>The answer in a few words.</summary>
    [JsonIgnore]
    internal string Words => Present == Presence.Undefined ? Alone : $"{Alone}{Sureness}";

    /// <summary>The answer without a number.</summary>
    [JsonIgnore]
    internal string Headline => Present switch
    {
        Presence.Yes => $"{(IsLeftOpen ? "perhaps a difference" : "a difference, beyond chance")}{Whom}",
        Presence.Open => "no difference shown",
        _ => "cannot be said",
    };

    /// <summary>How sure it is: both p values, each by its name, where they are not the same; null where there is none.</summary>
    [JsonIgnore]
    internal string? Chance => Present == Presence.Undefined || P is null ? null
        : FigureFormat.P(PAdjusted ?? P) == FigureFormat.P(P) ? $"p {FigureFormat.Is(P)}"
        : $"p {FigureFormat.Is(P)} for this comparison alone, {FigureFormat.P(PAdjusted)} after Holm's adjustment"
            + (IsLeftOpen ? ", by which it may be chance" : "");

    /// <summary>Whether Holm's adjustment leaves open what the figure shows alone.</summary>
    [JsonIgnore]
    internal bool IsLeftOpen => Present == Presence.Yes && PAdjusted >= 1 - Confidence;

    private string Alone => Present switch
    {
        Presence.Yes => $"yes{Whom}",
        Presence.Open => "open",
        _ => "cannot be said",
    };

    private string Whom => Against is null ? "" : $", against {GroupWords.Of(Against)}";

    private string Sureness => P is null ? "" : $" (p {FigureFormat.Is(P)}{(IsLeftOpen ? $"; {FigureFormat.P(PAdjusted)} after Holm" : "")})";

    /// <summary>Whether a row shows that there is a difference.</summary>
    internal static bool IsShown(MeasureRow row, Measure measure) => Shown(row, measure) == Presence.Yes;

    private static Presence Shown(MeasureRow row, Measure measure)
    {
        if (row.Value is null || row.Low is not { } low || row.High is not { } high)
        {
            return Presence.Undefined;
        }
        var agrees = row.PValue < 1 - row.Confidence;
        return (measure.IsSigned ? (low > 0 || high < 0) && (agrees || row.PValue is null) : agrees && row.ExpectedByChance is not null)
            ? Presence.Yes
            : Presence.Open;
    }
}

/// <summary>Whether data show a difference. There is no "no": data that show none may be too few.</summary>
public enum Presence
{
    /// <summary>There is one.</summary>
    Yes,

    /// <summary>It may be chance.</summary>
    Open,

    /// <summary>There is no figure, or no interval.</summary>
    Undefined,
}
