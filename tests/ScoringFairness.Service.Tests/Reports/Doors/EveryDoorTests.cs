using System.Net;
using Microsoft.AspNetCore.Routing;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Reports;
using ScoringFairness.Service.Reports.Plots;

namespace ScoringFairness.Service.Tests.Reports.Doors;

/// <summary>
/// Whatever door a reader takes, none tells how many there are of a group of a few students, what they scored, or a total that would
/// tell it beside the other groups.
/// </summary>
public sealed partial class EveryDoorTests(SmallGroupsService small) : IClassFixture<SmallGroupsService>
{
    /// <summary>Rows themselves, and what shows none: the data are theirs who read them.</summary>
    private static readonly string[] NoDoors =
    [
        "/v1/responses", "/v1/responses/{itemId}/{responseId}", "/v1/audits/{auditId}/responses", "/audits/{auditId}/responses",
        "/v1/uploads/{uploadId}/errors", "/live.js",
        "/favicon.ico", "/version", "/health/live", "/health/ready",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_endpoint_and_no_page_tells_a_small_group()
    {
        var leaks = new List<string>();
        var opened = new List<string>();
        foreach (var path in Paths())
        {
            foreach (var accept in (string[])["application/json", "text/html"])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.Accept.ParseAdd(accept);
                using var answer = await small.Http.SendAsync(request, Cancellation);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    opened.Add(path);
                    Look(path, await answer.Content.ReadAsStringAsync(Cancellation), leaks);
                }
            }
        }
        Assert.True(opened.Distinct().Count() > 40, string.Join('\n', opened));
        Assert.True(leaks.Count == 0, string.Join('\n', leaks.Distinct()));
    }

    [Theory]
    [InlineData("gender")]
    [InlineData("language")]
    [InlineData("nation")]
    public async Task No_evaluation_tells_a_small_group(string attribute)
    {
        var leaks = new List<string>();
        foreach (var accept in (string[])["application/json", "text/html"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/evaluations?bootstrap=100&minGroupSize=2")
            {
                Content = new StringContent(SmallGroupsService.EvaluationRows(attribute), System.Text.Encoding.UTF8, "text/csv"),
            };
            request.Headers.Accept.ParseAdd(accept);
            using var answer = await small.Http.SendAsync(request, Cancellation);
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.True(answer.IsSuccessStatusCode, text);
            Look($"evaluation by {attribute}", text, leaks);
        }
        Assert.True(leaks.Count == 0, string.Join('\n', leaks.Distinct()));
    }

    [Fact]
    public async Task No_gate_no_webhook_and_no_refusal_tells_a_small_group()
    {
        var leaks = new List<string>();
        foreach (var (name, auditId) in small.Audits)
        {
            foreach (var minimum in (int[])[2, 5, 100])
            {
                var (status, gate) = await small.Http.SendAsync(
                    HttpMethod.Post, "/v1/gates",
                    $$"""
                    { "auditId": "{{auditId}}", "policy": { "gate": { "minimumN": {{minimum}},
                      "measures": ["accuracyDifference", "meanScoreGapChange", "equalizedOdds", "qwk"] } } }
                    """);
                Assert.True(status == 200, gate?.ToJsonString());
                Look($"gate of {name}", gate!.ToJsonString(), leaks);
            }
        }
        Assert.NotEmpty(small.Told);
        small.Told.ForEach(body => Look("webhook", body, leaks));

        using var http = new HttpClient { BaseAddress = small.Http.BaseAddress };
        http.DefaultRequestHeaders.Add(AccessHandler.Header, small.AuditKey);
        foreach (var attribute in (string[])["gender", "language", "nation", "absent"])
        {
            foreach (var folds in (int[])[2, 3, 4, 5, 10])
            {
                foreach (var cost in (string[])["/cost", ""])
                {
                    using var asked = await http.PostAsync(
                        $"/v1/audits{cost}",
                        new StringContent(
                            $$"""
                            { "items": ["{{SmallGroupsService.Item}}", "none"], "attribute": "{{attribute}}", "folds": {{folds}},
                              "scorers": [ { "kind": "linear" }, { "kind": "external", "scorer": "partial" } ] }
                            """, System.Text.Encoding.UTF8, "application/json"), Cancellation);
                    var text = await asked.Content.ReadAsStringAsync(Cancellation);
                    Assert.False(asked.IsSuccessStatusCode);
                    Look($"refusal by {attribute}", text, leaks);
                    Assert.DoesNotMatch(@"\b(has|have) \d+ responses", text);
                }
            }
            using var form = await http.PostAsync(
                "/audits",
                new FormUrlEncodedContent(
                    [new("items", SmallGroupsService.Item), new("attribute", attribute), new("linear", "linear"), new("folds", "4")]), Cancellation);
            var shown = await form.Content.ReadAsStringAsync(Cancellation);
            Look($"form by {attribute}", shown, leaks);
            Assert.DoesNotContain(">Responses</th>", shown, StringComparison.Ordinal);
        }
        var (_, told) = await http.SendAsync(HttpMethod.Post, "/v1/audits/cost", $$"""
            { "items": ["{{SmallGroupsService.OtherItem}}"], "attribute": "gender", "folds": 2, "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }
            """);
        Assert.True(told!["time"] is { } time && time["seconds"] is null && ((string)time["note"]!).Contains("role read", StringComparison.Ordinal),
            told.ToJsonString());
        var empty = await http.GetStringAsync("/audits/new", Cancellation);
        Assert.Contains(SmallGroupsService.Item, empty, StringComparison.Ordinal);
        Assert.DoesNotContain("responses)", empty, StringComparison.Ordinal);
        Assert.Contains("(241 responses)", await small.Http.GetStringAsync("/audits/new", Cancellation), StringComparison.Ordinal);
        Assert.True(leaks.Count == 0, string.Join('\n', leaks.Distinct()));
    }

    [Fact]
    public async Task How_many_folds_are_refused_does_not_tell_how_many_a_small_group_are()
    {
        using var http = new HttpClient { BaseAddress = small.Http.BaseAddress };
        http.DefaultRequestHeaders.Add(AccessHandler.Header, small.AuditKey);
        Assert.Contains("Fewer than two groups of 'language' have 10 students", await RefusedAsync(http), StringComparison.Ordinal);
        Assert.Contains("Fewer than two of the groups have the 10 students", await RefusedAsync(small.Http), StringComparison.Ordinal);

        static async Task<string> RefusedAsync(HttpClient asking)
        {
            var refusals = new List<string>();
            // Six speak Klingon: they would be enough for two or three folds.
            foreach (var folds in (int[])[2, 3, 4, 5])
            {
                var (status, refusal) = await asking.SendAsync(HttpMethod.Post, "/v1/audits/cost", $$"""
                    { "items": ["{{SmallGroupsService.Item}}"], "attribute": "language", "groups": ["English", "Klingon"], "folds": {{folds}},
                      "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }
                    """);
                Assert.True(status == 400, refusal?.ToJsonString());
                refusals.Add(((string)refusal!["detail"]!).Replace($"in {folds} folds", "in folds", StringComparison.Ordinal));
            }
            return Assert.Single(refusals.Distinct());
        }
    }

    [Fact]
    public async Task An_item_that_none_of_a_group_answered_does_not_tell_how_many_answered_another()
    {
        var checks = (await small.Http.ReadAsync($"/v1/items/{SmallGroupsService.OtherItem}"))["checks"]!;
        Assert.NotNull(checks["largestShare"]);
        // Less what the other groups have at that score, it would tell what a small one has.
        Assert.Null((await small.Http.ReadAsync($"/v1/items/{SmallGroupsService.Item}"))["checks"]!["largestShare"]);
        var shares = checks["groupShares"]!.AsArray().ToDictionary(
            share => $"{share!["attribute"]}: {share["group"]}", share => ((double)share!["share"]!, (double?)share["shareOfAll"]));
        Assert.Equal((0, null), shares["language: Klingon"]);
        Assert.Equal((1, null), shares["language: English"]);
        Assert.Equal((0, null), shares["gender: nonbinary"]);
        // Of two that are hidden on the other item, the rest is told.
        Assert.NotNull(shares["nation: Mars"].Item2);
    }

    private IEnumerable<string> Paths() =>
        from endpoint in small.Service.Endpoints
        where endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true
        let pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        where !NoDoors.Contains(pattern) && !pattern.EndsWith("report.pdf", StringComparison.Ordinal)
            && !pattern.EndsWith("report.png", StringComparison.Ordinal)
            && !pattern.StartsWith("/hangfire", StringComparison.Ordinal)
        from itemId in pattern.Contains("{itemId}", StringComparison.Ordinal) ? new[] { SmallGroupsService.Item, SmallGroupsService.OtherItem } : [""]
        from auditId in pattern.Contains("{auditId}", StringComparison.Ordinal) || pattern == "/compare" ? small.Audits.Values : (IEnumerable<string>)[""]
        from part in pattern.EndsWith("/report.csv", StringComparison.Ordinal) ? ["", .. ReportTables.Names.Select(name => "?table=" + name)]
            : pattern.EndsWith("/report.svg", StringComparison.Ordinal) ? PlotFile.Names.Select(name => "?plot=" + name) : [""]
        select pattern.Replace("{itemId}", itemId, StringComparison.Ordinal).Replace("{auditId}", auditId, StringComparison.Ordinal)
            .Replace("{scheduleId}", "nightly", StringComparison.Ordinal).Replace("{name}", "none", StringComparison.Ordinal)
            + (pattern == "/compare" ? $"?first={small.Audits["gender"]}&second={auditId}"
                : pattern.EndsWith("/measures", StringComparison.Ordinal) ? "?limit=1000" : part);
}
