using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Reports;

/// <summary>
/// Reports as they are sent. A completed audit changes no more, so that what was written once is kept in memory for a while;
/// many readers who come at once wait for one writing.
/// </summary>
internal sealed class ReportDocuments(AuditStore audits, ReportStore reports) : IDisposable
{
    private const long MostBytes = 64L << 20;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private readonly MemoryCache _written = new(new MemoryCacheOptions { SizeLimit = MostBytes });
    private readonly ConcurrentDictionary<Key, Lazy<Task<byte[]?>>> _underWay = new();

    /// <summary>The document of a completed audit.</summary>
    /// <param name="organisationId">Whose audit it is.</param>
    /// <param name="auditId">The audit.</param>
    /// <param name="form">What tells this form of the report from others.</param>
    /// <param name="write">Writes it.</param>
    /// <returns>
    /// The audit's status with its document, and what a client may compare with what it has: another audit, form, revision or version of the
    /// program has another. The status is null where there is no such audit.
    /// </returns>
    public async Task<(string? Status, byte[]? Document, string Tag)> FindAsync(
        string organisationId, string auditId, string form, Func<AuditReport, Task<byte[]>> write)
    {
        var state = await audits.StateAsync(organisationId, auditId);
        if (state is not { Status: AuditStatus.Completed and var status, Revision: var revision })
        {
            return (state?.Status, null, "");
        }
        var tag = $"\"{auditId}.{revision}.{form}.{Health.Version}\"";
        var key = new Key(organisationId, auditId, revision, form);
        if (_written.TryGetValue(key, out byte[]? written))
        {
            return (status, written, tag);
        }
        var document = await _underWay.GetOrAdd(key, _ => new(() => WriteAsync(key, write))).Value;
        return document is null ? (null, null, "") : (status, document, tag);
    }

    public void Dispose() => _written.Dispose();

    private async Task<byte[]?> WriteAsync(Key key, Func<AuditReport, Task<byte[]>> write)
    {
        try
        {
            var report = (await reports.FindAsync(key.OrganisationId, key.AuditId)).Report;
            var document = report is null ? null : await write(report);
            if (document is not null)
            {
                _written.Set(key, document, new MemoryCacheEntryOptions { Size = document.Length, SlidingExpiration = Kept });
            }
            return document;
        }
        finally
        {
            _underWay.TryRemove(key, out _);
        }
    }

    private sealed record Key(string OrganisationId, string AuditId, int Revision, string Form);
}
