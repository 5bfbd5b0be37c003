using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ScoringFairness.Service.Tests.Pages;

/// <summary>The groups on the form of a new audit: how many there are of each, and what becomes of them.</summary>
public sealed class GroupsOfFormTests(RunningService service) : IClassFixture<RunningService>, IAsyncLifetime
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await SendAsync("one", 4, ("male", 40), ("female", 44), ("nonbinary", 12), ("secret", 4), ("hidden", 3), ("None", 11), ("", 10));
        await SendAsync("two", 4, ("male", 20), ("female", 22), ("nonbinary", 4), ("secret", 3));
        await SendAsync("other scale", 6, ("male", 20), ("female", 22));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Groups_are_shown_with_their_numbers_of_which_small_ones_are_suppressed_and_nothing_filled_in_is_lost()
    {
        var empty = await service.Http.GetStringAsync("/audits/new", Cancellation);
        // Items of one scale are chosen together, and others are not among them.
        Assert.Matches("""value="other scale"\s+checked""", empty);
        Assert.DoesNotMatch("""value="one"\s+checked""", empty);
        var form = new PageForm(empty, "/audits").Fill("items", "one").Fill("attribute", "gender").Fill("name", "Kept & whole").Fill("folds", "4")
            .Fill("checkpoint", "scratch:tiny").Fill("explain", "decomposition");
        var (answer, page) = await form.SendAsync(service.Http, "groups");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            ["female 44", "male 40", "nonbinary 12", "secret fewer than 10", "hidden fewer than 10", "None 11"], Rows(page));
        Assert.Contains("Not reported: 10.", page, StringComparison.Ordinal);
        var again = new PageForm(page, "/audits");
        foreach (var (name, value) in form.Fields.Where(field => field.Key is not ("reference" or "focal" or "groups" or "otherGroups")))
        {
            Assert.Contains(new(name, value), again.Fields);
        }
        Assert.Equal(("", "compare", ""), (again["reference"], again["group:nonbinary"], again["group:None"]));

        // A group that is told on one item and hidden on another: the sum would tell it.
        var (_, both) = await new PageForm(await service.Http.GetStringAsync("/audits/new?items=one&items=two&attribute=gender", Cancellation), "/audits")
            .SendAsync(service.Http, "groups");
        Assert.Contains("nonbinary 12, and fewer than 10 on another item", Rows(both));
        Assert.Contains("secret fewer than 10 on each of 2 items", Rows(both));
        Assert.DoesNotContain("scale or attributes", both, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_becomes_of_each_is_what_the_audit_is_asked_for()
    {
        var page = await service.Http.GetStringAsync("/audits/new?items=one&attribute=gender", Cancellation);
        var form = Small(page).Fill("reference", "female").Fill("group:nonbinary", "merge").Fill("group:secret", "merge").Fill("group:hidden", "leaveOut")
            .Fill("group:None", "compare");
        var (refused, wrong) = await form.SendAsync(service.Http);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("would be merged, 'hidden' left out. Choose the same of all.", WebUtility.HtmlDecode(wrong), StringComparison.Ordinal);
        var mended = new PageForm(wrong, "/audits");
        Assert.Equal(("female", "merge", "leaveOut"), (mended["reference"], mended["group:nonbinary"], mended["group:hidden"]));

        var (started, _) = await mended.Fill("group:hidden", "merge").SendAsync(service.Http);
        var request = (await service.Http.ReadAsync($"/v1{started.RequestMessage!.RequestUri!.AbsolutePath}"))["request"]!;
        Assert.Equal("""["female","male","None"]""", request["comparedGroups"]!.ToJsonString());
        Assert.Equal(("merge", "female"), ((string)request["otherGroups"]!, (string)request["reference"]!));
        Assert.Equal("""["female","male","other","None"]""", request["groups"]!.ToJsonString());

        var (left, _) = await Small(page).Fill("group:nonbinary", "leaveOut").Fill("group:secret", "leaveOut").Fill("group:hidden", "leaveOut")
            .SendAsync(service.Http);
        var alone = (await service.Http.ReadAsync($"/v1{left.RequestMessage!.RequestUri!.AbsolutePath}"))["request"]!;
        Assert.Equal(("leaveOut", """["male","female"]"""), ((string)alone["otherGroups"]!, alone["groups"]!.ToJsonString()));
    }

    [Fact]
    public async Task Choices_for_other_groups_than_the_items_have_are_not_taken_for_theirs()
    {
        var page = await service.Http.GetStringAsync("/audits/new?items=other scale&attribute=gender", Cancellation);
        var form = Small(page).Fill("group:male", "compare").Fill("group:female", "leaveOut").Fill("items", "one");
        var (refused, shown) = await form.SendAsync(service.Http);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(
            "There are groups of these items that were not shown before: 'nonbinary', 'secret', 'hidden'.", WebUtility.HtmlDecode(shown),
            StringComparison.Ordinal);
        Assert.Contains("nonbinary 12", Rows(shown));
        var (unknown, _) = await Small(page).Fill("attribute", "height").SendAsync(service.Http, "groups");
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    private static PageForm Small(string page) =>
        new PageForm(page, "/audits").Fill("trained", "linear").Fill("folds", "2").Fill("bootstrap", "100").Fill("minGroupSize", "10");

    /// <summary>The rows of the table of groups: label and number.</summary>
    private static IEnumerable<string> Rows(string page) =>
        Regex.Matches(page, """<th class="t w" scope="row" id="group-\d+">(.*?)</th>\s*<td>(.*?)(<small>.*?</small>)?\s*</td>""")
            .Select(row => WebUtility.HtmlDecode($"{row.Groups[1].Value} {row.Groups[2].Value.Trim()}"));

    private async Task SendAsync(string item, int levels, params (string Group, int N)[] groups)
    {
        var csv = new StringBuilder("responseId,studentId,text,humanScore,group.gender\n");
        foreach (var (at, group) in groups.SelectMany(one => Enumerable.Repeat(one.Group, one.N)).Index())
        {
            csv.Append(CultureInfo.InvariantCulture, $"r{at},s{at},answer number {at} of {item},{at % levels},{group}\n");
        }
        var (status, body) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={Uri.EscapeDataString(item)}&createItems=true&scaleMin=0&scaleMax={levels - 1}&notMissing=None",
            csv.ToString(), "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
    }
}
