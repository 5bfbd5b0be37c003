using System.Text;
using ScoringFairness.Service.Lifecycle;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Reports;

/// <summary>The verdicts of reports, kept as their documents are: what a report does not tell, a list does not find.</summary>
internal sealed class AuditVerdicts(ReportDocuments documents) : IAuditVerdicts
{
    public async Task<IReadOnlyCollection<string>> OfAsync(string organisationId, string auditId)
    {
        var (_, words) = await documents.FindAsync(organisationId, auditId, "verdicts", report =>
            Task.FromResult(Encoding.UTF8.GetBytes(string.Join(' ', report.Summary.Select(answer => answer.Verdict.Code()).Distinct()))));
        return words is null ? [] : Encoding.UTF8.GetString(words).Split(' ');
    }
}
