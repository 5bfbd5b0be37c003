using System.Text.Json;
using ScoringFairness.Service.Lifecycle;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Reports;

/// <summary>The verdicts of reports, kept as their documents are: what a report does not tell, a list does not find.</summary>
internal sealed class AuditVerdicts(ReportDocuments documents) : IAuditVerdicts
{
    public async Task<IReadOnlyList<QuestionVerdict>> OfAsync(string organisationId, string auditId)
    {
        var found = await documents.FindAsync(organisationId, auditId, "verdicts", report => Task.FromResult(JsonSerializer.SerializeToUtf8Bytes(
            report.Summary.Select(answer => new QuestionVerdict(answer.Question, answer.Verdict.Code(), answer.N)).Distinct())));
        return found.Document is null ? [] : JsonSerializer.Deserialize<QuestionVerdict[]>(found.Document)!;
    }
}
