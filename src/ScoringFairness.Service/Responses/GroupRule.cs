namespace ScoringFairness.Service.Responses;

/// <summary>How the group of a response is read from what it reports.</summary>
/// <param name="Attributes">The attribute whose groups are compared, or several that are crossed.</param>
/// <param name="Missing">Words that stand for a missing value.</param>
/// <param name="Compared">The groups that take part under their own name; null: all.</param>
/// <param name="Merged">What all other groups are called together; null: their responses take no part.</param>
internal sealed record GroupRule(
    IReadOnlyList<string> Attributes, IReadOnlyList<string> Missing, IReadOnlyList<string>? Compared = null, string? Merged = null)
{
    /// <summary>The labels of the attributes, joined; null where one is not reported.</summary>
    private const string Reported =
        """
        (select case when bool_and(coalesce(groups ->> a.name, '') <> '' and groups ->> a.name <> all(@missing::text[]))
                     then string_agg(groups ->> a.name, '|' order by a.place) end
         from unnest(@attributes::text[]) with ordinality a(name, place))
        """;

    /// <summary>The group of a response in SQL; null: not reported.</summary>
    public const string Label =
        $"""
        (select case when own.label is null or @compared::text[] is null or own.label = any(@compared) then own.label else @merged::text end
         from (select {Reported} as label) own)
        """;

    /// <summary>Whether the group of a response takes no part, in SQL.</summary>
    public const string IsLeftOut = $"(@compared::text[] is not null and @merged::text is null and coalesce({Reported} <> all(@compared), false))";
}
