using ScoringFairness.Service.Audits;

namespace ScoringFairness.Service.Planning;

/// <summary>Tells what training runs have taken here, and how many are made at once.</summary>
internal interface IFitTimes
{
    /// <summary>What the training runs of an organisation's last audits took that are done, the newest audit first.</summary>
    Task<IReadOnlyList<MeasuredFits>> LastAsync(string organisationId, CancellationToken cancellation);

    /// <summary>The queue of some scorers' training runs and how many of it the workers make at once now, by scorer.</summary>
    IReadOnlyDictionary<string, (string Queue, int AtOnce)> Places(IReadOnlyList<ScorerDesign> scorers);
}

/// <summary>What the training runs of a scorer on an item took together.</summary>
/// <param name="AuditId">The audit.</param>
/// <param name="ItemId">The item.</param>
/// <param name="Scorer">The scorer's name in that audit.</param>
/// <param name="Fits">Training runs that are done.</param>
/// <param name="Seconds">Their seconds.</param>
/// <param name="Cost">Their relative length, as planned.</param>
internal sealed record MeasuredFits(string AuditId, string ItemId, string Scorer, int Fits, double Seconds, double Cost);
