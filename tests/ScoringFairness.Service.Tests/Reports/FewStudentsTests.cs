using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>
/// A few students are a few however many responses they gave. Of two items with one scale eighty students answered each; forty are of
/// either group, of whom six men alone have the score 3. Six nonbinary students answered both items, one agender student the first
/// item twelve times, and twenty students of group few both.
/// </summary>
public sealed class FewStudentsTests(RunningService service) : IClassFixture<RunningService>
{
    private static readonly string[] Items = ["few-one", "few-two"];

    [Fact]
    public async Task Neither_many_responses_of_one_student_nor_those_of_a_few_to_several_items_are_a_group_of_an_evaluation()
    {
        var rows = new StringBuilder("itemId,studentId,group,humanScore,machineScore\n");
        foreach (var row in Rows())
        {
            rows.Append(CultureInfo.InvariantCulture, $"{row.Item},{row.Student},{row.Group},{row.Human},{row.Machine}\n");
        }
        var (status, report) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/evaluations?bootstrap=100&minGroupSize=10&reference=male&scaleMin=0&scaleMax=3", rows.ToString(), "text/csv");
        Assert.True(status == 200, report?.ToJsonString());
        TellsNothingOfAFew(report!);

        (_, report) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/evaluations?bootstrap=100&minGroupSize=30&reference=male&scaleMin=0&scaleMax=3", rows.ToString(), "text/csv");
        var pooled = Pooled(report!, "few").ToList();
        Assert.NotEmpty(pooled);
        Assert.All(pooled, row => Assert.Null(row["value"]));
        Assert.Contains(pooled, row => ((string?)row["note"])?.Contains("fewer students than the 30", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Nor_are_they_one_of_an_audit()
    {
        var (responses, scores) = (new StringBuilder("responseId,itemId,studentId,text,humanScore,gender\n"), new StringBuilder("responseId,itemId,score\n"));
        foreach (var (at, row) in Rows().Index())
        {
            responses.Append(CultureInfo.InvariantCulture, $"r{at},{row.Item},{row.Student},Answer {at}.,{row.Human},{row.Group}\n");
            scores.Append(CultureInfo.InvariantCulture, $"r{at},{row.Item},{row.Machine}\n");
        }
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?createItems=true&scaleMin=0&scaleMax=3&groups=gender", responses.ToString(), "text/csv");
        await service.Http.SendAsync(HttpMethod.Post, "/v1/scores?scorer=vendor", scores.ToString(), "text/csv");
        var item = await service.Http.ReadAsync($"/v1/items/{Items[0]}");
        var groups = item["groups"]!.AsArray().ToDictionary(group => (string)group!["group"]!, group => group!);
        Assert.Equal((40, null), ((int?)groups["male"]["n"], (int?)groups["agender"]["n"]));
        Assert.All(groups["agender"]["levels"]!.AsArray(), Assert.Null);
        // Of agender's twelve responses no number of folds tells: they are one student's.
        foreach (var folds in (int[])[2, 5, 6, 7])
        {
            var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits/cost", $$"""
                { "items": ["few-one"], "attribute": "gender", "folds": {{folds}}, "scorers": [ { "kind": "linear", "splits": ["mixed", "only:agender"] } ] }
                """);
            Assert.Equal(400, status);
            Assert.Contains("is too small for", problem!.ToJsonString(), StringComparison.Ordinal);
        }
        var audit = await service.Http.AuditAsync("""
            { "items": ["few-one", "few-two"], "attribute": "gender", "reference": "male", "minGroupSize": 10, "bootstrap": 100, "otherGroups": "compare",
              "scorers": [ { "kind": "external", "scorer": "vendor" } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var report = await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report.json");
        TellsNothingOfAFew(report);
        var measures = await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/measures?limit=1000");
        Assert.All(
            measures["items"]!.AsArray().Where(row => row!["itemId"] is null && (IsAbout(row, "agender") || IsAbout(row, "nonbinary"))), Untold);
    }

    [Fact]
    public async Task What_one_student_scored_who_reports_no_gender_is_not_what_all_groups_of_another_attribute_scored_less_those_of_gender()
    {
        var responses = new StringBuilder("responseId,text,humanScore,gender,ell\n");
        for (var at = 0; at < 121; at++)
        {
            responses.Append(CultureInfo.InvariantCulture,
                $"r{at},Answer {at}.,{at % 4},{(at == 120 ? "" : at % 3 == 0 ? "male" : "female")},{(at % 2 == 0 ? "yes" : "no")}\n");
        }
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=lone&createItems=true&scaleMin=0&scaleMax=3&groups=gender,ell", responses.ToString(), "text/csv");
        var groups = (await service.Http.ReadAsync("/v1/items/lone"))["groups"]!.AsArray().ToLookup(group => (string)group!["attribute"]!, group => group!);
        Assert.All(groups["ell"], group => Assert.All(group["levels"]!.AsArray(), Assert.NotNull));
        Assert.Equal(
            [("female", 80, true), ("male", 40, false), (null, null, false)],
            groups["gender"].OrderBy(group => (string?)group["group"] ?? "z").Select(
                group => ((string?)group["group"], (int?)group["n"], group["meanHuman"] is not null && group["levels"]!.AsArray().All(n => n is not null))));
    }

    private static void TellsNothingOfAFew(JsonNode report)
    {
        var described = report["data"]!["items"]![0]!["groups"]!.AsArray().ToDictionary(group => (string)group!["group"]!, group => group!);
        Assert.Equal((40, null), ((int?)described["male"]["n"], (int?)described["male"]["students"]));
        Assert.All((string[])["n", "students", "meanHuman", "sdHuman"], name => Assert.Null(described["agender"][name]));
        Assert.All(described["agender"]["levels"]!.AsArray(), Assert.Null);
        Assert.Equal(["female", "few", "male"], report["data"]!["studentsByGroup"]!.AsObject().Select(group => group.Key).Order(StringComparer.Ordinal));
        Assert.Equal(20, (int)report["data"]!["studentsByGroup"]!["few"]!);

        var rows = report["measures"]!.AsArray().Select(row => row!).ToList();
        // Of everybody neither a count nor a figure from which those of the hidden could be had by subtraction.
        var everybody = rows.Where(row => row["group"] is null && row["contrast"] is null && (string?)row["over"] != "items").ToList();
        Assert.NotEmpty(everybody);
        Assert.All(everybody, row => Assert.Null(row["n"]));
        Assert.All(everybody, row => Assert.DoesNotContain(
            row["denominators"]?.AsObject() ?? [],
            one => one.Key is not ("levels" or "levelsDefined") && !one.Key.Contains('.', StringComparison.Ordinal)));
        Assert.All(everybody.Where(row => (string?)row["measure"] is "meanScore" or "exactAgreement"), row => Assert.Null(row["value"]));
        Assert.Contains(rows, row => IsAbout(row, "few") && row["itemId"] is null && row["value"] is not null);
        // That nobody agender answered the other item is no count of a few.
        var first = rows.Where(row => (string?)row["itemId"] != Items[1]).ToList();
        Assert.All(rows.Where(row => IsAbout(row, "nonbinary")).Concat(first.Where(row => IsAbout(row, "agender"))), Untold);
        Assert.All(first, row => Assert.DoesNotContain(
            row["nByGroup"]!.AsObject(), group => group.Key == "agender" || (row["over"] is not null && group.Key == "nonbinary")));

        // Twelve responses of six men have the score 3 on both items together.
        var table = Assert.Single(report["tables"]!.AsArray(), table => table!["itemId"] is null)!;
        var groups = table["groups"]!.AsArray().ToDictionary(group => (string)group!["group"]!, group => group!);
        Assert.Null(groups["male"]["human"]![3]);
        Assert.NotNull(groups["male"]["human"]![0]);
        Assert.Null(groups["nonbinary"]["n"]);
        Assert.Null(groups["agender"]["n"]);
        Assert.Equal(40, (int)groups["few"]["n"]!);
    }

    private static void Untold(JsonNode? row) => Assert.True(row!["value"] is null && row["n"] is null, row.ToJsonString());

    private static IEnumerable<JsonNode> Pooled(JsonNode report, string group) => report["measures"]!.AsArray()
        .Where(row => (string?)row!["over"] == "responses" && (string?)row["measure"] == "accuracyDifference" && IsAbout(row, group)).Select(row => row!);

    private static bool IsAbout(JsonNode row, string group) =>
        (string?)row["group"] == group || ((string?)row["contrast"])?.Split('-').Contains(group) == true;

    private static IEnumerable<(string Item, string Student, string Group, int Human, int Machine)> Rows()
    {
        foreach (var item in Items)
        {
            for (var at = 0; at < 80; at++)
            {
                var human = at is 1 or 3 or 5 or 7 or 9 or 11 ? 3 : at / 2 % 3;
                yield return (item, $"s{at}", at % 2 == 0 ? "female" : "male", human, at % 5 == 0 ? (human + 1) % 3 : human);
            }
            for (var at = 0; at < 20; at++)
            {
                yield return (item, $"f{at}", "few", at % 3, at % 4 == 0 ? 1 : at % 3);
            }
            for (var at = 0; at < 6; at++)
            {
                yield return (item, $"n{at}", "nonbinary", at % 3, at % 3);
            }
        }
        for (var at = 0; at < 12; at++)
        {
            yield return (Items[0], "a0", "agender", at % 3, at % 3);
        }
    }
}
