using System.Globalization;
using System.Text.Json.Nodes;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Tests.Host.Access;

namespace ScoringFairness.Service.Tests.Audits;

/// <summary>
/// Who tries least sizes, and selections around single students, is told the same whatever the group of four among 124 is, and whoever is in it.
/// </summary>
public sealed class SizesByTryingTests(GuardedService guarded) : IClassFixture<GuardedService>
{
    private const string Item = "tried";
    private static readonly DateTimeOffset Start = new(2025, 12, 1, 8, 0, 0, TimeSpan.Zero);

    private string Auditor => guarded.Keys[("default", Role.Audit)];

    private string Admin => guarded.Keys[("default", Role.Admin)];

    [Fact]
    public async Task A_least_size_below_that_of_cells_says_no_size()
    {
        await SendAsync();
        var (said, figures, evaluated) = (new HashSet<string>(), new HashSet<string>(), new HashSet<string>());
        foreach (var size in (int[])[3, 4, 5, 9])
        {
            var (_, started) = await guarded.SendAsync(Admin, HttpMethod.Post, "/v1/audits", Request($"\"minGroupSize\": {size}"));
            var path = $"/v1/audits/{started!["auditId"]}";
            await Patience.UntilAsync(async () => (string)(await guarded.SendAsync(Admin, HttpMethod.Get, path)).Body!["status"]! == "completed");
            said.Add(SmallGroup((await guarded.SendAsync(Admin, HttpMethod.Get, path)).Body!));
            figures.Add((await guarded.SendAsync(Admin, HttpMethod.Get, $"{path}/report")).Body!["measures"]!.ToJsonString());
            var evaluation = await EvaluateAsync(size);
            said.Add(SmallGroup(evaluation));
            evaluated.Add(evaluation["measures"]!.ToJsonString());
        }
        Assert.Equal((1, 1), (figures.Count, evaluated.Count));
        Assert.Equal(["Group 'nonbinary' has fewer than 10 students; its contrasts are undefined."], said);
    }

    [Fact]
    public async Task A_few_are_left_out_whatever_least_size_is_asked_for()
    {
        await SendAsync();
        foreach (var (key, size) in from key in (string[])[Auditor, Admin] from size in (int[])[3, 4, 5] select (key, size))
        {
            var (_, cost) = await guarded.SendAsync(
                key, HttpMethod.Post, "/v1/audits/cost", Request($"\"minGroupSize\": {size}, \"otherGroups\": \"leaveOut\""));
            Assert.Equal(["male", "female"], cost!["request"]!["comparedGroups"]!.AsArray().Select(group => (string)group!).OrderDescending());
        }
    }

    [Fact]
    public async Task A_selection_of_a_few_students_tells_no_group()
    {
        await SendAsync();
        var (one, other) = (await RefusedAsync(Admin, 0, 1), await RefusedAsync(Admin, 1, 1));
        Assert.Equal(one, other);
        Assert.Contains("fewer than 10 students who take part report 'gender'", one, StringComparison.Ordinal);
        // The first is nonbinary, and so is the one in the midst of thirty men; the rest of the first thirty are men, then come thirty women.
        var told = new HashSet<string>();
        foreach (var (from, students) in (IEnumerable<(int, int)>)[(0, 1), (1, 1), (15, 1), (0, 12), (2, 12), (9, 12)])
        {
            told.Add(await RefusedAsync(Auditor, from, students));
            told.Add(await RefusedAsync(Auditor, from, students, "\"minCellSize\": 1"));
            told.Add(await RefusedAsync(Auditor, from, students, "\"groups\": [\"male\", \"nonbinary\"]"));
        }
        Assert.Equal(["Fewer than two groups of 'gender' have 10 students on an item (minCellSize); a contrast needs two."], told);
        // Where there are enough of two groups, those alone are named.
        var (status, cost) = await guarded.SendAsync(Auditor, HttpMethod.Post, "/v1/audits/cost", Request(Window(0, 60)));
        Assert.True(status == 200, cost?.ToJsonString());
        Assert.DoesNotContain("nonbinary", cost!.ToJsonString(), StringComparison.Ordinal);
        (_, cost) = await guarded.SendAsync(Auditor, HttpMethod.Post, "/v1/audits/cost", Request("\"minCellSize\": 2"));
        Assert.Equal(10, (int)cost!["request"]!["minCellSize"]!);
        Assert.Equal(
            "minCellSize is 10, below which no key without the role read goes; 2 was asked for.", (string)cost["warnings"]![0]!["message"]!);
    }

    private static string Gender(int number) => number is 0 or 15 or 70 or 100 ? "nonbinary" : number / 30 % 2 == 0 ? "male" : "female";

    private static string Request(string more) =>
        $$"""{ "items": ["{{Item}}"], "attribute": "gender", "bootstrap": 100, "scorers": [ { "kind": "external", "scorer": "vendor" } ], {{more}} }""";

    private static string Window(int from, int students) =>
        $"\"submittedFrom\": \"{Start.AddMinutes(from):O}\", \"submittedTo\": \"{Start.AddMinutes(from + students):O}\"";

    private static string SmallGroup(JsonNode told) =>
        (string)told["warnings"]!.AsArray().Single(warning => (string)warning!["code"]! == "smallGroup")!["message"]!;

    private async Task<string> RefusedAsync(string key, int from, int students, string more = "\"seed\": 1")
    {
        var (status, problem) = await guarded.SendAsync(key, HttpMethod.Post, "/v1/audits/cost", Request($"{Window(from, students)}, {more}"));
        Assert.True(status == 400, problem?.ToJsonString());
        return (string)problem!["errors"]!["/attribute"]!.AsArray().Single()!;
    }

    private async Task<JsonNode> EvaluateAsync(int minGroupSize)
    {
        var rows = "group,humanScore,machineScore\n"
            + string.Concat(Enumerable.Range(0, 124).Select(number => $"{Gender(number)},{number % 2},{number % 2}\n"));
        var (status, report) = await guarded.SendAsync(
            Admin, HttpMethod.Post, $"/v1/evaluations?bootstrap=100&minGroupSize={minGroupSize}", rows, "text/csv");
        Assert.True(status == 200, report?.ToJsonString());
        return report!;
    }

    private async Task SendAsync()
    {
        var rows = string.Concat(Enumerable.Range(0, 124).Select(number => string.Create(CultureInfo.InvariantCulture,
            $"t{number},{number % 2},{Gender(number)},{Start.AddMinutes(number):O}\n")));
        await guarded.SendAsync(
            Admin, HttpMethod.Post, $"/v1/responses?item={Item}&createItems=true&scaleMin=0&scaleMax=1&noText=true",
            "responseId,humanScore,group.gender,submittedAt\n" + rows, "text/csv");
        await guarded.SendAsync(
            Admin, HttpMethod.Post, $"/v1/scores?scorer=vendor&item={Item}",
            "responseId,score\n" + string.Concat(Enumerable.Range(0, 124).Select(number => $"t{number},{number % 2}\n")), "text/csv");
    }
}
