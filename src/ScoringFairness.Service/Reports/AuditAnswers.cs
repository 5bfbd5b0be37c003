using System.Text.Json;
using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Evaluation;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Lifecycle;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tables;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Reports;

/// <summary>
/// What reports answer, stored when an audit completes: what a report does not tell, a list does not find, and it builds no report. What
/// another version of the program told is told anew at the first look.
/// </summary>
internal sealed class AuditAnswers(AnswerStore store, ReportDocuments documents) : IAuditVerdicts, ICompletion
{
    public Func<NpgsqlConnection, Task> Prepare(
        string organisationId, Audit audit, IReadOnlyList<MeasureRow> rows, IReadOnlyList<ScoreTable> tables, IReadOnlyList<StudentTable> students)
    {
        var answers = ToldAnswers.Of(AuditReport.Of(ReportStore.Header(audit, Host.Api.Health.Version), audit.Data!, [], rows, tables, students: students));
        return connection => AnswerStore.WriteAsync(connection, organisationId, audit.AuditId, answers);
    }

    /// <summary>The answers of some audits; of those alone that have a report.</summary>
    public async Task<IReadOnlyDictionary<string, ToldAnswers>> OfAsync(string organisationId, IReadOnlyCollection<string> auditIds)
    {
        var found = await store.FindAsync(organisationId, auditIds);
        foreach (var auditId in auditIds.Where(one => !found.ContainsKey(one)))
        {
            var (_, document, _) = await documents.FindAsync(
                organisationId, auditId, "answers",
                report => Task.FromResult(JsonSerializer.SerializeToUtf8Bytes(ToldAnswers.Of(report), ContractJson.Options)));
            if (document is not null)
            {
                found[auditId] = JsonSerializer.Deserialize<ToldAnswers>(document, ContractJson.Options)!;
                await store.WriteAsync(organisationId, auditId, found[auditId]);
            }
        }
        return found;
    }

    async Task<ILookup<string, QuestionVerdict>> IAuditVerdicts.OfAsync(string organisationId, IReadOnlyCollection<string> auditIds) =>
        (await OfAsync(organisationId, auditIds)).SelectMany(audit => Verdicts(audit.Value).Select(verdict => (AuditId: audit.Key, Verdict: verdict)))
            .ToLookup(one => one.AuditId, one => one.Verdict);

    private static IEnumerable<QuestionVerdict> Verdicts(ToldAnswers answers) => answers.Figures
        .Select(figure => new QuestionVerdict(figure.Question, figure.Verdict.Code(), figure.Scorer, figure.Split, figure.Contrast, figure.N));
}
