using System.Threading.RateLimiting;

namespace ScoringFairness.Service.Host.Api;

/// <summary>Places for what is done at once: some in all, and some of them for each organisation, so that none takes all.</summary>
internal sealed class Places : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter;

    /// <param name="inAll">Places of all organisations together; who waits for one of them has one of its organisation's.</param>
    /// <param name="each">Places of one organisation.</param>
    /// <param name="waiting">How many of one organisation may wait for one of its places, in the order in which they came.</param>
    public Places(int inAll, int each, int waiting) => _limiter = PartitionedRateLimiter.CreateChained(
        Limited(name => name, each, waiting), Limited(_ => "", inAll, int.MaxValue));

    /// <summary>Takes a place, or waits for one.</summary>
    /// <returns>The place until it is disposed; null where as many of the organisation wait already as may.</returns>
    public async Task<IDisposable?> TakeAsync(string organisationId, CancellationToken cancellation)
    {
        var lease = await _limiter.AcquireAsync(organisationId, 1, cancellation);
        if (lease.IsAcquired)
        {
            return lease;
        }
        lease.Dispose();
        return null;
    }

    public void Dispose() => _limiter.Dispose();

    private static PartitionedRateLimiter<string> Limited(Func<string, string> partition, int places, int waiting) =>
        PartitionedRateLimiter.Create<string, string>(name => RateLimitPartition.GetConcurrencyLimiter(
            partition(name),
            _ => new ConcurrencyLimiterOptions
            {
                PermitLimit = places,
                QueueLimit = waiting,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            }));
}
