namespace ScoringFairness.Service.Pages.Trends;

/// <summary>Lists the scorers that were audited again on the same items by the same attribute.</summary>
internal sealed class ListTrends(ComparableAudits comparable)
{
    /// <summary>The scorers, those that were audited last first.</summary>
    /// <param name="organisationId">Whose they are.</param>
    /// <param name="scheduleId">The schedule whose audits alone are looked at; null: all.</param>
    public async Task<IReadOnlyList<TrendLine>> RunAsync(string organisationId, string? scheduleId) =>
    [
        .. from same in await comparable.ReadAsync(organisationId, scheduleId)
           from scorer in same.SelectMany(audit => audit.Design.Scorers.Select(one => (one.Name, Audit: audit))).GroupBy(one => one.Name, one => one.Audit)
           let last = scorer.First()
           where scorer.Count() > 1
           orderby last.CreatedAt descending
           select new TrendLine(
               scorer.Key, last.Design.Attribute.ToString(), last.Design.Items, scorer.Count(), last.AuditId, last.CreatedAt),
    ];
}
