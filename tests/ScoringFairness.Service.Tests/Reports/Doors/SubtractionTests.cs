using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Reports.Doors;

/// <summary>
/// Attacks a report: of everybody less the groups that are told, how many are the hidden, by all figures that are sums over students? The
/// sizes that fit what is published span at least <c>minCellSize</c>.
/// </summary>
public sealed class SubtractionTests(RunningService service) : IClassFixture<RunningService>
{
    private const int MinCellSize = 10;
    private const int Named = 120;

    /// <summary>Figures of everybody that are a sum over students by their number, with the least and the most that one adds.</summary>
    private static readonly Dictionary<string, (double Least, double Most, Func<double, double> Sum)> Additive = new()
    {
        ["meanScore"] = (0, 3, value => value),
        ["accuracy"] = (0, 1, value => value),
        ["exactAgreement"] = (0, 1, value => value),
        ["adjacentAgreement"] = (0, 1, value => value),
        ["largeErrorRate"] = (0, 1, value => value),
        ["rmse"] = (0, 9, value => value * value),
    };

    [Theory]
    [InlineData(1, 3, 0)]
    [InlineData(1, 0, 3)]
    [InlineData(3, 3, 1)]
    [InlineData(6, 0, 2)]
    [InlineData(9, 1, 3)]
    public async Task No_sum_over_everybody_tells_how_many_are_hidden(int hidden, int human, int machine)
    {
        var random = new Random(hidden);
        var rows = new StringBuilder("group,humanScore,machineScore\n");
        for (var at = 0; at < (2 * Named) + hidden; at++)
        {
            var score = random.Next(4);
            var (group, own, other) = at < 2 * Named
                ? (at % 2 == 0 ? "female" : "male", score, Math.Clamp(score + random.Next(-1, 2) + (random.Next(20) == 0 ? 1 : 0), 0, 3))
                : ("nonbinary", human, machine);
            rows.Append(CultureInfo.InvariantCulture, $"{group},{own},{other}\n");
        }
        var (status, report) = await service.Http.SendAsync(HttpMethod.Post, "/v1/evaluations?bootstrap=100", rows.ToString(), "text/csv");
        Assert.True(status == 200, report?.ToJsonString());

        var measures = report!["measures"]!.AsArray().Select(row => row!).Where(row => row["contrast"] is null && row["level"] is null).ToList();
        var everybody = measures.Where(row => row["group"] is null && Additive.ContainsKey((string)row["measure"]!) && row["value"] is not null).ToList();
        Assert.NotEmpty(everybody);
        Assert.All(everybody, row => Assert.Null(row["n"]));
        var fitting = Enumerable.Range(1, 4 * MinCellSize).Where(size => everybody.TrueForAll(row => Fits(row, measures, size))).ToList();
        Assert.Contains(hidden, fitting);
        Assert.True(fitting[^1] - fitting[0] >= MinCellSize, $"The hidden are {string.Join(", ", fitting)}.");
    }

    /// <summary>Whether some whole sum of so many hidden students gives the figure as it is told.</summary>
    private static bool Fits(JsonNode row, List<JsonNode> measures, int size)
    {
        var (least, most, sum) = Additive[(string)row["measure"]!];
        var own = measures.Where(one => (string?)one["group"] is "female" or "male" && (string)one["measure"]! == (string)row["measure"]!
            && (string?)one["scorer"] == (string?)row["scorer"]).ToList();
        if (own.Count != 2)
        {
            return true;
        }
        var named = own.Sum(one => (int)one["n"]! * sum((double)one["value"]!));
        var told = row["value"]!.ToJsonString();
        var decimals = told.Contains('.', StringComparison.Ordinal) ? told.Length - told.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        // JSON cuts zeros off, so that of a figure with one decimal nobody sees whether it had two.
        var half = (0.5 * Math.Pow(10, -Math.Max(decimals, 1))) + 1e-12;
        var value = (double)row["value"]!;
        var n = own.Sum(one => (int)one["n"]!) + size;
        return Enumerable.Range((int)(least * size), (int)((most - least) * size) + 1)
            .Any(hidden => sum(value - half) <= (named + hidden) / n && (named + hidden) / n <= sum(value + half));
    }
}
