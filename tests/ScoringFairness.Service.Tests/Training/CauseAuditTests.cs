using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>Audits that probe for the group and decompose gaps, over HTTP.</summary>
public sealed class CauseAuditTests(RunningService service) : IClassFixture<RunningService>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Words_of_a_group_are_guessed_from_what_scorers_see_and_a_scorer_that_goes_by_length_is_explained_by_it()
    {
        await SendAsync("planted", 240);
        var audit = await service.Http.AuditAsync(
            """
            { "items": ["planted"], "attribute": "gender", "folds": 2, "bootstrap": 100,
              "explain": ["decomposition", "groupProbe", "groupCuts"], "promptAttribute": "topic",
              "scorers": [ { "kind": "linear", "splits": ["mixed"] }, { "kind": "external", "scorer": "lengthy-planted" },
                { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 1, "maxTokens": 32, "splits": ["mixed"] } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var id = (string)audit["auditId"]!;
        Assert.Equal(["groupProbe", "decomposition", "groupCuts"], audit["request"]!["explain"]!.AsArray().Select(one => (string)one!));
        var rows = (await service.Http.ReadAsync($"/v1/audits/{id}/report"))["measures"]!.AsArray().Select(row => row!).ToList();

        var linear = One("groupProbe", "linear");
        Assert.True((double)linear["low"]! > 0.8 && (int)linear["n"]! == 240, linear.ToJsonString());
        Assert.InRange((double)One("groupProbePlain", "linear")["value"]!, 0.4, 0.75);
        Assert.True((double)One("groupProbeDifference", "linear")["low"]! > 0.1);
        // The parts are dealt alike, whoever scores.
        Assert.Equal((double)One("groupProbePlain", "linear")["value"]!, (double)One("groupProbePlain", "bert")["value"]!);
        Assert.NotNull(One("groupProbe", "bert")["value"]);
        Assert.DoesNotContain(
            rows, row => (string)row["scorer"]! == "lengthy-planted" && ((string)row["measure"]!).StartsWith("groupProbe", StringComparison.Ordinal));

        // The scores from outside are the humans' and two hundredths for each word more than 30, less for each fewer; men write five more.
        var (total, length) = (One("gapDecomposed", "lengthy-planted"), One("gapExplainedByLength", "lengthy-planted"));
        Assert.Equal((double)One("meanScoreGapChange", "lengthy-planted")["value"]!, (double)total["value"]!, 1e-9);
        Assert.Equal((double)total["value"]!, (double)length["value"]!, 1e-6);
        Assert.InRange((double)length["value"]!, 0.08, 0.12);
        Assert.Equal(0, (double)One("gapUnexplained", "lengthy-planted")["value"]!, 1e-6);
        foreach (var form in (string[])["reported", "expected"])
        {
            Assert.Equal(
                (double)One("gapDecomposed", "linear", form)["value"]!,
                ((string[])["gapExplainedByLength", "gapExplainedByPrompt", "gapUnexplained"]).Sum(part => (double)One(part, "linear", form)["value"]!), 1e-12);
        }
        Assert.Equal(
            ["conditionalMeanScoreDifference", "meanScoreGapChange", "qwk"],
            rows.Where(row => (string)row["measure"]! == "groupCutEffect" && (string)row["scorer"]! == "linear" && row["low"] is not null)
                .Select(row => (string)row["ofMeasure"]!).Order());
        Assert.DoesNotContain(rows, row => (string)row["measure"]! == "groupCutEffect" && (string)row["scorer"]! == "lengthy-planted");
        var page = System.Net.WebUtility.HtmlDecode(await service.Http.GetStringAsync($"/v1/audits/{id}/report.html", Cancellation));
        Assert.Contains("Can the group be guessed?", page, StringComparison.Ordinal);
        Assert.Contains("A diagnosis, no remedy: cuts by group", page, StringComparison.Ordinal);
        Assert.Contains("lengths of texts and prompts explain", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"t\">before the scale</td>", page, StringComparison.Ordinal);
        Assert.Contains("a hundred words more go with", page, StringComparison.Ordinal);
        Assert.Contains("What the scorer sees of a text tells male from female", page, StringComparison.Ordinal);
        Assert.Contains("gapExplainedByPrompt", await service.Http.GetStringAsync($"/v1/audits/{id}/report.csv", Cancellation), StringComparison.Ordinal);

        Assert.Equal(480, await Count("guessed_groups where audit_id"));
        Assert.Equal(240, await Count("audit_responses where words > 0 and prompt is not null and audit_id"));
        var (erased, _) = await service.Http.SendAsync(HttpMethod.Delete, "/v1/students/s0");
        Assert.True(erased < 300, $"{erased}");
        Assert.Equal(478, await Count("guessed_groups where audit_id"));
        Assert.Equal(239, await Count("audit_responses where words > 0 and prompt is not null and audit_id"));

        JsonNode One(string measure, string scorer, string? form = null) => rows.Single(row =>
            (string)row["measure"]! == measure && (string)row["scorer"]! == scorer && (string?)row["contrast"] == "male-female"
            && (form ?? (scorer == "lengthy-planted" || !measure.StartsWith("gap", StringComparison.Ordinal) ? null : "reported")) == (string?)row["form"]);

        Task<long> Count(string which) => service.Database.ScalarAsync<long>($"select count(*) from {which} = '{id}'");
    }

    [Fact]
    public async Task A_small_group_has_no_figure_and_what_cannot_be_explained_is_refused()
    {
        await SendAsync("small", 60);
        var audit = await service.Http.AuditAsync(
            """
            { "items": ["small"], "attribute": "gender", "folds": 2, "bootstrap": 100, "explain": ["decomposition", "groupProbe"], "minGroupSize": 31,
              "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }
            """);
        var rows = (await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report"))["measures"]!.AsArray().Select(row => row!)
            .Where(row => (string)row["measure"]! is "groupProbe" or "gapDecomposed" or "gapExplainedByLength").ToList();
        Assert.Equal(1 + 2 + 2, rows.Count);
        Assert.All(rows, row => Assert.Null(row["value"]));
        Assert.All(rows, row => Assert.Contains("minGroupSize", (string)row["note"]!, StringComparison.Ordinal));
        foreach (var (option, field, words) in new[]
        {
            ("\"promptAttribute\": \"topic\"", "/promptAttribute", "belongs to explain decomposition"),
            ("\"explain\": \"decomposition\", \"promptAttribute\": \"gender\"", "/promptAttribute", "whose groups are compared"),
            ("\"explain\": \"decomposition\", \"promptAttribute\": \"theme\"", "/promptAttribute", "No response of these items reports 'theme'"),
            ("\"explain\": \"groupProbe\", \"scorers\": [ { \"kind\": \"external\", \"scorer\": \"lengthy-small\" } ]", "/explain", "trained here alone"),
        })
        {
            var (status, problem) = await service.Http.SendAsync(
                HttpMethod.Post, "/v1/audits", $$"""{ "items": ["small"], "attribute": "gender", "folds": 2, {{option}} }""");
            Assert.Equal(400, status);
            Assert.Contains(words, problem!["errors"]![field]!.AsArray().Select(one => (string)one!).First(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_form_offers_causes_and_mitigations_and_a_mitigation_brings_its_twin()
    {
        await SendAsync("formed", 60);
        var empty = await service.Http.GetStringAsync("/audits/new", Cancellation);
        Assert.Equal(5 + 6, System.Text.RegularExpressions.Regex.Count(empty, "type=\"checkbox\" name=\"(explain|mitigatedLinear|mitigatedBert)\""));
        using var form = new FormUrlEncodedContent(
        [
            new("items", "formed"), new("attribute", "gender"), new("folds", "2"), new("bootstrap", "100"), new("mitigatedLinear", "reweighed"),
            new("mitigatedLinear", "penalised"), new("explain", "decomposition"), new("explain", "groupProbe"), new("promptAttribute", "topic"),
        ]);
        using var answer = await service.Http.PostAsync(new Uri("/audits", UriKind.Relative), form, Cancellation);
        var id = answer.RequestMessage!.RequestUri!.Segments[^1];
        var request = (await service.Http.ReadAsync($"/v1/audits/{id}"))["request"]!;
        Assert.Equal(["linear", "linear-reweighed", "linear-penalised"], request["scorers"]!.AsArray().Select(scorer => (string)scorer!["name"]!));
        Assert.Equal("""["groupProbe","decomposition"]""", request["explain"]!.ToJsonString());
        Assert.Equal("topic", (string)request["promptAttribute"]!);
    }

    /// <summary>Sends texts of which men's hold a word of their own and five words more, with scores of a scorer that goes by length.</summary>
    private async Task SendAsync(string item, int count)
    {
        var random = new Random(1);
        var csv = new StringBuilder("responseId,studentId,text,humanScore,group.gender,group.topic\n");
        var scores = new StringBuilder("responseId,itemId,score\n");
        for (var at = 0; at < count; at++)
        {
            var (isMale, quality) = (at % 2 == 0, random.Next(3));
            List<string> words = [random.Next(10) < 9 == isMale ? "north" : "south", $"end{random.Next(5)}"];
            var length = 20 + random.Next(20) + (isMale ? 5 : 0);
            while (words.Count < length)
            {
                words.Add(random.Next(3) < quality ? "good" : "poor");
            }
            var human = Math.Clamp(quality + random.Next(2), 0, 3);
            csv.AppendLine(CultureInfo.InvariantCulture,
                $"r{at},s{at},{string.Join(' ', words)},{human},{(isMale ? "male" : "female")},{"abc"[at / 2 % 3]}");
            scores.AppendLine(CultureInfo.InvariantCulture, $"r{at},{item},{human + 0.02 * (length - 30)}");
        }
        var (status, body) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3", csv.ToString(), "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
        (status, body) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/scores?scorer=lengthy-{item}", scores.ToString(), "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
    }
}
