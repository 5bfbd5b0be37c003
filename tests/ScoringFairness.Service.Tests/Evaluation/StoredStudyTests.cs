using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Evaluation;

/// <summary>An audit of stored scores and an evaluation of the same scores sent along are one method.</summary>
public sealed class StoredStudyTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task Stored_and_uploaded_scores_give_the_same_figures()
    {
        await StoreAsync("same", 240, repeatStudents: false);
        var report = await AuditAsync(
            """
            { "items": ["same-a", "same-b"], "attribute": "gender", "seed": 3, "bootstrap": 200, "minCellSize": 0,
              "scorers": [ { "kind": "external", "scorer": "same" } ] }
            """);
        var csv = new StringBuilder("itemId,gender,humanScore,humanScore2,machineScore,scorer\n");
        foreach (var (item, number) in Rows("same", 240))
        {
            csv.Append(CultureInfo.InvariantCulture, $"{item},{Gender(number)},{Human(number)},{Second(number)},{Machine(number)},same\n");
        }
        var (status, evaluation) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/evaluations?group=gender&seed=3&bootstrap=200&minCellSize=0&scaleMin=0&scaleMax=3", csv.ToString(), "text/csv");
        Assert.Equal(200, status);

        var uploaded = evaluation!["measures"]!.AsArray().ToDictionary(row => Key(row!), row => row!);
        var stored = report["measures"]!.AsArray();
        Assert.Equal(uploaded.Count, stored.Count);
        Assert.Contains(stored, row => (string)row!["measure"]! == "prmse" && row["value"] is not null);
        foreach (var row in stored)
        {
            var other = uploaded[Key(row!)];
            foreach (var field in new[] { "value", "low", "high", "statistic", "pValue", "expectedByChance" })
            {
                var (one, two) = ((double?)row![field], (double?)other[field]);
                Assert.True(
                    one == two || Math.Abs(one!.Value - two!.Value) <= 1e-9 * Math.Max(1, Math.Abs(one.Value)),
                    $"{field} of {row.ToJsonString()} is {two}");
            }
            Assert.Equal(((long)row!["n"]!, (string?)row["verdict"]), ((long)other["n"]!, (string?)other["verdict"]));
        }
    }

    [Fact]
    public async Task Intervals_over_items_come_from_students_where_students_answered_several()
    {
        await StoreAsync("students", 160, repeatStudents: true);
        var report = await AuditAsync(
            """
            { "items": ["students-a", "students-b"], "attribute": "gender", "bootstrap": 200, "minGroupSize": 20,
              "scorers": [ { "kind": "external", "scorer": "students" } ] }
            """);
        JsonNode Accuracy(string? item, string scorer = "students", string? comparedWith = null) => report["measures"]!.AsArray().Single(row =>
            (string)row!["measure"]! == "accuracyDifference" && (string)row["scorer"]! == scorer && (string?)row["comparedWith"] == comparedWith
            && (string?)row["itemId"] == item && (string?)row["over"] == (item is null ? "responses" : null))!;
        Assert.Equal(("studentBootstrap", "studentBootstrapT"), ((string)Accuracy(null)["method"]!, (string)Accuracy(null)["test"]!));
        Assert.Equal("newcombe", (string)Accuracy("students-a")["method"]!);
        Assert.Equal("studentBootstrap", (string)Accuracy(null, "secondHuman")["method"]!);
        Assert.Equal("studentBootstrap", (string)Accuracy(null, comparedWith: "secondHuman")["method"]!);
        Assert.Equal("bonettPriceMover", (string)Accuracy("students-a", comparedWith: "secondHuman")["method"]!);
        Assert.Null(Accuracy("students-a", "secondHuman")["denominators"]);
        Assert.Equal(
            Math.Round((double)Accuracy("students-a", comparedWith: "secondHuman")["value"]!, 9), Math.Round(Expected(), 9));

        static double Expected()
        {
            var rated = Rows("students", 160).Where(row => row.Item == "students-a" && Second(row.Number).Length > 0).Select(row => row.Number).ToList();
            return new[] { "male", "female" }.Select(gender => rated.Where(number => Gender(number) == gender).Average(number =>
                (Math.Clamp(Math.Round(Machine(number)), 0, 3) == Human(number) ? 1.0 : 0) - (Second(number) == $"{Human(number)}" ? 1 : 0)))
                .Aggregate((male, female) => male - female);
        }
    }

    [Fact]
    public async Task Crossed_attributes_are_audited_as_one()
    {
        await StoreAsync("crossed", 240, repeatStudents: false);
        var audit = await service.Http.AuditAsync(
            """
            { "items": ["crossed-a"], "attribute": ["gender", "ell"], "bootstrap": 100, "minGroupSize": 10,
              "scorers": [ { "kind": "external", "scorer": "crossed" } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal("""["gender","ell"]""", audit["request"]!["attribute"]!.ToJsonString());
        var report = await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report");
        Assert.Equal(["female|no", "female|yes", "male|no", "male|yes"],
            report["data"]!["items"]![0]!["groups"]!.AsArray().Select(group => (string)group!["group"]!).Order(StringComparer.Ordinal));
        Assert.Contains(report["measures"]!.AsArray(), row => (string?)row!["contrast"] == "largest" && row["value"] is not null);
        Assert.Equal(400, (await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits", """{ "items": ["crossed-a"], "attribute": ["gender", "gender"] }""")).Status);
    }

    private static IEnumerable<(string Item, int Number)> Rows(string name, int n) =>
        Enumerable.Range(0, n).SelectMany(number => new[] { ($"{name}-a", number), ($"{name}-b", number + 1000) });

    private static string Gender(int number) => number % 2 == 0 ? "male" : "female";

    private static int Human(int number) => number * 7 % 11 % 4;

    private static string Second(int number) => number % 3 == 0 ? ((Human(number) + (number % 5 == 0 ? 1 : 0)) % 4).ToString(CultureInfo.InvariantCulture) : "";

    private static double Machine(int number) => Human(number) + (number % 4 - 1.3) * 0.37 + (number % 6 == 1 ? 0.2 : 0);

    private static string Key(JsonNode row) => string.Join('\u001f', new[]
    {
        "measure", "scorer", "comparedWith", "itemId", "over", "level", "basis", "aggregation", "group", "contrast",
    }.Select(field => row[field]?.ToJsonString()));

    private async Task<JsonNode> AuditAsync(string request)
    {
        var audit = await service.Http.AuditAsync(request);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        return await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report");
    }

    private async Task StoreAsync(string name, int n, bool repeatStudents)
    {
        var responses = new StringBuilder("itemId,responseId,studentId,text,humanScore,humanScore2,group.gender,group.ell\n");
        var scores = new StringBuilder("itemId,responseId,score\n");
        foreach (var (item, number) in Rows(name, n))
        {
            var student = repeatStudents ? number % 1000 : number;
            responses.Append(
                CultureInfo.InvariantCulture,
                $"{item},r{number},s{student},text number {number} of item {item},{Human(number)},{Second(number)},{Gender(number)},"
                + $"{(number % 3 == 0 ? "yes" : "no")}\n");
            scores.Append(CultureInfo.InvariantCulture, $"{item},r{number},{Machine(number)}\n");
        }
        Assert.Equal(200, (await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?createItems=true&scaleMin=0&scaleMax=3", responses.ToString(), "text/csv")).Status);
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Post, $"/v1/scores?scorer={name}", scores.ToString(), "text/csv")).Status);
    }
}
