using Microsoft.Extensions.Caching.Memory;
using ScoringFairness.Service.Reports.Suppression;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Reports;

/// <summary>What is told of completed audits, which change no more: decided once and kept for a while.</summary>
internal sealed class Disclosures : IDisposable
{
    private const int Most = 64;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private readonly MemoryCache _decided = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <summary>What is told of an audit's tables.</summary>
    /// <param name="organisationId">Whose audit it is.</param>
    /// <param name="auditId">The audit.</param>
    /// <param name="tables">Its tables, nothing suppressed.</param>
    /// <param name="minCellSize">Counts from 1 to below this are hidden.</param>
    public ReportDisclosure Of(string organisationId, string auditId, IReadOnlyList<ScoreTable> tables, int minCellSize) =>
        _decided.GetOrCreate((organisationId, auditId, minCellSize), entry =>
        {
            entry.SetSize(1).SetSlidingExpiration(Kept);
            return new ReportDisclosure(tables, minCellSize);
        })!;

    public void Dispose() => _decided.Dispose();
}
