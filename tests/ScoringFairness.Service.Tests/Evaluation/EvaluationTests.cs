using System.Globalization;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Evaluation;

/// <summary>Figures of scores that a client already has, over HTTP.</summary>
public sealed class EvaluationTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Mapping = "group=gender&humanScore=human&machineScore=machine&itemId=item&reference=M&bootstrap=100";

    [Fact]
    public async Task Figures_of_fairlearn_are_reproduced_for_all_levels()
    {
        var folder = SharedFolder.Path("oracles", "fairlearn");
        var csv = await File.ReadAllTextAsync(Path.Combine(folder, "ordinal6000.csv"), TestContext.Current.CancellationToken);
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(
            Path.Combine(folder, "ordinal6000.expected.json"), TestContext.Current.CancellationToken))!["all_items"]!;
        var (status, report) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/evaluations?{Mapping}", csv, "text/csv");
        Assert.Equal(200, status);

        Close(-(double)expected["accuracy"]!["signed_F_minus_M"]!, report!, row => Is(row, "accuracyDifference"));
        Close(-(double)expected["mean_score_gap"]!["machine_F_minus_M"]!, report!, row => Is(row, "meanScoreGap") && (string)row["scorer"]! == "machine");
        Close(-(double)expected["mean_score_gap"]!["human_F_minus_M"]!, report!, row => Is(row, "meanScoreGap") && (string)row["scorer"]! == "human");
        Close((double)expected["one_vs_rest_summary"]!["mean_of_mean"]!, report!,
            row => Is(row, "equalizedOdds") && row["level"] is null && (string)row["aggregation"]! == "mean" && (string)row["basis"]! == "level");
        foreach (var (level, figures) in expected["one_vs_rest"]!.AsObject())
        {
            Close((double)figures!["equalized_odds_difference"]!["mean"]!, report!,
                row => Is(row, "equalizedOdds") && (int?)row["level"] == int.Parse(level, null)
                    && (string)row["aggregation"]! == "mean" && (string)row["basis"]! == "level");
            foreach (var (group, rates) in figures["by_gender"]!.AsObject())
            {
                Close((double)rates!["tpr"]!, report!, row => OfGroup(row, "truePositiveRate", group, level));
                Close((double)rates["fpr"]!, report!, row => OfGroup(row, "falsePositiveRate", group, level));
            }
        }
        Assert.All(report!["measures"]!.AsArray(), row => Assert.True(row!["value"] is not null || row["note"] is not null, row.ToJsonString()));
    }

    [Fact]
    public async Task A_row_with_several_problems_is_one_row()
    {
        var (status, refusal) = await service.Http.SendAsync(HttpMethod.Post, "/v1/evaluations", "group,other\nF,1\n", "text/csv");
        Assert.Equal((422, 1L, 1L), (status, (long)refusal!["received"]!, (long)refusal["rejected"]!));
        Assert.Equal(2, refusal["errors"]!.AsArray().Count);
        Assert.StartsWith("1 of 1 rows", (string)refusal["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Crossed_attributes_are_one_group_each_and_a_missing_one_is_not_reported()
    {
        var rows = string.Concat(Enumerable.Range(0, 240).Select(at =>
            $"{(at % 2 == 0 ? "F" : "M")},{(at % 40 == 0 ? "" : at % 3 == 0 ? "yes" : "no")},{at % 3},{at % 7 % 3}\n"));
        var (status, report) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/evaluations?group=gender,ell&humanScore=h&machineScore=m&bootstrap=100&minGroupSize=10",
            "gender,ell,h,m\n" + rows, "text/csv");
        Assert.Equal(200, status);
        Assert.Null(report!["data"]!["items"]![0]!["notReported"]);
        Assert.Equal(
            ["F|no", "F|yes", "M|no", "M|yes"],
            report["data"]!["items"]![0]!["groups"]!.AsArray().Select(group => (string)group!["group"]!).Order(StringComparer.Ordinal));
        Assert.Contains(report["measures"]!.AsArray(), row => (string?)row!["contrast"] == "largest");
    }

    [Fact]
    public async Task A_second_human_score_brings_agreement_of_raters_degradation_and_true_score_figures()
    {
        var rows = string.Concat(Enumerable.Range(0, 200).Select(at =>
            $"{(at % 2 == 0 ? "F" : "M")},{at % 4},{(at % 3 == 0 ? at % 4 : (at + at % 5 / 4) % 4)},{(at % 4) + (at % 6 == 0 ? 0.6 : -0.1)}\n"));
        var (status, report) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/evaluations?bootstrap=100", "group,humanScore,humanScore2,machineScore\n" + rows, "text/csv");
        Assert.Equal(200, status);
        Assert.Superset(
            new HashSet<string> { "humanHumanQwk", "humanHumanKappa", "degradationQwk", "degradationCorrelation", "prmse" },
            report!["measures"]!.AsArray().Where(row => row!["value"] is not null).Select(row => (string)row!["measure"]!).ToHashSet());
    }

    [Fact]
    public async Task A_scorer_that_gives_one_score_only_is_warned_about()
    {
        var rows = string.Concat(Enumerable.Range(0, 100).Select(at => $"{(at % 2 == 0 ? "F" : "M")},{at * 7 % 3},1\n"));
        var (status, report) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/evaluations?bootstrap=100", "group,humanScore,machineScore\n" + rows, "text/csv");
        Assert.Equal(200, status);
        Assert.Equal("constantMachineScores", (string)report!["warnings"]!.AsArray().Single()!["code"]!);
        Assert.Equal(0, (double)report["measures"]!.AsArray().Single(row => (string)row!["measure"]! == "qwk" && row["group"] is null)!["value"]!);
    }

    [Fact]
    public async Task Tests_of_two_groups_count_their_students_and_levels_are_weighted_by_groups_that_are_told()
    {
        // Two responses a student; of the third group there are four students, of whom nothing is told.
        var rows = Enumerable.Range(0, 168).Select(at => string.Create(CultureInfo.InvariantCulture,
            $"{(at >= 160 ? "x" : at % 4 < 2 ? "F" : "M")},{at * 5 % 7 % 4},{(at * 5 % 7 + (at % 9 == 0 ? 1 : 0)) % 4},s{at / 2}\n")).ToList();
        var (all, told) = (await MeasuresAsync(rows), await MeasuresAsync(rows.Take(160)));
        var (whole, two) = (Row(all, "conditionalMeanScoreDifference"), Row(told, "conditionalMeanScoreDifference"));
        Assert.Equal((78, 78), ((int)Row(all, "meanScoreGap")["df"]!, (int)Row(told, "meanScoreGap")["df"]!));
        Assert.Equal((double)two["value"]!, (double)whole["value"]!);

        // What rests on everybody's scores, of which the four would be the difference, has few digits wherever it stands.
        var everybody = all.Where(row => row["group"] is null && row["contrast"] is null && row["n"] is null && row["value"] is not null).ToList();
        Assert.NotEmpty(everybody);
        Assert.All(everybody, row =>
        {
            Assert.True(row["pValue"] is null || new[] { 0.001, 0.01, 0.049, 0.1, 0.25, 0.5, 1 }.Contains((double)row["pValue"]!), row.ToJsonString());
            Assert.All(new[] { "value", "low", "high", "detectable", "corrected", "expectedByChance" }, name => Assert.True(
                row[name] is null || Math.Abs((double)row[name]! * 100 - Math.Round((double)row[name]! * 100)) < 1e-9, row.ToJsonString()));
            Assert.Null(row["neededForWithin"]);
        });

        async Task<List<JsonNode>> MeasuresAsync(IEnumerable<string> of)
        {
            var (status, report) = await service.Http.SendAsync(
                HttpMethod.Post, "/v1/evaluations?bootstrap=100&reference=M&focal=F",
                "group,humanScore,machineScore,studentId\n" + string.Concat(of), "text/csv");
            Assert.True(status == 200, report?.ToJsonString());
            return [.. report!["measures"]!.AsArray().OfType<JsonNode>()];
        }

        static JsonNode Row(List<JsonNode> measures, string measure) => measures.Single(row => (string)row["measure"]! == measure
            && (string)row["scorer"]! == "machine" && (string?)row["contrast"] == "M-F" && row["level"] is null && (string?)row["form"] is null);
    }

    [Theory]
    [InlineData("p,r1,F,1,1\np,r2,M,0,1\nq,r1,F,0,1\n", "Response 'r1' has another humanScore in a row before")]
    [InlineData("p,r1,F,1,1\np,r2,M,0,1\nq,r1,M,1,1\n", "Response 'r1' has another group in a row before")]
    public async Task A_response_has_one_human_score_and_one_group_whoever_scored_it(string rows, string message)
    {
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/evaluations", "scorer,responseId,group,humanScore,machineScore\n" + rows, "text/csv");
        Assert.Equal((422, 3), (status, (int)problem!["errors"]![0]!["row"]!));
        Assert.StartsWith(message, (string)problem["errors"]![0]!["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, 5)]
    [InlineData("", 25, 5, "toleranceOfScale")]
    [InlineData("tolerance.meanScoreGapChange=1", 25, 5)]
    [InlineData("tolerance.meanScoreGapChange=20", 25, 5, "toleranceOfScale")]
    [InlineData("", 0.125, 5, "toleranceOfScale")]
    [InlineData("tolerance.meanScoreGapChange=2", 1, 31, "manyLevels")]
    public async Task A_tolerance_that_does_not_fit_the_scale_and_a_scale_of_many_scores_are_warned_about(
        string query, double step, int levels, params string[] codes)
    {
        var rows = string.Concat(Enumerable.Range(0, 40 * levels).Select(at => string.Create(CultureInfo.InvariantCulture,
            $"{(at % 2 == 0 ? "F" : "M")},{at / 2 % levels * step},{(at * 7 + 3) % levels * step}\n")));
        var (status, report) = await service.Http.SendAsync(
            HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"/v1/evaluations?bootstrap=100&scaleStep={step}&{query}"),
            "group,humanScore,machineScore\n" + rows, "text/csv");
        Assert.Equal(200, status);
        Assert.Equal(codes, report!["warnings"]!.AsArray().Select(warning => (string)warning!["code"]!));
    }

    [Theory]
    [InlineData("group=sex", "group,humanScore,machineScore\nF,1,1\n", "no column or property 'sex'")]
    [InlineData("", "group,humanScore,machineScore\nF,1,1\nF,0,1\n", "one group")]
    [InlineData("", "group,humanScore,machineScore\nF,1,-\nM,0,-\n", "machineScore is not a finite number")]
    [InlineData("", "group,humanScore,machineScore\nF,none,1\nM,none,1\n", "humanScore is not a finite number")]
    [InlineData("scaleMin=0&scaleMax=3", "group,humanScore,machineScore\nF,1,1\nM,4,1\n", "humanScore is 4, off the scale 0 to 3 by 1")]
    [InlineData("humanScore=score&machineScore=score", "group,score\nF,1\nM,0\n", "same column")]
    [InlineData("tolerance.accuracyDifference=2", "group,humanScore,machineScore\nF,1,1\nM,0,1\n", "'accuracyDifference' is 2; it must be above 0 and below 1")]
    [InlineData("tolerance.meanScoreGap=0", "group,humanScore,machineScore\nF,1,1\nM,0,1\n", "'meanScoreGap' is 0; it must be above 0.")]
    [InlineData("tolerance.luck=0.1", "group,humanScore,machineScore\nF,1,1\nM,0,1\n", "no tolerance of 'luck'")]
    [InlineData("tolerance.smd=some", "group,humanScore,machineScore\nF,1,1\nM,0,1\n", "is not a number")]
    [InlineData("reference=X", "group,humanScore,machineScore\nF,1,1\nM,0,1\n", "There is no group 'X'; there are 'F', 'M'.")]
    [InlineData("studentId=candidate", "group,humanScore,machineScore\nF,1,1\nM,0,1\n", "no column or property 'candidate'")]
    [InlineData("humanScore2=human2", "group,humanScore,machineScore\nF,1,1\nM,0,1\n", "no column or property 'human2'")]
    [InlineData("responseId=id", "id,group,humanScore,machineScore\na,F,1,1\na,M,0,1\n", "Response 'a' has a score by 'machine' already")]
    [InlineData("", "group,humanScore,machineScore\nF,1,\"1\nM,0,1\n", "row 1")]
    public async Task What_cannot_be_evaluated_is_refused_with_field_and_remedy(string query, string csv, string message)
    {
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/evaluations?{query}", csv, "text/csv");
        Assert.Contains(status, new[] { 400, 422 });
        Assert.Contains(
            message, problem!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_is_not_utf8_is_refused_with_its_row()
    {
        using var body = new ByteArrayContent([.. "group,humanScore,machineScore\nF,1,1\n"u8, (byte)'M', 0xff, .. ",0,1\n"u8]);
        body.Headers.ContentType = new("text/csv");
        using var response = await service.Http.PostAsync("/v1/evaluations", body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal((422, true), ((int)response.StatusCode, text.Contains("UTF-8", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_compressed_file_that_is_cut_off_is_refused()
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(compressed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(System.Text.Encoding.UTF8.GetBytes(
                "group,humanScore,machineScore\n" + string.Concat(Enumerable.Range(0, 20_000).Select(at =>
                    $"{(at % 2 == 0 ? "F" : "M")},{at * 7 % 5},{at * 13 % 5}\n"))), TestContext.Current.CancellationToken);
        }
        using var body = new ByteArrayContent(compressed.ToArray(), 0, (int)compressed.Length / 2);
        body.Headers.ContentType = new("text/csv");
        body.Headers.ContentEncoding.Add("gzip");
        using var response = await service.Http.PostAsync("/v1/evaluations", body, TestContext.Current.CancellationToken);
        Assert.InRange((int)response.StatusCode, 400, 422);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_client_that_announces_2_GiB_and_goes_away_leaves_the_service_as_it_was()
    {
        using (var client = new System.Net.Sockets.TcpClient())
        {
            await client.ConnectAsync(service.Http.BaseAddress!.Host, service.Http.BaseAddress.Port, TestContext.Current.CancellationToken);
            await client.GetStream().WriteAsync(
                ("POST /v1/evaluations HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: 2147483648\r\n\r\n"u8
                    + "group,humanScore,machineScore\nF,1,1\nM,0,"u8).ToArray(),
                TestContext.Current.CancellationToken);
        }
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Get, "/health/live")).Status);
    }

    [Fact]
    public async Task The_six_inputs_that_rsmtool_refuses_are_refused()
    {
        var folder = SharedFolder.Path("oracles", "rsmtool", "A_eval", "_errors");
        var files = Directory.GetFiles(folder, "*.json");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var config = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
            string Column(string key, string fallback) => (string?)config[key] ?? fallback;
            var query = $"responseId={Column("id_column", "spkitemid")}&humanScore={Column("human_score_column", "sc1")}"
                + $"&machineScore={Column("system_score_column", "raw")}&group={Column("subgroups", "L1")}"
                + (config["candidate_column"] is { } candidate ? $"&studentId={candidate}" : "")
                + (config["second_human_score_column"] is { } second ? $"&humanScore2={second}" : "");
            var csv = await File.ReadAllTextAsync(Path.Combine(folder, (string)config["predictions_file"]!), TestContext.Current.CancellationToken);
            if (config["subgroups"] is null)
            {
                // These have no group column, which would be refused first; what they test is something else.
                query = query.Replace("&group=L1", "", StringComparison.Ordinal);
                var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
                csv = string.Join('\n', lines.Select((line, at) => line.TrimEnd('\r') + (at == 0 ? ",group" : at % 2 == 0 ? ",a" : ",b")));
            }
            var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/evaluations?{query}", csv, "text/csv");
            Assert.True(status is 400 or 422, $"{Path.GetFileName(file)}: {status}");
            Assert.NotNull(problem!["detail"]);
        }
    }

    private static bool Is(JsonNode row, string measure) =>
        (string)row["measure"]! == measure && (string?)row["over"] == "responses" && (string?)row["contrast"] == "M-F";

    private static bool OfGroup(JsonNode row, string measure, string group, string level) =>
        (string)row["measure"]! == measure && (string?)row["over"] == "responses" && (string?)row["group"] == group
        && (string?)row["basis"] == "level" && (int?)row["level"] == int.Parse(level, null);

    private static void Close(double expected, JsonNode report, Func<JsonNode, bool> which) =>
        Assert.Equal(expected, (double)report["measures"]!.AsArray().Single(row => which(row!))!["value"]!, 1e-9);
}
