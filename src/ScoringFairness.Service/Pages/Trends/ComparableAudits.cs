using ScoringFairness.Service.Audits;

namespace ScoringFairness.Service.Pages.Trends;

/// <summary>The newest completed audits, and which of them may stand side by side.</summary>
internal sealed class ComparableAudits(AuditStore audits)
{
    private const int Most = 500;
    private const int AtOnce = 100;

    /// <summary>The audits, the newest first, each under what it looked at.</summary>
    /// <param name="organisationId">Whose they are.</param>
    /// <param name="scheduleId">The schedule that began them; null: whoever did.</param>
    public async Task<ILookup<string, Audit>> ReadAsync(string organisationId, string? scheduleId)
    {
        var found = new List<Audit>();
        var filter = new AuditFilter { Status = AuditStatus.Completed, Schedule = scheduleId };
        for (string? after = null; found.Count < Most; after = found[^1].AuditId)
        {
            var part = await audits.PartAsync(organisationId, filter, after, AtOnce);
            found.AddRange(part.Entries);
            if (part.Entries.Count == 0 || (part.Entries.Count < AtOnce && !part.More))
            {
                break;
            }
        }
        return found.ToLookup(audit => DataOf(audit).Key);
    }

    /// <summary>What an audit looked at.</summary>
    public static ComparedData DataOf(Audit audit) => ComparedData.Of(audit.Design.Attribute.ToString(), audit.Data!);
}
