using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace ScoringFairness.Service.Tests.Responses;

public sealed class IngestTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Scale = "createItems=true&scaleMin=0&scaleMax=3";
    private const string Header = "responseId,text,humanScore\n";

    [Theory]
    [InlineData("r1,1.23457E+11,An answer.,2\nr2,1.23457E+11,Another.,1\n", "studentId")]
    [InlineData("1.23457E+11,s1,An answer.,2\n1.23457E+11,s2,Another.,1\n", "responseId")]
    public async Task An_id_that_a_spreadsheet_spoilt_is_refused_where_it_may_be_two(string rows, string field)
    {
        var (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item=spoilt&{Scale}", $"responseId,studentId,text,humanScore\n{rows}", "text/csv");
        Assert.Equal(422, status);
        var error = answer!["errors"]!.AsArray()[0]!;
        Assert.Equal((2, field), ((int)error["row"]!, (string)error["field"]!));
        Assert.Contains("Export it again with that column as text", (string)error["message"]!, StringComparison.Ordinal);
        Assert.Equal(0, await service.Database.ScalarAsync<long>("select count(*) from responses where item_id = 'spoilt'"));
    }

    [Fact]
    public async Task An_id_that_a_spreadsheet_spoilt_is_taken_with_a_warning_where_it_stands_once()
    {
        var (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item=spoilt-once&{Scale}&responseId=id&studentId=id",
            "id,text,humanScore\n1.99E+11,An answer.,2\n2.45E+11,Another.,1\n26650408983,A third.,1\n", "text/csv");
        Assert.True(status == 200, answer?.ToJsonString());
        var warning = Assert.Single(answer!["warnings"]!.AsArray())!;
        Assert.Equal(("scientificIds", "id"), ((string)warning["code"]!, (string)warning["field"]!));
        Assert.Contains("holds 2 ids in scientific notation", (string)warning["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_only_looks_like_a_number_is_taken()
    {
        var (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item=rooms&{Scale}", $"{Header}3E10,An answer.,2\n12e45,Another answer.,1\n", "text/csv");
        Assert.True(status == 200, answer?.ToJsonString());
    }

    [Theory]
    [InlineData(
        "text/csv",
        "responseId,itemId,text,humanScore,humanScore2,group.gender,extra\nr1,{0},\"one, two\n\"\"three\"\"\",2,3,female,x\nr2,{0},four,0,,male,y\n")]
    [InlineData(
        "application/json",
        "[{{\"responseId\":\"r1\",\"itemId\":\"{0}\",\"text\":\"one, two\\n\\\"three\\\"\",\"humanScore\":2,\"humanScores\":[2,3],"
            + "\"groups\":{{\"gender\":\"female\"}},\"extra\":1}},"
            + "{{\"responseId\":\"r2\",\"itemId\":\"{0}\",\"text\":\"four\",\"humanScore\":0,\"groups\":{{\"gender\":\"male\"}}}}]")]
    [InlineData(
        "application/x-ndjson",
        "{{\"responseId\":\"r1\",\"itemId\":\"{0}\",\"text\":\"one, two\\n\\\"three\\\"\",\"humanScore\":2,\"humanScore2\":3,"
            + "\"groups\":{{\"gender\":\"female\"}},\"extra\":1}}\n"
            + "{{\"responseId\":\"r2\",\"itemId\":\"{0}\",\"text\":\"four\",\"humanScore\":0,\"groups\":{{\"gender\":\"male\"}}}}\n")]
    public async Task The_same_rows_are_stored_from_every_format(string contentType, string body)
    {
        var item = "format " + contentType;
        var sent = string.Format(System.Globalization.CultureInfo.InvariantCulture, body, item);
        if (contentType == "text/csv")
        {
            sent = body.Replace("{0}", item, StringComparison.Ordinal);
        }
        var (status, answer) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?{Scale}", sent, contentType);
        Assert.True(status == 200, answer?.ToJsonString());
        Assert.Equal(2, (int)answer!["inserted"]!);
        Assert.Equal("extra", (string)answer["ignoredColumns"]![0]!);

        var stored = await service.Http.ReadAsync($"/v1/responses/{Uri.EscapeDataString(item)}/r1");
        Assert.Equal("one, two\n\"three\"", (string)stored["text"]!);
        Assert.Equal(2, (double)stored["humanScore"]!);
        Assert.Equal([2.0, 3.0], stored["humanScores"]!.AsArray().Select(score => (double)score!));
        Assert.Equal("female", (string)stored["groups"]!["gender"]!);
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing_and_a_corrected_one_only_what_is_corrected()
    {
        var path = $"/v1/responses?item=again&{Scale}";
        await service.Http.SendAsync(HttpMethod.Post, path, Header + "a,one,1\nb,two,2\n", "text/csv");
        var (_, again) = await service.Http.SendAsync(HttpMethod.Post, path, Header + "a,one,1\nb,two,2\n", "text/csv");
        Assert.Equal((0, 0, 2), ((int)again!["inserted"]!, (int)again["updated"]!, (int)again["unchanged"]!));
        var (_, corrected) = await service.Http.SendAsync(HttpMethod.Post, path, Header + "a,one,1\nb,two,3\nc,three,0\n", "text/csv");
        Assert.Equal((1, 1, 1), ((int)corrected!["inserted"]!, (int)corrected["updated"]!, (int)corrected["unchanged"]!));
    }

    [Theory]
    [InlineData("off-scale", Header + "a,one,1\nb,two,9\n", 2, "humanScore", "offScale")]
    [InlineData("empty-text", Header + "a,one,1\nb,,1\n", 2, "text", "empty")]
    [InlineData("duplicate", Header + "a,one,1\nb,two,1\na,one,1\n", 3, "responseId", "duplicate")]
    [InlineData("no-number", Header + "a,one,1\nb,two,1e400\n", 2, "humanScore", "notANumber")]
    [InlineData("nan", Header + "a,NaN,NaN\n", 1, "humanScore", "missing")]
    [InlineData("no-id", Header + ",one,1\n", 1, "responseId", "id")]
    [InlineData("quote-inside", Header + "a,one,1\nb,\"two\"x,1\n", 2, null, "quoting")]
    [InlineData("quote-open", Header + "a,one,1\nb,\"two,1\nc,three,1\n", 2, null, "quoting")]
    [InlineData("fields", Header + "a,one,1\nb,two\n", 2, null, "columns")]
    [InlineData("nul", Header + "a,o\0e,1\n", 1, "text", "text")]
    [InlineData("no-column", "responseId,humanScore\na,1\n", 1, "text", "missing")]
    [InlineData("nothing", "", 0, null, "empty")]
    public async Task A_bad_row_is_named_and_nothing_is_stored(string item, string csv, int row, string? field, string code)
    {
        var (status, answer) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item={item}&{Scale}", csv, "text/csv");
        Assert.Equal(422, status);
        var error = answer!["errors"]![0]!;
        Assert.Equal((row, field, code), ((int)error["row"]!, (string?)error["field"], (string)error["code"]!));
        Assert.Equal(0, (int)answer["inserted"]!);
        Assert.Equal(404, (await service.Http.SendAsync(HttpMethod.Get, $"/v1/items/{item}")).Status);
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_named_by_their_row()
    {
        using var body = new ByteArrayContent([.. Encoding.UTF8.GetBytes(Header + "a,one,1\nb,caf"), 0xE9, .. ",1\n"u8]);
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var response = await service.Http.PostAsync($"/v1/responses?item=latin&{Scale}", body, TestContext.Current.CancellationToken);
        Assert.Equal(422, (int)response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"row\":2,\"field\":\"text\",\"code\":\"encoding\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{\"responseId\":\"a\",\"text\":\"x\",\"humanScore\":1},{\"responseId\":\"b\",", 2)]
    [InlineData("[{\"responseId\":\"a\",\"text\":\"\\ud800\",\"humanScore\":1}]", 1)]
    [InlineData("{\"responseId\":\"a\"}", 1)]
    [InlineData("[1]", 1)]
    public async Task Broken_json_is_named_by_its_row(string json, int row)
    {
        var (status, answer) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=json&{Scale}", json);
        Assert.Equal((422, row, "malformed"), (status, (int)answer!["errors"]![0]!["row"]!, (string)answer["errors"]![0]!["code"]!));
    }

    [Fact]
    public async Task Bad_rows_can_be_left_out_when_asked()
    {
        var (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item=skip&onError=skip&{Scale}", Header + "a,one,1\nb,two,9\nc,three,2\n", "text/csv");
        Assert.Equal((200, 2, 1), (status, (int)answer!["inserted"]!, (int)answer["rejected"]!));
    }

    [Fact]
    public async Task An_unknown_item_or_media_type_is_refused_with_the_remedy()
    {
        var (unknown, answer) = await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=nowhere", Header + "a,one,1\n", "text/csv");
        Assert.Equal(422, unknown);
        Assert.Contains("PUT /v1/items", (string)answer!["errors"]![0]!["message"]!, StringComparison.Ordinal);
        Assert.Equal(415, (await service.Http.SendAsync(HttpMethod.Post, "/v1/responses", "x", "application/xml")).Status);
        Assert.Equal(400, (await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?createItems=true", "x", "text/csv")).Status);
    }

    [Fact]
    public async Task A_compressed_upload_with_a_byte_order_mark_is_taken()
    {
        using var bytes = new MemoryStream();
        await using (var gzip = new GZipStream(bytes, CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetPreamble(), TestContext.Current.CancellationToken);
            await gzip.WriteAsync(
                Encoding.UTF8.GetBytes("id;x\r\n".Replace(";x", ",essay,mark", StringComparison.Ordinal) + "1,eins,2\r\n"),
                TestContext.Current.CancellationToken);
        }
        using var body = new ByteArrayContent(bytes.ToArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        body.Headers.ContentEncoding.Add("gzip");
        using var response = await service.Http.PostAsync(
            $"/v1/responses?item=gzip&responseId=id&text=essay&humanScore=mark&{Scale}", body, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task Clients_uploading_overlapping_files_at_once_end_with_the_union()
    {
        var uploads = Enumerable.Range(0, 4).Select(client => service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item=union&{Scale}",
            Header + string.Concat(Enumerable.Range(client * 300, 600).Reverse().Select(number => $"r{number},text {number},{number % 4}\n")),
            "text/csv"));
        Assert.All(await Task.WhenAll(uploads), upload => Assert.Equal(200, upload.Status));
        Assert.Equal(1500, await service.Database.ScalarAsync<long>("select count(*) from responses where item_id = 'union'"));
    }

    [Fact]
    public async Task The_ellipse_essays_are_stored_by_the_documented_command_and_again_change_nothing()
    {
        var csv = await File.ReadAllTextAsync(SharedFolder.Path("data", "ellipse", "ellipse.csv"), TestContext.Current.CancellationToken);
        const string Path = "/v1/responses?item=ellipse-overall&createItems=true&scaleMin=1&scaleMax=5&scaleStep=0.5&responseId=text_id_kaggle"
            + "&text=full_text&humanScore=Overall&groups=gender,race_ethnicity,SES";
        var (status, first) = await service.Http.SendAsync(HttpMethod.Post, Path, csv, "text/csv");
        Assert.Equal((200, 2571), (status, (int)first!["inserted"]!));
        var (_, second) = await service.Http.SendAsync(HttpMethod.Post, Path, csv, "text/csv");
        Assert.Equal((0, 0, 2571), ((int)second!["inserted"]!, (int)second["updated"]!, (int)second["unchanged"]!));

        var groups = (await service.Http.ReadAsync("/v1/items/ellipse-overall"))["groups"]!.AsArray();
        double Mean(string label) => (double)groups.Single(group => (string?)group!["group"] == label)!["meanHuman"]!;
        Assert.Equal(-0.072, Mean("Male") - Mean("Female"), 3);
    }
}
