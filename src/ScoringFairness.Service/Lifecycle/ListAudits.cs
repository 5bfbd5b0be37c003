using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>Lists audits, of those that are asked for.</summary>
internal sealed class ListAudits(AuditStore audits, AuditViews views, IAuditVerdicts verdicts)
{
    /// <summary>A part of them.</summary>
    /// <param name="organisationId">Whose they are.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="verdict">Only those with this verdict of one of the three questions; null: all.</param>
    /// <param name="after">Where to go on; null: from the start.</param>
    /// <param name="limit">How many.</param>
    public async Task<Page<AuditView>> RunAsync(string organisationId, AuditFilter filter, string? verdict, string? after, int limit)
    {
        var found = new List<AuditView>();
        while (true)
        {
            var part = await audits.PartAsync(organisationId, filter, after, limit + 1);
            foreach (var audit in part.Entries)
            {
                if (verdict is null || (await verdicts.OfAsync(organisationId, audit.AuditId)).Any(one => one.Verdict == verdict))
                {
                    found.Add(await views.OfAsync(organisationId, audit));
                }
                if (found.Count > limit)
                {
                    return Paging.Cut(found, limit, one => one.AuditId);
                }
            }
            var isLast = !part.More && part.Entries.Count <= limit;
            if (isLast || (part.More && found.Count > 0))
            {
                return Paging.Cut(new Part<AuditView>(found, More: !isLast), limit, one => one.AuditId);
            }
            after = part.Entries[^1].AuditId;
        }
    }
}
