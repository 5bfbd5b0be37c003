using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>Lists audits, of those that are asked for.</summary>
internal sealed class ListAudits(AuditStore audits, AuditViews views, IAuditVerdicts verdicts)
{
    /// <summary>A part of them.</summary>
    /// <param name="organisationId">Whose they are.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="verdict">Only those whose worst answer to a question has this verdict; null: all.</param>
    /// <param name="after">Where to go on; null: from the start.</param>
    /// <param name="limit">How many.</param>
    public async Task<Page<AuditView>> RunAsync(string organisationId, AuditFilter filter, VerdictFilter? verdict, string? after, int limit)
    {
        var found = new List<AuditView>();
        while (true)
        {
            var part = await audits.PartAsync(organisationId, filter, after, limit + 1);
            var viewing = views.OfAsync(organisationId, part.Entries);
            var said = verdict is null
                ? null
                : await verdicts.OfAsync(organisationId, [.. part.Entries.Where(one => one.Status == AuditStatus.Completed).Select(one => one.AuditId)]);
            var seen = (await viewing).ToDictionary(view => view.AuditId);
            foreach (var audit in part.Entries)
            {
                if (said is null || WorstAnswers.Fit(said[audit.AuditId], verdict!))
                {
                    found.Add(seen[audit.AuditId]);
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
