using System.Globalization;
using System.Text;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>Groups whose names end as others do, with the signs that contrasts and denominators put before a name, are told apart.</summary>
public sealed class GroupNameTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Reference = "x.a";

    /// <summary>The largest first, as contrasts stand.</summary>
    private static readonly (string Group, int N)[] Groups = [("b-a", 100), (Reference, 90), ("a", 80)];

    [Fact]
    public async Task Figures_of_each_are_its_own()
    {
        var rows = new StringBuilder("group,humanScore,machineScore\n");
        foreach (var (group, n) in Groups)
        {
            for (var at = 0; at < n; at++)
            {
                // Every second response of group a is scored otherwise, and of no other.
                rows.Append(CultureInfo.InvariantCulture, $"{group},{at / 2 % 2},{(group == "a" && at % 2 == 0 ? 1 - at / 2 % 2 : at / 2 % 2)}\n");
            }
        }
        var (status, report) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/evaluations?reference={Reference}&bootstrap=100", rows.ToString(), "text/csv");
        Assert.True(status == 200, report?.ToJsonString());
        var measures = report!["measures"]!.AsArray().Select(row => row!).ToList();
        Assert.Equal(
            [("x.a-a", 0.5), ("x.a-b-a", 0)],
            measures.Where(row => (string)row["measure"]! == "accuracyDifference" && (string)row["contrast"]! != "largest")
                .Select(row => ((string)row["contrast"]!, (double)row["value"]!)).Order());
        Assert.All(
            measures.Where(row => (string)row["measure"]! == "truePositiveRate" && row["group"] is not null), row =>
                Assert.Equal([(string)row["group"]!], row["denominators"]!.AsObject().Select(one => one.Key)));
        Assert.All(
            report["summary"]!.AsArray().Where(answer => (string)answer!["question"]! == "bias"), answer =>
                Assert.Equal((string)answer!["contrast"]! == "x.a-a" ? "exceeds" : "within", (string)answer["verdict"]!));
    }

    [Fact]
    public async Task A_words_contrast_stands_beside_its_own_group()
    {
        var rows = new StringBuilder("responseId,text,humanScore,g\n");
        foreach (var (group, n) in Groups)
        {
            for (var at = 0; at < n; at++)
            {
                var isNorth = at % (group == "a" ? 4 : 2) == 0;
                rows.Append(CultureInfo.InvariantCulture, $"{group}{at},{(isNorth ? "north" : "south")} goes answer {at} of many,")
                    .Append(CultureInfo.InvariantCulture, $"{(isNorth ? 1 : 0)},{group}\n");
            }
        }
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=named-groups&createItems=true&scaleMin=0&scaleMax=1&groups=g", rows.ToString(), "text/csv");
        var audit = await service.Http.AuditAsync(
            $$"""
            { "items": ["named-groups"], "attribute": "g", "reference": "{{Reference}}", "folds": 2, "bootstrap": 100, "explain": ["attribution"],
              "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var report = await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report");
        var word = report["words"]![0]!["words"]!.AsArray().First(word => word!["contrasts"]!.AsArray().Count == 2)!;
        var csv = await service.Http.GetStringAsync($"/v1/audits/{audit["auditId"]}/report.csv?table=words", TestContext.Current.CancellationToken);
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim().Split(',')).ToList();
        var (name, own, contrast, difference) = (Column("word"), Column("group"), Column("contrast"), Column("difference"));
        var told = lines.Skip(1).Where(line => line[name] == (string)word["word"]!)
            .ToDictionary(line => line[own], line => (line[contrast], line[difference]));
        Assert.Equal(("", ""), told[Reference]);
        Assert.Equal(("x.a-a", Value("x.a-a")), (told["a"].Item1, double.Parse(told["a"].Item2, CultureInfo.InvariantCulture)));
        Assert.Equal(("x.a-b-a", Value("x.a-b-a")), (told["b-a"].Item1, double.Parse(told["b-a"].Item2, CultureInfo.InvariantCulture)));

        int Column(string title) => Array.IndexOf(lines[0], title);

        double Value(string of) => (double)word["contrasts"]!.AsArray().Single(one => (string)one!["contrast"]! == of)!["value"]!;
    }
}
