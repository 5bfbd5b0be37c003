using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Evaluation;

/// <summary>Evaluations that would take the machine: refused before anything is made of them, ended, or made to wait.</summary>
public sealed class EvaluationLimitTests
{
    private const string Names = "scorer,itemId,group,humanScore,machineScore\n";

    // The most draws that LongRows may have by default. Whole students are drawn, each with her two responses: half a minute on two cores.
    private const string LongNames = "scorer,itemId,group,humanScore,machineScore,studentId\n";
    private const string LongQuery = "bootstrap=34000";

    [Theory]
    [InlineData("", 200, 200, 200, "scorers: ", "Evaluations__MostMeasures")]
    [InlineData("", 1, 1, 200, "group: There are more than 100 groups", "Studies__MostGroups")]
    [InlineData("", 1, 1500, 2, "itemId: There are more than 300 items", "Studies__MostItems")]
    [InlineData("bootstrap=100000", 6, 6, 4, "Send bootstrap=", "Evaluations__MostDraws")]
    [InlineData("studentId=itemId&bootstrap=100000", 3, 2, 4, "Send bootstrap=", "Evaluations__MostDraws")]
    public async Task What_would_be_too_large_is_refused_with_the_limit_and_the_remedy_before_memory_is_taken(
        string query, int scorers, int items, int groups, string reason, string limit)
    {
        await using var service = await StartAsync("--Studies:MostItems=300");
        var rows = string.Concat(Enumerable.Range(0, 6000).Select(at => string.Create(
            CultureInfo.InvariantCulture, $"s{at % scorers},q{at / 3 % items},g{at / 2 % groups},{at % 2},{at / 2 % 2}\n")));
        var before = GC.GetTotalAllocatedBytes();
        var (status, problem) = await EvaluateAsync(service, query, rows);
        Assert.Equal(400, status);
        Assert.Contains(reason, (string)problem!["detail"]!, StringComparison.Ordinal);
        Assert.Contains(limit, (string)problem["detail"]!, StringComparison.Ordinal);
        // It would be gigabytes. Other tests of this process allocate beside it.
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1_500_000_000);
    }

    [Fact]
    public async Task Many_rows_and_scores_that_are_on_no_scale_are_not_read_to_their_end()
    {
        await using var service = await StartAsync("--Evaluations:MostRows=500");
        var (status, problem) = await EvaluateAsync(service, "", Rows(501));
        Assert.Equal((422, "tooManyRows"), (status, (string)problem!["errors"]![0]!["code"]!));
        Assert.Equal(200, (await EvaluateAsync(service, "bootstrap=100", Rows(500))).Status);
        (status, problem) = await EvaluateAsync(service, "", "s,q,a,0,0\ns,q,b,1,5000\n" + Rows(400));
        Assert.Equal((422, 2), (status, (int)problem!["received"]!));
        Assert.Contains("at most 101 levels", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_evaluation_ends_at_its_deadline_and_says_so()
    {
        await using var service = await StartAsync("--Evaluations:DeadlineSeconds=1");
        var clock = Stopwatch.StartNew();
        var (status, problem) = await EvaluateAsync(service, LongQuery, LongRows(), LongNames);
        Assert.Equal((422, "urn:scoring-fairness:problem:deadline"), (status, (string)problem!["type"]!));
        Assert.Contains("Evaluations__DeadlineSeconds", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task An_evaluation_ends_when_its_client_leaves_and_the_next_has_its_place()
    {
        await using var service = await StartAsync("--Evaluations:DeadlineSeconds=600");
        await LeaveAsync(service, TimeSpan.FromSeconds(2));
        var clock = Stopwatch.StartNew();
        Assert.Equal(200, (await EvaluateAsync(service, "bootstrap=100", Rows(200))).Status);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task One_organisation_has_one_place_a_few_that_wait_and_is_then_told_when_to_come_again()
    {
        await using var service = await StartAsync("--Evaluations:Waiting=1", "--Evaluations:DeadlineSeconds=2");
        var many = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var body = new StringContent(LongNames + LongRows(), Encoding.UTF8, "text/csv");
            using var answer = await service.Http.PostAsync(
                new Uri($"/v1/evaluations?{LongQuery}", UriKind.Relative), body, TestContext.Current.CancellationToken);
            return ((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta);
        }));
        Assert.Equal(2, many.Count(one => one == (422, null)));
        Assert.Equal(2, many.Count(one => one == (429, TimeSpan.FromSeconds(5))));
    }

    [Fact]
    public async Task Scorers_that_scored_few_of_the_items_have_the_figures_that_they_have_alone()
    {
        await using var service = await StartAsync();
        var own = string.Concat(Rows(600).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => $"a,q0{row[3..]}\n"));
        var other = own.Replace("a,q0,", "b,q1,", StringComparison.Ordinal);
        var alone = await EvaluateAsync(service, "bootstrap=100", own);
        var both = await EvaluateAsync(service, "bootstrap=100", own + other);
        Assert.Equal((200, 200), (alone.Status, both.Status));
        Assert.Equal(Figures(alone.Body!), Figures(both.Body!));

        // Of the same item and scorer; what Holm makes of them depends on how many there are.
        static IEnumerable<string> Figures(JsonNode report) => report["measures"]!.AsArray()
            .Where(row => (string)row!["scorer"]! == "a" && (string?)row["itemId"] == "q0")
            .Select(row => string.Join(' ', ((string[])["measure", "level", "basis", "aggregation", "group", "value", "low", "high", "pValue"])
                .Select(name => $"{row![name]}")));
    }

    private static async Task LeaveAsync(RunningService service, TimeSpan after)
    {
        using var leaves = new CancellationTokenSource(after);
        using var body = new StringContent(LongNames + LongRows(), Encoding.UTF8, "text/csv");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => service.Http.PostAsync(new Uri($"/v1/evaluations?{LongQuery}", UriKind.Relative), body, leaves.Token));
    }

    private static async Task<RunningService> StartAsync(params string[] settings)
    {
        var service = new RunningService { Settings = settings };
        await service.InitializeAsync();
        return service;
    }

    private static Task<(int Status, JsonNode? Body)> EvaluateAsync(
        RunningService service, string query, string rows, string names = Names) =>
        service.Http.SendAsync(HttpMethod.Post, $"/v1/evaluations?{query}", names + rows, "text/csv");

    private static string LongRows() => string.Concat(
        Rows(4000, levels: 12).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((row, at) => $"{row},t{at / 4 * 2 + at % 2}\n"));

    private static string Rows(int count, int levels = 3) => string.Concat(Enumerable.Range(0, count).Select(at => string.Create(
        CultureInfo.InvariantCulture, $"s,q,{(at % 2 == 0 ? "a" : "b")},{at / 2 % levels},{at * 7 / 3 % levels}\n")));
}
