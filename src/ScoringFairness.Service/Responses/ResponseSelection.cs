using Dapper;

namespace ScoringFairness.Service.Responses;

/// <summary>Which responses of an item take part in an audit, and what their groups are.</summary>
/// <param name="Cohort">Only this cohort; null: all.</param>
/// <param name="From">Only those submitted at this time or later; null: from the first, those of an unknown time too.</param>
/// <param name="To">Only those submitted before this time; null: to the last.</param>
/// <param name="Groups">How groups are read; null: they are of no concern.</param>
internal sealed record ResponseSelection(string? Cohort, DateTimeOffset? From = null, DateTimeOffset? To = null, GroupRule? Groups = null)
{
    /// <summary>All responses.</summary>
    public static ResponseSelection All { get; } = new(Cohort: null);

    /// <summary>The selection in SQL, the groups that are left out among it.</summary>
    public const string AnyGroup =
        "(@Cohort::text is null or cohort = @Cohort) and (@From::timestamptz is null or submitted_at >= @From) "
        + "and (@To::timestamptz is null or submitted_at < @To)";

    /// <summary>The selection in SQL.</summary>
    public const string Condition = $"{AnyGroup} and not {GroupRule.IsLeftOut}";

    /// <summary>The parameters of the selection, of <see cref="GroupRule.Label"/>, and of a statement's own.</summary>
    public DynamicParameters Parameters(object own)
    {
        var parameters = new DynamicParameters(own);
        parameters.AddDynamicParams(new
        {
            Cohort,
            From,
            To,
            attributes = Groups?.Attributes.ToArray(),
            missing = Groups?.Missing.ToArray() ?? [],
            compared = Groups?.Compared?.ToArray(),
            merged = Groups?.Merged,
        });
        return parameters;
    }
}
