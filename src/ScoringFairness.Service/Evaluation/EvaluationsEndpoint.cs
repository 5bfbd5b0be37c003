using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Reports;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Evaluation;

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

    public static void MapEvaluations(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/evaluations").WithTags("6 Evaluations").MapPost("/", PostAsync).WithName("postEvaluation").For(Role.Read)
            .WithSummary("Measures scores that you already have, without storing anything.")
            .WithDescription("Rows as JSON, NDJSON or CSV. Foreign column names are mapped in the query, as in "
                + "group=gender&humanScore=human&machineScore=machine&itemId=item. tolerance.<measure>=<value> sets a tolerance. "
                + "With Accept: text/html the answer is the report as a page.")
            .WithMetadata(
                new RequestExample("text/csv", CsvExample), new RequestExample("application/json", JsonExample),
                new DisableRequestSizeLimitAttribute())
            .DisableRequestTimeout().ProducesProblem(400).ProducesProblem(415).ProducesProblem(422);

    private static async Task<Results<Ok<AuditReport>, ContentHttpResult, ProblemHttpResult>> PostAsync(
        [AsParameters] EvaluationQuery query, HttpRequest request, Caller caller, PolicyStore policies, PageRenderer pages, CancellationToken cancellation)
    {
        var errors = new Refusals();
        query.Check(errors);
        var policy = await policies.FindAsync(caller.OrganisationId, cancellation);
        var tolerances = EvaluationQuery.Tolerances(request.Query, policy, errors);
        if (errors.Any)
        {
            return Problems.Invalid("The query cannot be used", errors.ByField);
        }
        if (RowFormat.Read(request.ContentType, request.Body, cancellation) is not { } rows)
        {
            return Problems.Of(415, "media-type", "Unknown media type",
                $"Content-Type is '{request.ContentType}'; send {string.Join(", ", RowFormat.MediaTypes)} in UTF-8.");
        }
        var study = new UploadedStudy(query);
        await study.ReadAsync(rows, cancellation);
        var scale = study.Rejected > 0 ? null : study.Scale();
        if (study.Rejected > 0)
        {
            return Problems.Of(422, "rows-refused", "Nothing was evaluated",
                $"{study.Rejected} of {study.Received} rows cannot be taken. First: row {study.Errors[0].Row}: {study.Errors[0].Message}",
                new Dictionary<string, object?> { ["received"] = study.Received, ["rejected"] = study.Rejected, ["errors"] = study.Errors });
        }
        if (Groups(query, study.Counts.GroupSizes, policy, errors) is not { } groups || errors.Any)
        {
            return Problems.Invalid("The scores cannot be evaluated", errors.ByField);
        }
        var options = new EvaluationOptions
        {
            Attribute = query.Group ?? "group",
            Reference = groups.Reference,
            Focal = groups.Focal,
            Confidence = query.Confidence ?? AuditPolicy.Confidence,
            BootstrapDraws = query.Bootstrap ?? AuditPolicy.Bootstrap,
            Permutations = query.Bootstrap ?? AuditPolicy.Bootstrap,
            Seed = query.Seed ?? AuditPolicy.Seed,
            MinGroupSize = query.MinGroupSize ?? policy.MinGroupSize,
            Tolerances = tolerances,
            Minimums = AuditPolicy.Minimums,
        };
        var report = Report(study, scale!, [groups.Reference, .. groups.Others], options, query.MinCellSize ?? policy.MinCellSize, cancellation);
        return PageRenderer.IsWanted(request)
            ? await pages.AnswerAsync<ReportPage>(nameof(ReportPage.View), new ReportView(report, []))
            : TypedResults.Ok(report);
    }

    private static AuditReport Report(
        UploadedStudy study, ScoreScale scale, IReadOnlyList<string> groups, EvaluationOptions options, int minCellSize,
        CancellationToken cancellation)
    {
        var data = study.Counts.ToData(scale, groups);
        var audited = new AuditedData
        {
            Items =
            [
                .. data.Items.Index().Select(item => new AuditedItem
                {
                    ItemId = item.Item.ItemId,
                    Scale = Scale.Of(scale),
                    Groups = [.. groups.Index().Select(group => DataSummary.Of(group.Item, HumanLevels(data.Cubes[0][item.Index], group.Index), scale, minCellSize))],
                    NotReported = study.NotReported.GetValueOrDefault(item.Item.ItemId),
                    Excluded = [],
                }),
            ],
        };
        return AuditReport.Of(
            new ReportHeader
            {
                Name = "Evaluation of uploaded scores",
                Version = Health.Version,
                Attribute = options.Attribute,
                Groups = [options.Reference, .. options.Focal],
                Confidence = options.Confidence,
                Seed = options.Seed,
                MinGroupSize = options.MinGroupSize,
                MinCellSize = minCellSize,
                Request = options,
            },
            audited, [.. ScoreWarnings.Of(data)], StudyEvaluation.Evaluate(data, options, cancellation), ScoreTables.Of(data, options.Confidence));
    }

    private static long[] HumanLevels(Statistics.Counts.CountCube cube, int group) =>
        [.. Enumerable.Range(0, cube.Levels).Select(human => Enumerable.Range(0, cube.Levels).Sum(machine => cube[group, human, machine]))];

    /// <summary>The groups of the rows; null where there are not two.</summary>
    private static ContrastGroups? Groups(EvaluationQuery query, IReadOnlyDictionary<string, long> sizes, OrganisationPolicy policy, Refusals errors)
    {
        var attribute = query.Group ?? "group";
        var labels = ContrastGroups.LargestFirst(sizes.Select(size => (size.Key, size.Value)));
        if (labels.Count < 2)
        {
            errors.Add(attribute, labels.Count == 0
                ? "No row names a group; a contrast needs two."
                : $"All rows belong to one group ('{labels[0]}'); a contrast needs two.");
            return null;
        }
        return ContrastGroups.Of(labels, query.Reference, query.Focal, policy.Reference(attribute), errors);
    }
}
