using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Tests.Pages;

/// <summary>An audit that is asked for again by the form: nothing of its request is lost on the way.</summary>
public sealed class AuditAgainTests(RunningService service) : IClassFixture<RunningService>, IAsyncLifetime
{
    /// <summary>What a design has that no request asks for: found out by the first fit, or told in another form.</summary>
    private static readonly string[] OfDesignsAlone = ["bert: CheckpointCommit", "nasBert: WeightsDigest", "external: Splits"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var csv = new StringBuilder("responseId,studentId,text,humanScore,group.gender,group.topic,cohort,submittedAt\n");
        var scores = new StringBuilder("responseId,itemId,score\n");
        foreach (var (at, group) in new[] { ("male", 60), ("female", 64), ("nonbinary", 14), ("None", 12), ("EMPTY", 11) }
            .SelectMany(one => Enumerable.Repeat(one.Item1, one.Item2)).Index())
        {
            csv.Append(
                CultureInfo.InvariantCulture,
                $"r{at},s{at},he wrote answer number {at},{at % 3},{group},t{at % 2},spring,2026-02-{1 + at % 20:00}T08:00:00Z\n");
            scores.Append(CultureInfo.InvariantCulture, $"r{at},essay,{at * 7 % 3}\n");
        }
        var (status, body) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=essay&createItems=true&scaleMin=0&scaleMax=2&notMissing=None", csv.ToString(), "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
        (status, body) = await service.Http.SendAsync(HttpMethod.Post, "/v1/scores?scorer=vendor", scores.ToString(), "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_form_that_is_sent_twice_starts_one_audit_and_a_changed_one_another()
    {
        var audit = await service.Http.AuditAsync(
            """{ "items": ["essay"], "attribute": "gender", "folds": 2, "scorers": [ { "kind": "external", "scorer": "vendor" } ] }""");
        var form = new PageForm(await service.Http.GetStringAsync($"/audits/new?again={audit["auditId"]}", Cancellation), "/audits");
        var (first, second) = (Place((await form.SendAsync(service.Http)).Answer), Place((await form.SendAsync(service.Http)).Answer));
        Assert.StartsWith("/audits/", first, StringComparison.Ordinal);
        Assert.Equal(first, second);
        Assert.NotEqual(first, Place((await form.Fill("name", "Another").SendAsync(service.Http)).Answer));

        static string Place(HttpResponseMessage answer) => (answer.Headers.Location ?? answer.RequestMessage!.RequestUri!) is { IsAbsoluteUri: true } whole
            ? whole.AbsolutePath
            : answer.Headers.Location!.OriginalString;
    }

    [Theory]
    [InlineData("""{ "items": ["essay"], "attribute": "gender", "folds": 2, "scorers": [ { "kind": "linear" } ] }""")]
    [InlineData("""
        { "items": ["essay"], "attribute": "gender", "groups": ["male", "female", "None"], "otherGroups": "compare", "folds": 2, "minGroupSize": 10,
          "scorers": [ { "kind": "external", "scorer": "vendor", "name": "ours" } ] }
        """)]
    [InlineData("""
        { "name": "Everything", "items": ["essay"], "attribute": ["gender"], "groups": ["female", "male", "None"], "otherGroups": "merge", "missing": ["EMPTY"],
          "reference": "female", "focal": "other", "cohort": "spring", "submittedFrom": "2026-02-01T09:30:15.5+01:00", "submittedTo": "2026-02-20T00:00:00Z",
          "folds": 3, "repeats": 2, "seed": 9007199254740993, "bootstrap": 150, "confidence": 0.875, "minGroupSize": 9, "minCellSize": 5, "budget": 12.5,
          "adjustOverGroups": true, "minGroupShare": 0.013, "preset": "ets", "tolerances": { "equalizedOdds": 0.123, "smd": 0.0625 },
          "minimums": { "qwk": 0.55 }, "explain": ["swaps", "decomposition", "groupProbe", "groupCuts", "attribution"], "swapWords": [["wrote", "drew"]],
          "promptAttribute": "topic",
          "scorers": [
            { "kind": "linear", "cuts": "spread", "splits": ["mixed", "only:female"] },
            { "kind": "linear", "cuts": "spread", "splits": ["mixed"], "mitigation": "penalised", "strength": 3.5, "name": "evened, out" },
            { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 3, "learningRate": 0.0007, "batchSize": 4, "maxTokens": 24, "labelSmoothing": 0.03,
              "classWeights": "balanced", "splits": ["mixed"], "name": "teacher" },
            { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 2, "maxTokens": 24, "teacher": "teacher", "temperature": 3, "teacherWeight": 0.75,
              "splits": ["mixed"] },
            { "kind": "external", "scorer": "vendor" } ] }
        """)]
    public async Task Sent_as_it_stands_it_is_the_same_design(string request)
    {
        var (id, design) = await StartAsync(request);
        var page = await service.Http.GetStringAsync($"/audits/new?again={id}", Cancellation);
        var name = (string)design["name"]!;
        Assert.Equal($"{name} (again)", new PageForm(page, "/audits")["name"]);
        // Asked for its groups in between, as a form without scripts is.
        var (shown, groups) = await new PageForm(page, "/audits").SendAsync(service.Http, "groups");
        Assert.True(shown.StatusCode == HttpStatusCode.OK, groups);
        foreach (var form in new[] { new PageForm(page, "/audits"), new PageForm(groups, "/audits") })
        {
            var (started, answer) = await form.SendAsync(service.Http);
            Assert.True(started.RequestMessage!.Method == HttpMethod.Get, answer);
            var again = await CancelledAsync(started.RequestMessage.RequestUri!.Segments[^1]);
            Assert.Equal($"{name} (again)", (string)again["name"]!);
            again["name"] = name;
            Assert.Equal(design.ToJsonString(), again.ToJsonString());
        }
    }

    [Fact]
    public async Task What_has_no_field_is_said_and_can_be_left_out_and_the_pages_of_the_audit_lead_to_it()
    {
        var (id, _) = await StartAsync("""
            { "name": "Before", "items": ["essay"], "attribute": "gender", "folds": 2, "preset": "naep", "submittedFrom": "2026-02-03T00:00:00Z",
              "scorers": [ { "kind": "linear", "cuts": "nearest" }, { "kind": "external", "scorer": "vendor" } ] }
            """);
        foreach (var path in new[] { "/", $"/audits/{id}" })
        {
            Assert.Contains($"/audits/new?again={id}", await service.Http.GetStringAsync(path, Cancellation), StringComparison.Ordinal);
        }
        var page = WebUtility.HtmlDecode(await service.Http.GetStringAsync($"/audits/new?again={id}", Cancellation));
        Assert.Contains("Only responses submitted from 3 Feb 2026, 00:00:00 UTC on", page, StringComparison.Ordinal);
        Assert.Contains("Tolerances and minimums of the preset naep", page, StringComparison.Ordinal);
        Assert.Contains("(splits mixed, mixedMatched, only:male, only:female; cuts nearest)", page, StringComparison.Ordinal);
        var form = new PageForm(page, "/audits").Fill("carried", "preset").Fill("againScorer", "linear");
        var (started, _) = await form.SendAsync(service.Http);
        var changed = await CancelledAsync(started.RequestMessage!.RequestUri!.Segments[^1]);
        Assert.Equal(("naep", null, 1), ((string?)changed["preset"], (string?)changed["submittedFrom"], changed["scorers"]!.AsArray().Count));

        await service.Http.SendAsync(HttpMethod.Delete, $"/v1/audits/{id}");
        Assert.Equal(HttpStatusCode.NotFound, (await service.Http.GetAsync($"/audits/new?again={id}", Cancellation)).StatusCode);
        var (gone, _) = await form.SendAsync(service.Http);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Another_attribute_takes_over_no_group_split_or_reference_of_the_former_and_the_form_says_so()
    {
        var (id, _) = await StartAsync("""
            { "items": ["essay"], "attribute": "gender", "groups": ["male", "female"], "otherGroups": "leaveOut", "reference": "male", "focal": "female",
              "folds": 2, "scorers": [ { "kind": "linear", "splits": ["mixed", "only:male"] }, { "kind": "external", "scorer": "vendor" } ] }
            """);
        var form = new PageForm(await service.Http.GetStringAsync($"/audits/new?again={id}", Cancellation), "/audits").Fill("attribute", "topic");
        var (held, page) = await form.SendAsync(service.Http);
        Assert.Equal(HttpStatusCode.BadRequest, held.StatusCode);
        page = WebUtility.HtmlDecode(page);
        Assert.Contains("The attribute was gender and is topic now.", page, StringComparison.Ordinal);
        foreach (var said in new[] { "the reference group: male", "the focal group: female", "group nonbinary: leaveOut", "splits only:male of linear" })
        {
            Assert.Contains($"<li>{said}</li>", page, StringComparison.Ordinal);
        }
        Assert.Contains("(splits mixed;", page, StringComparison.Ordinal);
        var next = new PageForm(page, "/audits");
        Assert.Equal(("", "", "compare"), (next["reference"], next["focal"], next["group:t0"]));
        var (started, answer) = await next.SendAsync(service.Http);
        Assert.True(started.RequestMessage!.Method == HttpMethod.Get, answer);
        var design = await CancelledAsync(started.RequestMessage.RequestUri!.Segments[^1]);
        Assert.Equal(["t0", "t1"], design["groups"]!.AsArray().Select(one => (string)one!).Order());
        Assert.Equal("""["mixed"]""", design["scorers"]![0]!["splits"]!.ToJsonString());

        // The same attribute again: nothing is to be said, and nothing is lost.
        var (same, _) = await new PageForm(await service.Http.GetStringAsync($"/audits/new?again={id}", Cancellation), "/audits").SendAsync(service.Http);
        Assert.Equal(HttpMethod.Get, same.RequestMessage!.Method);
        await CancelledAsync(same.RequestMessage.RequestUri!.Segments[^1]);
    }

    [Fact]
    public void Every_option_of_a_design_is_one_that_can_be_asked_for()
    {
        var kinds = service.Services.GetRequiredService<ScorerKinds>().All;
        var lost = from kind in kinds
                   let asked = kind.RequestType.GetProperties().Select(property => property.Name).ToList()
                   from option in kind.DesignType.GetProperties().Where(property => property.GetCustomAttributes(inherit: true).All(
                       attribute => attribute.GetType().Name != "JsonIgnoreAttribute"))
                   where !asked.Contains(option.Name)
                   select $"{kind.Word}: {option.Name}";
        Assert.Equal(OfDesignsAlone.Order(), lost.Order());
    }

    private async Task<(string Id, JsonNode Design)> StartAsync(string request)
    {
        var (status, audit) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", request);
        Assert.True(status == 202, audit?.ToJsonString());
        var id = (string)audit!["auditId"]!;
        return (id, await CancelledAsync(id));
    }

    /// <summary>The design of an audit that nothing is trained for any more.</summary>
    private async Task<JsonNode> CancelledAsync(string id)
    {
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/audits/{id}/cancel");
        return (await service.Http.ReadAsync($"/v1/audits/{id}"))["request"]!;
    }
}
