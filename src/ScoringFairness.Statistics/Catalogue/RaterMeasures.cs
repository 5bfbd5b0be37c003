namespace ScoringFairness.Statistics.Catalogue;

/// <summary>Agreement of two human raters, and how far the machine falls behind it: made of the measures of agreement.</summary>
public static class RaterMeasures
{
    private static readonly Dictionary<string, Measure> OfHumans = Made(
        AgreementMeasures.All.Where(measure => measure.Raters is not null),
        measure => measure with
        {
            Code = Prefixed("humanHuman", measure),
            Title = $"{measure.Title}, of two human raters",
            Question = Question.Raters,
            Tolerance = null,
            Minimum = null,
            Columns = [],
            Form = null,
            Raters = null,
        });

    private static readonly Dictionary<string, Measure> Degradations = Made(
        AgreementMeasures.All.Where(measure => measure.Raters is { IsSubtracted: true }),
        measure => measure with
        {
            Code = Prefixed("degradation", measure),
            Title = $"{measure.Title}, human–machine minus human–human",
            Question = Question.Raters,
            IsSigned = true,
            Tolerance = null,
            Minimum = measure.Raters!.Least,
            Columns = measure.Raters.Heading is { } heading ? [new TableColumn(MeasureTable.Degradation, heading)] : [],
            Form = null,
            Raters = null,
        });

    internal static IReadOnlyList<Measure> All => [.. OfHumans.Values, .. Degradations.Values];

    /// <summary>A measure of agreement between two human raters: <c>humanHumanQwk</c>, …</summary>
    public static Measure HumanHuman(Measure agreement)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        return OfHumans[agreement.Code];
    }

    /// <summary>Human–machine minus human–human agreement: <c>degradationQwk</c>, …</summary>
    public static Measure Degradation(Measure agreement)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        return Degradations[agreement.Code];
    }

    private static Dictionary<string, Measure> Made(IEnumerable<Measure> from, Func<Measure, Measure> make) =>
        from.ToDictionary(measure => measure.Code, make, StringComparer.Ordinal);

    private static string Prefixed(string prefix, Measure measure) => prefix + char.ToUpperInvariant(measure.Code[0]) + measure.Code[1..];
}
