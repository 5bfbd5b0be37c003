using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ScoringFairness.Service.Tests.Pages.Uploads;

namespace ScoringFairness.Service.Tests.Pages;

/// <summary>What the form of a new audit proposes by itself: the scores just uploaded, the one attribute that there is, and doubts of the groups.</summary>
public sealed class AuditFormOffersTests(RunningService service) : IClassFixture<RunningService>, IAsyncLifetime
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await SendAsync("essay", "male", "female");
        await SendAsync("letter", "Male", "fe male");
        await service.Http.SendAsync(HttpMethod.Post, "/v1/scores?scorer=coin&item=letter", Scores(), "text/csv");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Scores_that_were_uploaded_are_ticked_and_nothing_is_trained()
    {
        var csv = "responseId,itemId,scorer,score\n"
            + string.Concat(Enumerable.Range(0, 80).Select(at => string.Create(CultureInfo.InvariantCulture, $"r{at},essay,grader-{at % 2},{at % 3}\n")));
        var (path, page) = await service.Http.ChooseAsync("scores", "scores.csv", Encoding.UTF8.GetBytes(csv));
        Assert.Equal([("c0", "responseId"), ("c1", "itemId"), ("c2", "scorer"), ("c3", "machineScore")], UploadedFile.Uses(page));
        var (status, stored) = await service.Http.SendFieldsAsync(
            path, ("as", "scores"), ("c0", "responseId"), ("c1", "itemId"), ("c2", "scorer"), ("c3", "machineScore"));
        Assert.Equal(HttpStatusCode.OK, status);
        const string Link = "/audits/new?items=essay&external=grader-0&external=grader-1";
        Assert.Contains($"href=\"{Link.Replace("&", "&amp;", StringComparison.Ordinal)}\"", stored, StringComparison.Ordinal);

        var form = WebUtility.HtmlDecode(await service.Http.GetStringAsync(Link, Cancellation));
        var sent = new PageForm(form, "/audits");
        Assert.Equal(["grader-0", "grader-1"], sent.Fields.Where(field => field.Key == "external").Select(field => field.Value));
        Assert.DoesNotContain(sent.Fields, field => field.Key == "trained");
        Assert.Equal(("gender", "compare"), (sent["attribute"], sent["group:female"]));
        Assert.Contains("scores of letter were sent; nothing is trained", form, StringComparison.Ordinal);
        Assert.Contains("No score of essay, which is chosen above.", form, StringComparison.Ordinal);
        Assert.DoesNotContain("No score of letter", form, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_that_are_not_named_are_chosen_in_words()
    {
        var page = WebUtility.HtmlDecode(await service.Http.GetStringAsync("/audits/new", Cancellation));
        Assert.Contains(">merge into “other”</option>", page, StringComparison.Ordinal);
        var form = Small(page).Fill("items", "essay").Fill("groups", "male").Fill("otherGroups", "merge").Fill("adjustOverGroups", "true");
        var request = (await StartedAsync(form))["request"]!;
        Assert.Equal(("""["male","other"]""", true), (request["groups"]!.ToJsonString(), (bool)request["adjustOverGroups"]!));
    }

    [Fact]
    public async Task Groups_that_are_called_nearly_the_same_are_doubted_on_the_form_and_in_the_audit()
    {
        const string Doubt = "'Male', 'male' differ by capitals or spaces alone";
        var page = WebUtility.HtmlDecode(await service.Http.GetStringAsync("/audits/new?items=essay&items=letter&attribute=gender", Cancellation));
        Assert.Contains(Doubt, page, StringComparison.Ordinal);
        Assert.Contains("'fe male', 'female' differ", page, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "capitals or spaces", await service.Http.GetStringAsync("/audits/new?items=essay&attribute=gender", Cancellation), StringComparison.Ordinal);
        var started = await StartedAsync(Small(page));
        var audit = await service.Http.WaitAsync((string)started["auditId"]!);
        var said = audit["warnings"]!.AsArray().Where(one => (string)one!["code"]! == "alikeGroups").Select(one => (string)one!["message"]!).ToList();
        // 'fe male' has a few students: it is not named.
        Assert.Contains(Doubt, Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_group_whose_number_is_not_told_it_is_said_from_which_on_it_is_compared()
    {
        var page = WebUtility.HtmlDecode(await service.Http.GetStringAsync("/audits/new?items=letter&attribute=gender", Cancellation));
        Assert.Matches(@"suppressed\s*<small>another's number would follow; compared from 30 on</small>", page);
        Assert.Matches(@"fewer than 10\s*<small>too few to be compared</small>", page);
        Assert.DoesNotContain(
            "compared from", await service.Http.GetStringAsync("/audits/new?items=essay&attribute=gender", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_asked_is_what_is_refused()
    {
        var page = await service.Http.GetStringAsync("/audits/new?items=essay", Cancellation);
        var (_, cost) = await Small(page).Fill("reference", "nobody").SendAsync(service.Http, "cost");
        Assert.Contains("What the audit would take cannot be told yet.", cost, StringComparison.Ordinal);
        Assert.DoesNotContain("was not started", cost, StringComparison.Ordinal);
        var (_, start) = await Small(page).Fill("reference", "nobody").SendAsync(service.Http);
        Assert.Contains("The audit was not started.", start, StringComparison.Ordinal);
    }

    private static PageForm Small(string page) =>
        new PageForm(page, "/audits").Fill("trained", "linear").Fill("folds", "2").Fill("bootstrap", "100");

    private async Task<JsonNode> StartedAsync(PageForm form)
    {
        var (answer, page) = await form.SendAsync(service.Http);
        Assert.True(answer.RequestMessage!.Method == HttpMethod.Get, page);
        return await service.Http.ReadAsync($"/v1{answer.RequestMessage.RequestUri!.AbsolutePath}");
    }

    /// <summary>Forty responses of the first group; of the second as many, where it is written as one word, else four.</summary>
    private async Task SendAsync(string item, string first, string second)
    {
        var csv = new StringBuilder("responseId,studentId,text,humanScore,group.gender\n");
        for (var at = 0; at < (second.Contains(' ', StringComparison.Ordinal) ? 44 : 80); at++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"r{at},s{item}{at},answer number {at} of {item},{at % 3},{(at < 40 ? first : second)}\n");
        }
        var (status, body) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=2", csv.ToString(), "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
    }

    private static string Scores() =>
        "responseId,score\n" + string.Concat(Enumerable.Range(0, 40).Select(at => string.Create(CultureInfo.InvariantCulture, $"r{at},1\n")));
}
