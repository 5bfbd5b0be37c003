namespace ScoringFairness.Service.Responses.Privacy;

/// <summary>Tells how long an organisation's texts are kept.</summary>
internal interface IRetentionPeriods
{
    /// <summary>The organisations whose texts are kept for some days only.</summary>
    Task<IReadOnlyList<(string OrganisationId, int Days)>> ListAsync(CancellationToken cancellation);
}
