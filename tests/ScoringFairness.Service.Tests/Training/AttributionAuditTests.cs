using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CsvHelper;
using Npgsql;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>Audits that tell which words move scores, over HTTP.</summary>
public sealed class AttributionAuditTests(RunningService service) : IClassFixture<RunningService>
{
    private const int MinCellSize = 10;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_planted_word_is_told_by_group_and_direction_with_its_mark_and_a_name_is_not()
    {
        await SendAsync("planted", 200, 1);
        var audit = await service.Http.AuditAsync(
            """
            { "items": ["planted"], "attribute": "gender", "folds": 2, "bootstrap": 100, "explain": ["attribution"],
              "scorers": [ { "kind": "linear", "splits": ["mixed", "only:male"] },
                { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 2, "maxTokens": 32, "splits": ["mixed"] } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var id = (string)audit["auditId"]!;
        var report = await service.Http.ReadAsync($"/v1/audits/{id}/report");
        var tables = report["words"]!.AsArray();
        Assert.Equal(["linear", "bert"], tables.Select(table => (string)table!["scorer"]!));
        Assert.All(tables, table => Assert.Equal("mixed", (string)table!["split"]!));
        var asked = report["audit"]!["request"]!["attribution"]!;
        Assert.All(asked["scorers"]!.AsArray(), scorer => Assert.True((double)scorer!["mark"]!["low"]! > (double)asked["threshold"]!));
        Assert.Equal(
            tables.Select(table => (string)table!["method"]!), asked["scorers"]!.AsArray().Select(scorer => (string)scorer!["mark"]!["method"]!));

        // Of the linear scorer, whose sum is exact, words and the rest are the gap of its scores.
        var parts = tables[0]!["parts"]!.AsArray().Sum(part => (double)part!["contrasts"]![0]!["value"]!);
        var gap = report["measures"]!.AsArray().Single(row =>
            (string)row!["measure"]! == "meanScoreGap" && (string)row["scorer"]! == "linear" && (string?)row["split"] == "mixed"
            && (string?)row["form"] == "expected")!;
        Assert.Equal((double)gap["value"]!, parts, 1e-3);

        // "north" adds to a score and boys write it twice as often; "south" takes away.
        var words = tables[0]!["words"]!.AsArray().ToDictionary(word => (string)word!["word"]!, word => word!);
        Assert.Contains((string)tables[0]!["words"]![0]!["word"]!, (string[])["north", "south"]);
        var (north, south) = (words["north"], words["south"]);
        Assert.True((double)Group(north, "male")["low"]! > 0, north.ToJsonString());
        Assert.True((double)Group(south, "female")["high"]! < 0, south.ToJsonString());
        var difference = Assert.Single(north["contrasts"]!.AsArray())!;
        Assert.Equal("male-female", (string)difference["contrast"]!);
        Assert.True((double)difference["low"]! > 0, north.ToJsonString());
        Assert.Equal((double)Group(north, "male")["mean"]! - (double)Group(north, "female")["mean"]!, (double)difference["value"]!, 1e-9);
        var written = Text(200, 1).Count(one => one.Group == "male" && one.Words.Contains(" north ", StringComparison.Ordinal));
        Assert.Equal((written, written), ((int)Group(north, "male")["n"]!, (int)Group(north, "male")["students"]!));

        var page = await service.Http.GetStringAsync($"/v1/audits/{id}/report.html", Cancellation);
        var csv = await service.Http.GetStringAsync($"/v1/audits/{id}/report.csv?table=words", Cancellation);
        foreach (var door in (string[])[report.ToJsonString(), page, csv])
        {
            Assert.DoesNotContain("mariama", door, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("room7", door, StringComparison.Ordinal);
        }
        // Of the few who wrote "willow" enough are girls, of whom it is told, and of boys it is not.
        Assert.Equal(["female"], words["willow"]["groups"]!.AsArray().Select(group => (string)group!["group"]!));
        Assert.Empty(words["willow"]["contrasts"]!.AsArray());
        // Everybody but three wrote "plain": how many is not told.
        if (words.TryGetValue("plain", out var plain)) Assert.All(plain["groups"]!.AsArray(), group => Assert.Null(group!["n"]));
        Assert.Contains("id=\"words\"", page, StringComparison.Ordinal);
        Assert.Contains("linear: the exact weights of its features, mark ", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        using var reader = new CsvReader(new StringReader(csv), CultureInfo.InvariantCulture);
        var rows = reader.GetRecords<dynamic>().Cast<IDictionary<string, object>>().ToList();
        Assert.Contains(rows, row => (string)row["word"] == "north" && (string)row["group"] == "female" && (string)row["contrast"] == "male-female");

        // What it was made from is gone; a share that is still there goes with its response.
        Assert.Equal(0, await service.Database.ScalarAsync<long>($"select count(*) from attributed_responses where audit_id = '{id}'"));
        await service.Database.ScalarAsync<long>(
            $"""
            insert into attributed_responses (organisation_id, audit_id, item_id, scorer, split, repeat, response_no, student_no, words, fit_no)
            select organisation_id, audit_id, item_id, 'linear', 'mixed', 0, response_no, student_no, '', 1 from audit_responses where audit_id = '{id}';
            select 0::bigint
            """);
        Assert.Equal(200, await service.Database.ScalarAsync<long>($"select count(*) from attributed_responses where audit_id = '{id}'"));
        var (erased, _) = await service.Http.SendAsync(HttpMethod.Delete, "/v1/students/planted-5");
        Assert.True(erased < 300, $"{erased}");
        Assert.Equal(199, await service.Database.ScalarAsync<long>($"select count(*) from attributed_responses where audit_id = '{id}'"));

        // So it does where a policy keeps texts no longer.
        await using (var connection = new NpgsqlConnection(service.Database.ConnectionString))
        {
            await connection.OpenAsync(Cancellation);
            await AttributedResponses.ForgetAsync(connection, "default", [("planted", "planted-6"), ("planted", "planted-7"), ("other", "planted-8")]);
        }
        Assert.Equal(197, await service.Database.ScalarAsync<long>($"select count(*) from attributed_responses where audit_id = '{id}'"));

        static JsonNode Group(JsonNode word, string group) => word["groups"]!.AsArray().Single(one => (string)one!["group"]! == group)!;
    }

    [Fact]
    public async Task Nobody_is_told_words_who_does_not_ask_and_of_a_scorer_that_no_method_reads_asking_is_refused()
    {
        await SendAsync("unasked", 60, 2);
        var audit = await service.Http.AuditAsync(
            """{ "items": ["unasked"], "attribute": "gender", "folds": 2, "bootstrap": 100, "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }""");
        var page = await service.Http.GetStringAsync($"/v1/audits/{audit["auditId"]}/report.html", Cancellation);
        Assert.DoesNotContain("id=\"words\"", page, StringComparison.Ordinal);
        Assert.Null((await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report"))["words"]);
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits",
            """
            { "items": ["unasked"], "attribute": "gender", "folds": 2, "explain": ["attribution"],
              "scorers": [ { "kind": "bert", "mode": "screening" } ] }
            """);
        Assert.Equal(400, status);
        Assert.Contains("a method has found planted words", (string)problem!["errors"]!["/explain"]![0]!, StringComparison.Ordinal);
    }

    /// <summary>Boys write "north" twice as often as girls, and humans score by it alone; names, numbers and a rare word stand beside it.</summary>
    private static IEnumerable<(string Group, string Words, int Score)> Text(int count, int seed)
    {
        var random = new Random(seed);
        for (var at = 0; at < count; at++)
        {
            var group = at % 2 == 0 ? "male" : "female";
            var isNorth = random.NextDouble() < (group == "male" ? 0.6 : 0.3);
            var words = new StringBuilder(at < 3 ? "we" : "a plain tale");
            words.Append(CultureInfo.InvariantCulture, $" of town {(isNorth ? "north" : "south")} of room7 by road{(char)('a' + random.Next(9))}");
            if (at is > 10 and < 10 + MinCellSize) words.Append(" Mariama");
            if (group == "female" ? at < 40 : at < 8) words.Append(" willow");
            yield return (group, words.ToString(), isNorth ? 2 + random.Next(2) : random.Next(2));
        }
    }

    private async Task SendAsync(string item, int count, int seed)
    {
        var csv = new StringBuilder("responseId,studentId,text,humanScore,group.gender\n");
        foreach (var (at, one) in Text(count, seed).Index())
            csv.AppendLine(CultureInfo.InvariantCulture, $"{item}-{at},{item}-{at},{one.Words},{one.Score},{one.Group}");
        var (status, body) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3", csv.ToString(), "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
    }
}
