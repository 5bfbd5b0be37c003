using System.Globalization;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Items;

/// <summary>What is kept in memory of items' responses is what there is.</summary>
public sealed class ItemCountTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task An_item_tells_how_many_responses_it_has_at_once_whatever_becomes_of_them()
    {
        await SendAsync("counted", "a", 3);
        Assert.Equal((3, 3), await CountsAsync("counted"));
        await SendAsync("counted", "b", 2);
        Assert.Equal((5, 5), await CountsAsync("counted"));
        await SendAsync("counted", "b", 2);
        Assert.Equal((5, 5), await CountsAsync("counted"));
        Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/responses/counted/a0")).Status);
        Assert.Equal((4, 4), await CountsAsync("counted"));
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/students/b1")).Status);
        Assert.Equal((3, 3), await CountsAsync("counted"));
        Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/items/counted")).Status);
        await SendAsync("counted", "c", 1);
        Assert.Equal((1, 1), await CountsAsync("counted"));
    }

    [Fact]
    public async Task Uploads_of_the_same_items_at_once_are_all_counted()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async upload =>
        {
            await SendAsync(upload % 2 == 0 ? "even" : "odd", $"u{upload}-", 50);
            await CountsAsync("even");
        }));
        Assert.Equal((300, 300), await CountsAsync("even"));
        Assert.Equal((300, 300), await CountsAsync("odd"));
    }

    [Fact]
    public async Task The_form_offers_an_attribute_as_soon_as_a_response_reports_it()
    {
        await SendAsync("offered", "a", 2);
        Assert.DoesNotContain("dialect: north", await FormAsync(), StringComparison.Ordinal);
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=offered&groups=dialect", "responseId,text,humanScore,dialect\nd,text,1,north\n", "text/csv");
        Assert.Contains("dialect: north", await FormAsync(), StringComparison.Ordinal);
    }

    private Task<string> FormAsync() =>
        service.Http.GetStringAsync(new Uri("/audits/new", UriKind.Relative), TestContext.Current.CancellationToken);

    private Task<(int Status, JsonNode? Body)> SendAsync(string item, string prefix, int n) => service.Http.SendAsync(
        HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3",
        "responseId,studentId,text,humanScore\n"
            + string.Concat(Enumerable.Range(0, n).Select(at => string.Create(CultureInfo.InvariantCulture, $"{prefix}{at},{prefix}{at},text {at},1\n"))),
        "text/csv");

    /// <summary>By the item and by the list of items.</summary>
    private async Task<(int, int)> CountsAsync(string item)
    {
        var listed = (await service.Http.ReadAsync("/v1/items"))["items"]!.AsArray().FirstOrDefault(one => (string)one!["itemId"]! == item);
        return ((int)(await service.Http.ReadAsync($"/v1/items/{item}"))["responses"]!, (int?)listed?["responses"] ?? 0);
    }
}
