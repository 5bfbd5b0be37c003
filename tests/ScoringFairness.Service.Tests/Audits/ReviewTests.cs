using System.Net;
using System.Text.Json.Nodes;
using ScoringFairness.Service.Tests.Reports;

namespace ScoringFairness.Service.Tests.Audits;

/// <summary>What is said of an audit beside its figures: its name, a reviewer's note, a signature; and how it is found in the list.</summary>
public sealed class ReviewTests(RunningService service) : IClassFixture<RunningService>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_note_stands_in_the_report_at_once_and_what_is_signed_is_not_changed()
    {
        var id = await service.Http.VendorAuditAsync("review", 240);
        var path = $"/v1/audits/{id}/report";
        var before = await service.Http.ReadAsync($"{path}.json");
        Assert.Null(before["audit"]!["review"]);
        var page = await service.Http.GetStringAsync($"{path}.html", Cancellation);
        Assert.DoesNotContain("aria-label=\"Review\"", page, StringComparison.Ordinal);

        var (status, view) = await ChangeAsync(
            id, """{ "name": "Renamed & <seen>", "review": { "note": "Scores 1 and 2 go to a human.", "by": "A. Director" } }""");
        Assert.Equal((200, "Renamed & <seen>"), (status, (string)view!["name"]!));
        var after = await service.Http.ReadAsync($"{path}.json");
        Assert.Equal("Scores 1 and 2 go to a human.", (string)after["audit"]!["review"]!["note"]!);
        Assert.False((bool)after["audit"]!["review"]!["signedOff"]!);
        Assert.Equal(before["measures"]!.ToJsonString(), after["measures"]!.ToJsonString());
        page = await service.Http.GetStringAsync($"{path}.html", Cancellation);
        Assert.Contains("Scores 1 and 2 go to a human.", page, StringComparison.Ordinal);
        Assert.Contains("Renamed &amp; &lt;seen&gt;", page, StringComparison.Ordinal);

        using var signed = await service.Http.PostAsync(
            $"/audits/{id}/change", new FormUrlEncodedContent([new("note", "Deployed."), new("by", "B. Board"), new("signedOff", "on")]), Cancellation);
        Assert.Equal($"/audits/{id}", signed.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("Signed off by B. Board", await service.Http.GetStringAsync($"{path}.html", Cancellation), StringComparison.Ordinal);
        (status, var problem) = await ChangeAsync(id, """{ "review": { "note": "Never mind.", "by": "C" } }""");
        Assert.Equal(409, status);
        Assert.Contains("signed off", (string)problem!["detail"]!, StringComparison.Ordinal);
        Assert.Equal(409, (await ChangeAsync(id, """{ "name": "Another name under what was signed" }""")).Status);
        Assert.Equal(
            ["audit.signedOff", "audit.reviewed"],
            (await service.Http.ReadAsync("/v1/activity?limit=1000"))["items"]!.AsArray().Where(one => (string?)one!["subject"] == id)
                .Select(one => (string)one!["action"]!).Where(action => action is "audit.signedOff" or "audit.reviewed"));
    }

    [Theory]
    [InlineData("{ }", "/name", "Send a name")]
    [InlineData("""{ "name": " " }""", "/name", "is empty")]
    [InlineData("""{ "review": { "note": "", "by": "x" } }""", "/review/note", "is empty")]
    public async Task A_change_of_nothing_is_refused(string change, string field, string message)
    {
        var (status, problem) = await ChangeAsync("none", change);
        Assert.Equal(400, status);
        Assert.Contains(message, (string)problem!["errors"]![field]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_there_is_not_or_is_not_completed_cannot_be_reviewed()
    {
        Assert.Equal(404, (await ChangeAsync("none", """{ "name": "x" }""")).Status);
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=long&createItems=true&scaleMin=0&scaleMax=2", Texts.Csv(80, levels: 3), "text/csv");
        var id = (string)(await service.Http.SendAsync(HttpMethod.Post, "/v1/audits",
            """
            { "items": ["long"], "attribute": "gender", "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 200 } ] }
            """)).Body!["auditId"]!;
        Assert.Equal(409, (await ChangeAsync(id, """{ "review": { "note": "x", "by": "y" } }""")).Status);
        Assert.Equal(200, (await ChangeAsync(id, """{ "name": "In training" }""")).Status);
        using var early = await service.Http.PostAsync($"/audits/{id}/delete", null, Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/audits/{id}/cancel");
        using var deleted = await service.Http.PostAsync($"/audits/{id}/delete", null, Cancellation);
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        Assert.Equal(404, (await ChangeAsync(id, """{ "name": "x" }""")).Status);
    }

    [Fact]
    public async Task The_list_tells_scorers_verdicts_and_n_and_is_searched()
    {
        var id = await service.Http.VendorAuditAsync("listed", 240);
        await ChangeAsync(id, """{ "name": "Needle of March" }""");
        var page = EvaluationPage.Text(await service.Http.GetStringAsync("/?name=needle&status=completed", Cancellation));
        Assert.Contains("Needle of March", page, StringComparison.Ordinal);
        Assert.Contains("vendor", page, StringComparison.Ordinal);
        Assert.DoesNotContain("There is no audit yet", page, StringComparison.Ordinal);
        var html = await service.Http.GetStringAsync("/?name=needle", Cancellation);
        Assert.Matches("aria-label=\"vendor: bias (within tolerance|beyond tolerance|cannot tell|undefined)", html);
        Assert.Contains(">240<", html.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("No audit is so.", await service.Http.GetStringAsync("/?name=haystack", Cancellation), StringComparison.Ordinal);
        Assert.Empty((await service.Http.ReadAsync("/v1/audits?name=haystack"))["items"]!.AsArray());
        Assert.Single((await service.Http.ReadAsync("/v1/audits?name=NEEDLE"))["items"]!.AsArray());
    }

    private Task<(int Status, JsonNode? Body)> ChangeAsync(string id, string change) =>
        service.Http.SendAsync(HttpMethod.Patch, $"/v1/audits/{id}", change, "application/json");
}
