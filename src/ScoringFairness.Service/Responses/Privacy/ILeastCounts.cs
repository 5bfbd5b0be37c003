namespace ScoringFairness.Service.Responses.Privacy;

/// <summary>What organisations have decided on counts of a few students.</summary>
internal interface ILeastCounts
{
    /// <summary>Counts from 1 to below this are suppressed in what is told of an organisation's responses.</summary>
    Task<int> OfCellsAsync(string organisationId, CancellationToken cancellation);
}
