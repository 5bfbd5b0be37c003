using System.Text;

namespace ScoringFairness.Service.Tests.Responses;

/// <summary>Exports as other systems write them.</summary>
public sealed class UploadFormatTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Scale = "createItems=true&scaleMin=0&scaleMax=3&scaleStep=0.5";

    [Theory]
    [InlineData("semicolon", "text/csv", "responseId;text;humanScore\r\na;\"one; two\r\nthree\";1,5\r\n", "&decimal=comma")]
    [InlineData("semicolon-named", "text/csv", "responseId;text;humanScore\na;\"one; two\r\nthree\";1.5\n", "&separator=semicolon")]
    [InlineData("tab", "text/csv", "responseId\ttext\thumanScore\na\t\"one; two\r\nthree\"\t1.5\n", "")]
    [InlineData("tsv", "text/tab-separated-values", "responseId\ttext\thumanScore\na\t\"one; two\r\nthree\"\t1.5", "")]
    [InlineData("pipe", "text/csv", "responseId|text|humanScore\na|\"one; two\r\nthree\"|1.5\n", "&separator=pipe")]
    [InlineData("mark", "text/csv", "\uFEFFresponseId,text,humanScore\na,\"one; two\r\nthree\",1.5\n", "")]
    [InlineData("mark-json", "application/json", "\uFEFF[{\"responseId\":\"a\",\"text\":\"one; two\\r\\nthree\",\"humanScore\":1.5}]", "")]
    [InlineData("mark-ndjson", "application/x-ndjson", "\uFEFF{\"responseId\":\"a\",\"text\":\"one; two\\r\\nthree\",\"humanScore\":1.5}\r\n", "")]
    [InlineData("foreign", "text/csv", "Nr,Antwort,Note,Rest\na,\"one; two\r\nthree\",1.5,x\n", "&responseId=Nr&text=Antwort&humanScore=Note")]
    public async Task An_export_is_taken_whatever_its_dialect(string item, string contentType, string body, string query)
    {
        var (status, answer) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item={item}&{Scale}{query}", body, contentType);
        Assert.True(status == 200, answer?.ToJsonString());
        var stored = await service.Http.ReadAsync($"/v1/responses/{item}/a");
        Assert.Equal(("one; two\r\nthree", 1.5), ((string)stored["text"]!, (double)stored["humanScore"]!));
    }

    [Fact]
    public async Task A_decimal_comma_without_being_asked_for_is_refused_with_the_remedy()
    {
        var (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item=comma&{Scale}", "responseId;text;humanScore\na;one;1,5\n", "text/csv");
        Assert.Equal(422, status);
        Assert.Contains("decimal=comma", (string)answer!["errors"]![0]!["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("studentId=studnet", "student,cohort", "studnet")]
    [InlineData("cohort=chort", "student,cohort", "chort")]
    public async Task A_named_column_that_no_row_has_is_refused(string query, string columns, string name)
    {
        var (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item=named&{Scale}&{query}", $"responseId,text,humanScore,{columns}\na,one,1,s1,c1\n", "text/csv");
        Assert.Equal((422, name), (status, (string)answer!["errors"]![0]!["field"]!));
        Assert.Equal(404, (await service.Http.SendAsync(HttpMethod.Get, "/v1/items/named")).Status);
        // A property that some objects lack is named in those that have it.
        (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item=some{name}&{Scale}&{query}",
            $$"""[{"responseId":"a","text":"one","humanScore":1},{"responseId":"b","text":"two","humanScore":1,"{{name}}":"s1"}]""");
        Assert.True(status == 200, answer?.ToJsonString());
    }

    [Theory]
    [InlineData("9999-12-31 23:59:59")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    public async Task A_date_that_stands_for_none_is_refused_with_its_row(string time)
    {
        var (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item=never&{Scale}&timeZone=America/New_York",
            $"responseId,text,humanScore,submittedAt\na,one,1,{time}\n", "text/csv");
        Assert.Equal((422, "submittedAt"), (status, (string)answer!["errors"]![0]!["field"]!));
    }

    [Fact]
    public async Task Any_number_of_ratings_is_kept_in_order()
    {
        var columns = Enumerable.Range(2, 29).Reverse().Select(number => $"humanScore{number}").ToList();
        var csv = $"responseId,text,humanScore,{string.Join(',', columns)}\na,one,0,{string.Join(',', columns.Select((_, at) => at % 4))}\n";
        var (status, answer) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=raters&{Scale}", csv, "text/csv");
        Assert.True(status == 200, answer?.ToJsonString());
        var scores = (await service.Http.ReadAsync("/v1/responses/raters/a"))["humanScores"]!.AsArray().Select(score => (double)score!).ToList();
        Assert.Equal([0, .. Enumerable.Range(0, 29).Reverse().Select(at => (double)(at % 4))], scores);
        var sent = await service.Http.ReadAsync("/v1/responses/raters/a");
        var (again, unchanged) = await service.Http.SendAsync(HttpMethod.Post, "/v1/responses", $"[{sent.ToJsonString()}]");
        Assert.Equal((200, 1), (again, (int)unchanged!["unchanged"]!));
    }

    [Fact]
    public async Task Columns_of_scores_become_items_and_an_empty_score_gives_no_response()
    {
        const string Csv = "id,essay,Syntax,Tone\na,first text,1,2.5\nb,second text,,3\nc,third text,0,\n";
        var (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?responseId=id&text=essay&items=Syntax,essay-tone:Tone&{Scale}", Csv, "text/csv");
        Assert.True(status == 200, answer?.ToJsonString());
        Assert.Equal((4, 4), ((int)answer!["received"]!, (int)answer["inserted"]!));
        Assert.Equal(2.5, (double)(await service.Http.ReadAsync("/v1/responses/essay-tone/a"))["humanScore"]!);
        Assert.Equal(404, (await service.Http.SendAsync(HttpMethod.Get, "/v1/responses/Syntax/b")).Status);
        var (none, refused) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?responseId=id&text=essay&items=Syntax,Tone&{Scale}", "id,essay,Syntax,Tone\na,first,,\n", "text/csv");
        Assert.Equal((422, "missing"), (none, (string)refused!["errors"]![0]!["code"]!));
    }

    [Theory]
    [InlineData("items=a,b&item=c")]
    [InlineData("decimal=dot")]
    [InlineData("separator=space")]
    [InlineData("onError=ignore")]
    [InlineData("noText=true&text=essay")]
    [InlineData("item=%20x")]
    public async Task A_query_that_contradicts_itself_is_refused(string query) =>
        Assert.Equal(400, (await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?{query}", "responseId\n", "text/csv")).Status);

    [Fact]
    public async Task Lists_are_paged_without_gaps_and_filtered_by_cohort()
    {
        var csv = new StringBuilder("responseId,text,humanScore,cohort\n");
        for (var number = 0; number < 25; number++)
        {
            csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"r{number:00},text {number},1,{(number < 10 ? "autumn" : "spring")}\n");
        }
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=paged&{Scale}", csv.ToString(), "text/csv");
        var ids = new List<string>();
        string? after = null;
        do
        {
            var page = await service.Http.ReadAsync($"/v1/responses?itemId=paged&cohort=spring&limit=4{(after is null ? "" : "&after=" + after)}");
            ids.AddRange(page["items"]!.AsArray().Select(response => (string)response!["responseId"]!));
            after = (string?)page["next"];
        }
        while (after is not null);
        Assert.Equal(Enumerable.Range(10, 15).Select(number => $"r{number:00}"), ids);
        Assert.Equal(400, (await service.Http.SendAsync(HttpMethod.Get, "/v1/responses?limit=1001")).Status);
        Assert.Equal(400, (await service.Http.SendAsync(HttpMethod.Get, "/v1/responses?after=%21")).Status);
    }
}
