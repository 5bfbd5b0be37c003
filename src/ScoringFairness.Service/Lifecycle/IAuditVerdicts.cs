namespace ScoringFairness.Service.Lifecycle;

/// <summary>The verdicts that an audit's report tells of the three questions.</summary>
internal interface IAuditVerdicts
{
    /// <summary>The words; none where there is no report.</summary>
    Task<IReadOnlyCollection<string>> OfAsync(string organisationId, string auditId);
}
