using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Evaluation;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Host.Uploads;

namespace ScoringFairness.Service.Reports;

/// <summary>Figures of scores that a client already has; nothing is stored.</summary>
internal static class EvaluationsEndpoint
{
    private const string CsvExample =
        """
        itemId,group,humanScore,machineScore
        q1,male,2,2
        q1,male,1,2
        q1,male,0,0
        q1,female,2,1
        q1,female,1,1
        q1,female,0,0
        """;

    private const string JsonExample =
        """
        [
          { "itemId": "q1", "group": "male", "humanScore": 2, "machineScore": 2 },
          { "itemId": "q1", "group": "male", "humanScore": 0, "machineScore": 1 },
          { "itemId": "q1", "group": "female", "humanScore": 2, "machineScore": 1.4 },
          { "itemId": "q1", "group": "female", "humanScore": 0, "machineScore": 0 }
        ]
        """;

    private const string NdJsonExample =
        """
        {"itemId":"q1","group":"male","humanScore":2,"machineScore":2}
        {"itemId":"q1","group":"male","humanScore":0,"machineScore":1}
        {"itemId":"q1","group":"female","humanScore":2,"machineScore":1.4}
        {"itemId":"q1","group":"female","humanScore":0,"machineScore":0}
        """;

    public static void MapEvaluations(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/evaluations").WithTags("6 Evaluations").MapPost("/", PostAsync).WithName("postEvaluation").For(Role.Read)
            .WithSummary("Measures scores that you already have, without storing anything.")
            .WithDescription("Rows as JSON, NDJSON or CSV. Foreign column names are mapped in the query, as in "
                + "group=gender&humanScore=human&machineScore=machine&itemId=item. tolerance.<measure>=<value> sets a tolerance, "
                + "minimum.<measure>=<value> a minimum, preset=<name> those of GET /v1/policy/presets. "
                + "With Accept: text/html the answer is the report as a page. An evaluation that would take too much memory or time is refused, with "
                + "the limit's name and what to send instead; where too many of an organisation wait, the answer is 429 with Retry-After.")
            .WithMetadata(
                new RequestExample("application/json", JsonExample, typeof(EvaluationRow)), new RequestExample(RowFormat.NdJson, NdJsonExample),
                new RequestExample("text/csv", CsvExample),
                new QueryNames("tolerance.", "tolerance.<measure>"), new QueryNames("minimum.", "minimum.<measure>"), new DisableRequestSizeLimitAttribute())
            .WithPacedBody().Produces<RefusedRows>(422, "application/problem+json").ProducesProblem(400).ProducesProblem(408).ProducesProblem(415)
            .ProducesProblem(429).DisableRequestTimeout();

    private static async Task<Results<Ok<AuditReport>, ContentHttpResult, ProblemHttpResult>> PostAsync(
        [AsParameters] EvaluationQuery query, HttpRequest request, Caller caller, EvaluateScores evaluate, Arrivals arrivals, PageRenderer pages,
        CancellationToken cancellation)
    {
        using var place = await arrivals.TakeAsync(caller.OrganisationId, cancellation);
        if (place is null)
        {
            return Problems.Busy("Nothing was evaluated", arrivals.Busy, Arrivals.BusySeconds);
        }
        if (RowFormat.Read(request.ContentType, request.Body, cancellation, query) is not { } rows)
        {
            return Problems.Of(415, "media-type", "Unknown media type",
                $"Content-Type is '{request.ContentType}'; send {string.Join(", ", RowFormat.MediaTypes)} in UTF-8.");
        }
        var outcome = await evaluate.RunAsync(caller, query, request.Query, rows, cancellation);
        if (outcome is not Outcome<EvaluatedScores>.Done evaluated)
        {
            return outcome.Problem();
        }
        var report = Report(evaluated.Value, "Evaluation of uploaded scores");
        return PageRenderer.IsWanted(request)
            ? await pages.AnswerAsync<ReportPage>(nameof(ReportPage.View), new ReportView(report, []) { Organisation = caller.OrganisationId })
            : TypedResults.Ok(report);
    }

    /// <summary>The report of scores that were evaluated.</summary>
    public static AuditReport Report(EvaluatedScores scores, string name) => AuditReport.Of(
        new ReportHeader
        {
            Name = name,
            Version = Health.Version,
            Attribute = scores.Options.Attribute,
            Groups = [scores.Options.Reference, .. scores.Options.Focal],
            Confidence = scores.Options.Confidence,
            Seed = scores.Options.Seed,
            MinGroupSize = scores.Options.MinGroupSize,
            MinCellSize = scores.MinCellSize,
            Preset = scores.Preset,
            Request = scores.Options,
        },
        scores.Data, scores.Warnings, scores.Rows, scores.Tables, students: scores.Students);
}
