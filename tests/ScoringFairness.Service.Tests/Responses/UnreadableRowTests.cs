using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Responses;

/// <summary>Rows that cannot be read, of which it is known where they end; and what Excel adds to a table.</summary>
public sealed class UnreadableRowTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Csv = "text/csv";
    private const string NdJson = "application/x-ndjson";
    private const string Json = "application/json";
    private const string Row = """{"responseId":"r%","text":"a","humanScore":1}""";
    private static int _items;

    [Fact]
    public async Task A_ragged_row_is_skipped_alone()
    {
        var (status, answer) = await SendAsync(await CaseAsync("ragged_row_skip"), Csv, "&onError=skip");
        Assert.True(status == 200, answer.ToJsonString());
        Assert.Equal((3, 2, 1), ((int)answer["received"]!, (int)answer["inserted"]!, (int)answer["rejected"]!));
        Assert.Equal((2, "columns"), ((int)answer["errors"]![0]!["row"]!, (string)answer["errors"]![0]!["code"]!));
    }

    [Theory]
    [InlineData(Csv, "responseId,text,humanScore\nr1,a,1\nr2,\u00ff,1\nr3,c,1\n", "encoding")]
    [InlineData(Csv, "responseId,text,humanScore\nr1,a,1\nr2,five\" tall,1\nr3,c,1\n", "quoting")]
    [InlineData(Csv, "responseId,text,humanScore\nr1,a,1\nr2,a\nr3,c,1\n", "columns")]
    [InlineData(NdJson, "{1}\n\n{\"responseId\":\"r2\" \"text\":\"a\"}\n{3}", "malformed")]
    [InlineData(NdJson, "{1}\n{\"responseId\":\"r2\",\"text\":\"\u00ff\",\"humanScore\":1}\n{3}\n", "malformed")]
    [InlineData(NdJson, "{1}\n[1,2]\n{3}\n", "malformed")]
    [InlineData(Json, "[{1},{\"responseId\":\"r2\",\"text\":\"\u00ff\",\"humanScore\":1},{3}]", "malformed")]
    [InlineData(Json, "[{1},{\"responseId\":\"r2\",\"text\":\"a\",\"text\":\"b\",\"humanScore\":1},{3}]", "malformed")]
    [InlineData(Json, "[{1},{\"responseId\":\"r2\",\"groups\":{\"a\":\"x\"},\"groups\":{\"b\":\"y\"},\"text\":\"b\",\"humanScore\":1},{3}]", "malformed")]
    [InlineData(Json, "[{1},null,{3}]", "malformed")]
    public async Task Reading_goes_on_behind_a_row_whose_end_is_known(string contentType, string body, string code)
    {
        body = body.Replace("{1}", Row.Replace('%', '1'), StringComparison.Ordinal).Replace("{3}", Row.Replace('%', '3'), StringComparison.Ordinal);
        var (status, answer) = await SendAsync(body, contentType, "&onError=skip");
        Assert.True(status == 200, answer.ToJsonString());
        Assert.Equal((3, 2, 1), ((int)answer["received"]!, (int)answer["inserted"]!, (int)answer["rejected"]!));
        Assert.Equal((2, code), ((int)answer["errors"]![0]!["row"]!, (string)answer["errors"]![0]!["code"]!));
        (status, answer) = await SendAsync(body, contentType, "");
        Assert.Equal((422, 0), (status, (int)answer["inserted"]!));
    }

    [Fact]
    public async Task A_property_that_stands_twice_in_a_row_is_refused_by_name()
    {
        var (status, answer) = await SendAsync("""[{"responseId":"r1","text":"a","humanScore":1,"humanScore":2}]""", Json, "");
        Assert.Equal((422, "humanScore"), (status, (string)answer["errors"]![0]!["field"]!));
    }

    [Theory]
    [InlineData("sep_line", 1)]
    [InlineData("trailing_empty_columns", 2)]
    [InlineData("na_text", 5)]
    public async Task What_Excel_and_R_write_is_understood(string name, int inserted)
    {
        var (status, answer) = await SendAsync(await CaseAsync(name), Csv, "");
        Assert.True(status == 200, answer.ToJsonString());
        Assert.Equal((inserted, inserted, 0), ((int)answer["received"]!, (int)answer["inserted"]!, (int)answer["rejected"]!));
    }

    [Theory]
    [InlineData("\uFEFFsep=|\r\nresponseId|text|humanScore\r\nr1|a;b,c|1\r\n")]
    [InlineData("\"sep=\t\"\nresponseId\ttext\thumanScore\nr1\ta\t1\n")]
    [InlineData("SEP=,\nresponseId,text,humanScore\nr1,a,1\n")]
    public async Task A_first_line_names_the_separator(string csv)
    {
        var (status, answer) = await SendAsync(csv, Csv, "");
        Assert.True(status == 200, answer.ToJsonString());
        Assert.Equal(1, (int)answer["inserted"]!);
    }

    [Theory]
    [InlineData("responseId,note,text,note,humanScore,humanScore\nr1,x,a,y,1,2\n", "", "humanScore")]
    [InlineData("responseId,text,humanScore,humanScore2,humanScore2\nr1,a,1,2,3\n", "", "humanScore2")]
    [InlineData("responseId,text,humanScore,g,g\nr1,a,1,x,y\n", "&groups=g", "g")]
    [InlineData("responseId,text,humanScore,g,group.g\nr1,a,1,x,y\n", "&groups=g", "groups")]
    public async Task A_column_that_is_used_may_not_stand_twice(string csv, string query, string field)
    {
        var (status, answer) = await SendAsync(csv, Csv, query);
        Assert.Equal((422, field), (status, (string)answer["errors"]![0]!["field"]!));
    }

    [Fact]
    public async Task A_column_that_is_not_used_may_stand_twice()
    {
        var (status, answer) = await SendAsync("responseId,note,text,note,humanScore,g,g\nr1,x,a,y,1,x,y\n", Csv, "");
        Assert.True(status == 200, answer.ToJsonString());
        Assert.Equal(["note", "note", "g", "g"], answer["ignoredColumns"]!.AsArray().Select(one => (string)one!));
    }

    [Fact]
    public async Task An_evaluation_names_every_row_that_cannot_be_read()
    {
        var (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/evaluations", "group,humanScore,machineScore,note,note\na,1\na,1,1,x,y\nb,1\n", Csv);
        Assert.Equal((422, 2), (status, (int)answer!["rejected"]!));
        Assert.Equal([1, 3], answer["errors"]!.AsArray().Select(one => (int)one!["row"]!));
    }

    private static Task<string> CaseAsync(string name) =>
        File.ReadAllTextAsync(SharedFolder.Path("cases", $"{name}.csv"), TestContext.Current.CancellationToken);

    /// <summary>Sends a body of which ÿ is a byte that is none of UTF-8.</summary>
    private async Task<(int Status, JsonNode Answer)> SendAsync(string body, string contentType, string query)
    {
        var bytes = Encoding.UTF8.GetBytes(body).AsSpan();
        using var content = new ByteArrayContent([.. bytes.IndexOf([(byte)0xC3, (byte)0xBF]) is var at and >= 0
            ? [.. bytes[..at], 0xFF, .. bytes[(at + 2)..]]
            : bytes.ToArray()]);
        content.Headers.ContentType = new(contentType);
        using var response = await service.Http.PostAsync(
            new Uri($"/v1/responses?item=u{Interlocked.Increment(ref _items)}&createItems=true&scaleMin=0&scaleMax=3{query}", UriKind.Relative),
            content, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }
}
