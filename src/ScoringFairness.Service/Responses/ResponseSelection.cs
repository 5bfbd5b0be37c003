namespace ScoringFairness.Service.Responses;

/// <summary>Which responses of an item take part in an audit.</summary>
/// <param name="Cohort">Only this cohort; null: all.</param>
/// <param name="From">Only those submitted at this time or later; null: from the first, those of an unknown time too.</param>
/// <param name="To">Only those submitted before this time; null: to the last.</param>
internal sealed record ResponseSelection(string? Cohort, DateTimeOffset? From = null, DateTimeOffset? To = null)
{
    /// <summary>All responses.</summary>
    public static ResponseSelection All { get; } = new(Cohort: null);

    /// <summary>The selection in SQL; its parameters are the properties.</summary>
    public const string Condition =
        "(@Cohort::text is null or cohort = @Cohort) and (@From::timestamptz is null or submitted_at >= @From) "
        + "and (@To::timestamptz is null or submitted_at < @To)";
}
