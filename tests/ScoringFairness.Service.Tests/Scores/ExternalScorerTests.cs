using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Tests.Scores;

/// <summary>Audits of scores that came from outside.</summary>
public sealed class ExternalScorerTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Scale = "createItems=true&scaleMin=0&scaleMax=2";

    [Fact]
    public async Task An_audit_of_scores_from_outside_trains_nothing_and_measures_them_beside_a_trained_scorer()
    {
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=both&{Scale}", Texts.Csv(90, levels: 3, notReported: 3), "text/csv");
        await ScoreAsync("both", "vendor", Enumerable.Range(0, 90));
        var audit = await service.Http.AuditAsync(
            """
            { "items": ["both"], "attribute": "gender", "folds": 2, "repeats": 2, "bootstrap": 200, "minGroupSize": 10, "minCellSize": 1,
              "scorers": [ { "kind": "external", "scorer": "vendor" },
                { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 1, "maxTokens": 16, "splits": ["mixed", "only:male"] } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal(8, (int)audit["progress"]!["fitsTotal"]!);
        Assert.Empty(Of(audit["warnings"]!, "unscored"));
        // What a vendor trained on nobody here knows.
        var said = (await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report"))["warnings"]!;
        Assert.Contains("Nobody here knows whether these responses", (string)Of(said, "trainedElsewhere").Single()!["message"]!, StringComparison.Ordinal);
        Assert.Contains(
            "not trained on it, but for scores that were sent from outside, of which nobody here knows that",
            await service.Http.GetStringAsync($"/v1/audits/{audit["auditId"]}/report.html", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(
            "of scores that were sent from outside nobody here knows",
            await service.Http.GetStringAsync($"/audits/{audit["auditId"]}/responses", TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var report = await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report");
        var own = report["measures"]!.AsArray().Where(row => (string)row!["scorer"]! == "vendor").ToList();
        Assert.All(own, row => Assert.Null(row!["split"]));
        Assert.DoesNotContain(own, row => ((string)row!["measure"]!).StartsWith("split", StringComparison.Ordinal));
        var trained = report["measures"]!.AsArray().Where(row => (string?)row!["split"] == "mixed").Select(row => (string)row!["measure"]!).ToHashSet();
        trained.RemoveWhere(measure => measure.StartsWith("split", StringComparison.Ordinal));
        // The vendor sends no probabilities, and its errors do not vary: there is nothing to regress.
        trained.RemoveWhere(measure => measure is "madd" or "expectedCalibrationError" || measure.EndsWith("Coefficient", StringComparison.Ordinal));
        Assert.Empty(trained.Except(own.Select(row => (string)row!["measure"]!)));

        // Every response is scored half a point above its level, which rounds half to even: 0.5 to 0, 1.5 to 2, 2.5 to 2.
        var accuracy = own.First(row => (string)row!["measure"]! == "accuracy" && row["group"] is null)!;
        Assert.Equal(2 / 3.0, (double)accuracy["value"]!, 0.02);
        Assert.Equal(0, (double)own.First(row => (string)row!["measure"]! == "meanScoreGapChange")!["value"]!, 9);
    }

    [Fact]
    public async Task Responses_that_lack_a_score_are_counted_by_group()
    {
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=half&{Scale}", Texts.Csv(120, levels: 3), "text/csv");
        await ScoreAsync("half", "half", Enumerable.Range(0, 120).Where(number => number % 2 == 0 || number < 72));
        var audit = await service.Http.AuditAsync(
            """
            { "items": ["half"], "attribute": "gender", "bootstrap": 200, "scorers": [ { "kind": "external", "scorer": "half", "name": "candidate" } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal((0, 1.0), ((int)audit["progress"]!["fitsTotal"]!, (double)audit["progress"]!["fraction"]!));
        Assert.Contains("female: 24 of 60", (string)Of(audit["warnings"]!, "unscored").Single()!["message"]!, StringComparison.Ordinal);
        var report = await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report");
        var unscored = report["data"]!["items"]![0]!["unscored"]!.AsArray().Single()!;
        Assert.Equal(("candidate", "female", 24, 60),
            ((string)unscored["scorer"]!, (string)unscored["group"]!, (int)unscored["n"]!, (int)unscored["of"]!));
        var accuracy = report["measures"]!.AsArray().First(row => (string)row!["measure"]! == "accuracy" && row["group"] is null)!;
        Assert.Equal(("candidate", 96), ((string)accuracy["scorer"]!, (int)accuracy["n"]!));
        var human = report["measures"]!.AsArray().First(row =>
            (string)row!["measure"]! == "meanScore" && (string)row["scorer"]! == "human" && row["group"] is null);
        Assert.NotNull(human);
    }

    [Theory]
    [InlineData(1, 5, 0.5)]
    [InlineData(-2, 2, 1)]
    [InlineData(0.25, 2.25, 0.5)]
    [InlineData(0, 3, 1)]
    public async Task A_frozen_score_stands_at_the_nearest_level_as_everywhere_else(double min, double max, double step)
    {
        var item = FormattableString.Invariant($"levels-{min}");
        var scale = new ScoreScale(min, max, step);
        var csv = "responseId,text,humanScore,group.gender\n" + string.Concat(Enumerable.Range(0, 200).Select(number =>
            FormattableString.Invariant($"r{number},text {number},{min},{(number % 2 == 0 ? "male" : "female")}\n")));
        var (status, answer) = await service.Http.SendAsync(HttpMethod.Post, FormattableString.Invariant(
            $"/v1/responses?item={item}&createItems=true&scaleMin={min}&scaleMax={max}&scaleStep={step}"), csv, "text/csv");
        Assert.True(status == 200, answer?.ToJsonString());
        // From below the scale to above it in eighths, so that every midpoint between levels is among them.
        double Score(int number) => min - 3 + number / 8.0;
        var scores = "responseId,score\n" + string.Concat(
            Enumerable.Range(0, 200).Select(number => FormattableString.Invariant($"r{number},{Score(number)}\n")));
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/scores?item={item}&scorer=m", scores, "text/csv");
        var audit = await service.Http.AuditAsync(
            $$"""{ "items": ["{{item}}"], "attribute": "gender", "bootstrap": 100, "scorers": [ { "kind": "external", "scorer": "m" } ] }""");
        var levels = await service.Database.ScalarAsync<string>(
            $"select string_agg(level::text, ',' order by score) from out_of_fold_scores where audit_id = '{audit["auditId"]}'");
        Assert.Equal(string.Join(',', Enumerable.Range(0, 200).Select(number => scale.NearestLevel(Score(number)))), levels);
    }

    [Theory]
    [InlineData("""{ "kind": "external" }""", "scorer is missing")]
    [InlineData("""{ "kind": "external", "scorer": "nobody" }""", "no score of 'nobody'")]
    [InlineData("""{ "kind": "external", "scorer": "nobody", "epochs": 3 }""", "trained")]
    [InlineData("""{ "kind": "bert", "scorer": "nobody" }""", "kind external")]
    public async Task A_scorer_that_cannot_be_audited_is_refused(string scorer, string named)
    {
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=refused&{Scale}", Texts.Csv(40), "text/csv");
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits", $$"""{ "items": ["refused"], "attribute": "gender", "scorers": [ {{scorer}} ] }""");
        Assert.Equal(400, status);
        Assert.Contains(named, (string)problem!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Responses_without_texts_are_audited_by_scores_from_outside_alone()
    {
        var csv = "responseId,humanScore,group.gender\n" + string.Concat(Enumerable.Range(0, 80).Select(number =>
            string.Create(CultureInfo.InvariantCulture, $"r{number},{number / 2 % 3},{(number % 2 == 0 ? "male" : "female")}\n")));
        var (stored, answer) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=textless&noText=true&{Scale}", csv, "text/csv");
        Assert.True(stored == 200, answer?.ToJsonString());
        await ScoreAsync("textless", "vendor", Enumerable.Range(0, 80));
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", """{ "items": ["textless"], "attribute": "gender" }""");
        Assert.Equal(400, status);
        Assert.Contains("80 responses without a text", (string)problem!["detail"]!, StringComparison.Ordinal);
        var audit = await service.Http.AuditAsync(
            """{ "items": ["textless"], "attribute": "gender", "bootstrap": 200, "scorers": [ { "kind": "external", "scorer": "vendor" } ] }""");
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
    }

    private static IEnumerable<JsonNode?> Of(JsonNode warnings, string code) =>
        warnings.AsArray().Where(warning => (string)warning!["code"]! == code);

    /// <summary>Scores responses of <see cref="Texts.Csv"/> half a point above their level.</summary>
    private async Task ScoreAsync(string item, string scorer, IEnumerable<int> numbers)
    {
        var csv = new StringBuilder("id,prediction\n");
        foreach (var number in numbers)
        {
            csv.Append(CultureInfo.InvariantCulture, $"r{number},{(number / 2 % 3) + 0.5}\n");
        }
        var (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/scores?item={item}&scorer={scorer}&responseId=id&score=prediction", csv.ToString(), "text/csv");
        Assert.True(status == 200, answer?.ToJsonString());
    }
}
