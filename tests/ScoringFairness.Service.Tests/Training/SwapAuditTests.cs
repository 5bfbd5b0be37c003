using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>Audits that swap words, over HTTP.</summary>
public sealed class SwapAuditTests(RunningService service) : IClassFixture<RunningService>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_scorer_that_learnt_to_like_mens_words_gives_womens_less_and_only_texts_that_hold_them_are_scored_again()
    {
        await SendAsync("liked", 400, 1);
        var audit = await service.Http.AuditAsync(
            """
            { "items": ["liked"], "attribute": "gender", "folds": 2, "bootstrap": 100, "explain": ["swaps"],
              "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var id = (string)audit["auditId"]!;
        var rows = (await service.Http.ReadAsync($"/v1/audits/{id}/report"))["measures"]!.AsArray().Select(row => row!)
            .Where(row => row["direction"] is not null).ToList();
        var (toWomens, toMens) = (One("swapScoreChange", "firstToSecond"), One("swapScoreChange", "secondToFirst"));
        Assert.True((double)toWomens["high"]! < -0.2, toWomens.ToJsonString());
        Assert.True((double)toMens["low"]! > 0.2, toMens.ToJsonString());
        // Texts are of three kinds in turn: with men's words, with women's, with neither.
        Assert.Equal((134, 133), ((int)toWomens["n"]!, (int)toMens["n"]!));
        Assert.Equal(267, await service.Database.ScalarAsync<long>($"select count(*) from swapped_scores where audit_id = '{id}'"));
        Assert.Equal(
            (double)toWomens["value"]!, await service.Database.ScalarAsync<double>(
                $"select avg(change) from swapped_scores where audit_id = '{id}' and direction = 'firstToSecond'"), 1e-9);
        Assert.InRange((double)One("swapLevelChange", "firstToSecond")["value"]!, 0.1, 1);
        Assert.Equal(2, rows.Count(row => (string?)row["contrast"] == "male-female"));
        Assert.Equal(2 * (3 + 3 + 1), rows.Count);
        var page = await service.Http.GetStringAsync($"/v1/audits/{id}/report.html", Cancellation);
        Assert.Contains("the program&#x27;s list, version 1", page, StringComparison.Ordinal);
        Assert.Contains("he/she, him/her", page, StringComparison.Ordinal);
        Assert.Contains("he → she, …", System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);

        var (erased, _) = await service.Http.SendAsync(HttpMethod.Delete, "/v1/students/s0");
        Assert.True(erased < 300, $"{erased}");
        Assert.Equal(266, await service.Database.ScalarAsync<long>($"select count(*) from swapped_scores where audit_id = '{id}'"));

        JsonNode One(string measure, string direction) => rows.Single(row =>
            (string)row["measure"]! == measure && (string)row["direction"]! == direction && row["group"] is null && row["contrast"] is null);
    }

    [Fact]
    public async Task A_list_of_the_request_takes_the_place_of_the_programs()
    {
        await SendAsync("other", 90, 2);
        var audit = await service.Http.AuditAsync(
            """
            { "items": ["other"], "attribute": "gender", "folds": 2, "bootstrap": 100, "explain": "swaps", "minGroupSize": 5,
              "swapWords": [["plain", "simple"]],
              "scorers": [ { "kind": "linear", "splits": ["mixed"] },
                { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 1, "maxTokens": 32, "splits": ["mixed"] } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var rows = (await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/measures?measure=swapScoreChange"))["items"]!.AsArray();
        Assert.All(rows, row => Assert.Equal("firstToSecond", (string)row!["direction"]!));
        Assert.Equal(["bert", "linear"], rows.Where(row => (int?)row!["n"] == 90).Select(row => (string)row!["scorer"]!).Distinct().Order());
    }

    [Fact]
    public async Task Without_swaps_no_text_is_scored_twice_and_what_cannot_be_swapped_is_refused()
    {
        await SendAsync("plain", 60, 3);
        var audit = await service.Http.AuditAsync(
            """{ "items": ["plain"], "attribute": "gender", "folds": 2, "bootstrap": 100, "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }""");
        Assert.Equal(0, await service.Database.ScalarAsync<long>($"select count(*) from swapped_scores where audit_id = '{audit["auditId"]}'"));
        var page = await service.Http.GetStringAsync($"/v1/audits/{audit["auditId"]}/report.html", Cancellation);
        Assert.DoesNotContain("id=\"causes\"", page, StringComparison.Ordinal);
        foreach (var (option, field, words) in new[]
        {
            ("\"explain\": [\"magic\"]", "/explain", "There is no explanation 'magic'"),
            ("\"swapNames\": true", "/swapNames", "belongs to explain swaps"),
            ("\"explain\": [\"swaps\"], \"swapWords\": []", "/swapWords", "is empty"),
            ("\"explain\": [\"swaps\"], \"swapWords\": [[\"he\", \"she\", \"they\"]]", "/swapWords", "two words"),
            ("\"explain\": [\"swaps\"], \"swapWords\": [[\"He\", \"she\"]]", "/swapWords", "lower case"),
        })
        {
            var (status, problem) = await service.Http.SendAsync(
                HttpMethod.Post, "/v1/audits",
                $$"""{ "items": ["plain"], "attribute": "gender", "folds": 2, "scorers": [ { "kind": "linear" } ], {{option}} }""");
            Assert.Equal(400, status);
            Assert.Contains(words, (string)problem!["errors"]![field]![0]!, StringComparison.Ordinal);
        }
    }

    /// <summary>Sends texts whose human score likes men's words: of three in turn one holds men's, one women's, one neither.</summary>
    private async Task SendAsync(string item, int count, int seed)
    {
        var random = new Random(seed);
        var csv = new StringBuilder("responseId,studentId,text,humanScore,group.gender\n");
        for (var at = 0; at < count; at++)
        {
            var (kind, quality) = (at % 3, random.Next(3));
            var words = (string[])[
                kind == 0 ? "he told his brother" : kind == 1 ? "she told her sister" : "people told others", "a plain tale",
                string.Join(' ', Enumerable.Range(0, 6).Select(_ => random.Next(3) < quality ? "good" : "poor")), $"end{random.Next(5)}"];
            var score = Math.Clamp(quality + (kind == 0 ? 1 : kind == 1 ? 0 : random.Next(2)), 0, 3);
            csv.AppendLine(CultureInfo.InvariantCulture, $"r{at},s{at},{string.Join(' ', words)},{score},{(at % 2 == 0 ? "male" : "female")}");
        }
        var (status, body) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3", csv.ToString(), "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
    }
}
