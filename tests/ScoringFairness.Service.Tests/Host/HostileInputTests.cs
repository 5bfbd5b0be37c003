using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>Input that means harm: refused with a problem, in bounded time and memory.</summary>
public sealed class HostileInputTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Path = "/v1/responses?item=hostile&createItems=true&scaleMin=0&scaleMax=3";
    private const long Gigabyte = 1024L * 1024 * 1024;
    private const long MostMemory = 600L * 1024 * 1024;

    [Theory]
    [InlineData("text/csv", "responseId,text,humanScore\na,\"", "x", null, 422)]
    [InlineData("text/csv", "", "name,", null, 422)]
    [InlineData("application/json", "[{\"responseId\":\"a\",\"text\":\"", "x", null, 422)]
    [InlineData("application/json", "", "[", null, 422)]
    [InlineData("application/x-ndjson", "{\"responseId\":\"a\",\"groups\":{\"g\":\"x\"},\"text\":\"", "\\u0041", null, 422)]
    [InlineData("text/csv", "responseId,text,humanScore\na,\"", "x", "gzip", 422)]
    [InlineData("text/csv", "responseId,text,humanScore\n", "a,x,1\n", "gzip", 413)]
    [InlineData("application/json", "", " ", "br", 413)]
    public async Task Ten_gigabytes_of_one_thing_are_refused_early(string contentType, string start, string repeated, string? encoding, int expected)
    {
        var memory = Process.GetCurrentProcess().WorkingSet64;
        var clock = Stopwatch.StartNew();
        using var content = new RepeatedContent(start, repeated, 10 * Gigabyte, encoding);
        content.Headers.ContentType = new(contentType);
        var (status, problem) = await PostAsync(content);
        Assert.True(status == expected, $"{status} {problem}");
        Assert.StartsWith("urn:scoring-fairness:problem:", (string)problem!["type"]!, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"It took {clock.Elapsed}.");
        using var process = Process.GetCurrentProcess();
        Assert.True(process.WorkingSet64 - memory < MostMemory, $"Memory grew by {(process.WorkingSet64 - memory) / 1024 / 1024} MiB.");
        Assert.Equal(404, (await service.Http.SendAsync(HttpMethod.Get, "/v1/items/hostile")).Status);
    }

    [Fact]
    public async Task A_million_columns_or_a_deep_nest_are_refused()
    {
        var columns = string.Join(',', Enumerable.Range(0, 1_000_000).Select(number => $"c{number}"));
        await RefusedAsync("text/csv", $"responseId,text,humanScore,{columns}\n", "columns");
        await RefusedAsync("text/csv", $"responseId,text,humanScore\na,b,1,{columns}\n", "columns");
        var nest = string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000);
        await RefusedAsync("application/json", $"[{nest}]", "malformed");
        await RefusedAsync("application/json", $"[{{\"responseId\":\"a\",\"humanScores\":[{string.Join(',', Enumerable.Repeat("1", 100_000))}]}}]", "malformed");
        Assert.Equal(400, (await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", nest)).Status);
        Assert.Equal(400, (await service.Http.SendAsync(HttpMethod.Put, "/v1/items/x", new string('[', 10_000))).Status);
    }

    [Theory]
    [InlineData("[{\"responseId\":\"a\",\"text\":\"x\",\"humanScore\":1e400}]", "notANumber")]
    [InlineData("[{\"responseId\":\"a\",\"text\":\"x\",\"humanScore\":\"NaN\"}]", "notANumber")]
    [InlineData("[{\"responseId\":\"a\",\"text\":\"x\",\"humanScore\":\"Infinity\"}]", "notANumber")]
    [InlineData("[{\"responseId\":\"a\",\"text\":\"x\",\"humanScore\":\"0x1\"}]", "notANumber")]
    [InlineData("[{\"responseId\":\"a\",\"text\":\"x\\u0000\",\"humanScore\":1}]", "text")]
    [InlineData("[{\"responseId\":\"a\\u0000\",\"text\":\"x\",\"humanScore\":1}]", "id")]
    [InlineData("[{\"responseId\":\"a\",\"text\":\"x\",\"humanScore\":1,\"cohort\":\"c\\u0000\"}]", "cohort")]
    [InlineData("[{\"responseId\":\"a\",\"text\":\"x\",\"humanScore\":1,\"groups\":{\"g\":\"v\\u0000\"}}]", "group")]
    [InlineData("[{\"responseId\":\"a\",\"text\":\"x\",\"humanScore\":1,\"groups\":{\"g\\u0000\":\"v\"}}]", "id")]
    [InlineData("[{\"responseId\":\"\\ud800\",\"text\":\"x\",\"humanScore\":1}]", "malformed")]
    [InlineData("[{\"responseId\":\"a\",\"text\":\"\\udc00\",\"humanScore\":1}]", "malformed")]
    [InlineData("[{\"responseId\":\"a\",\"text\":\"x\",\"text\":\"y\",\"humanScore\":1}]", "malformed")]
    [InlineData("[{\"responseId\":\"a\",\"text\":\"x\",\"humanScore\":1}] []", "malformed")]
    public Task A_value_that_cannot_be_is_refused(string json, string code) => RefusedAsync("application/json", json, code);

    [Theory]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    [InlineData("it's \"quoted\"; drop table items;--")]
    [InlineData("../../etc/passwd")]
    [InlineData("=HYPERLINK(\"x\")")]
    [InlineData("日本語 ✓ é")]
    [InlineData("a?b#c&d=e+f")]
    public async Task Any_visible_id_works_as_it_is(string id)
    {
        var path = Uri.EscapeDataString(id);
        Assert.Equal(201, (await service.Http.SendAsync(HttpMethod.Put, $"/v1/items/{path}", """{ "scale": { "min": 0, "max": 3 } }""")).Status);
        var row = new JsonObject { ["responseId"] = id, ["itemId"] = id, ["studentId"] = id, ["text"] = "x", ["humanScore"] = 1, ["groups"] = new JsonObject { [id] = id } };
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Post, "/v1/responses", new JsonArray(row).ToJsonString())).Status);
        var stored = await service.Http.ReadAsync($"/v1/responses/{path}/{path}");
        Assert.Equal((id, id), ((string)stored["itemId"]!, (string)stored["groups"]![id]!));
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Delete, $"/v1/students/{path}")).Status);
        Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, $"/v1/items/{path}")).Status);
    }

    [Fact]
    public async Task A_nul_in_a_path_or_query_is_the_clients_error()
    {
        Assert.InRange((await service.Http.SendAsync(HttpMethod.Get, "/v1/items/a%00b")).Status, 400, 404);
        Assert.InRange((await service.Http.SendAsync(HttpMethod.Get, "/v1/responses?itemId=a%00b")).Status, 400, 404);
        Assert.InRange((await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=a%00b", "x", "text/csv")).Status, 400, 404);
    }

    [Fact]
    public async Task A_body_that_is_not_compressed_as_it_says_is_refused()
    {
        using var content = new ByteArrayContent("responseId,text,humanScore\na,x,1\n"u8.ToArray());
        content.Headers.ContentType = new("text/csv");
        content.Headers.ContentEncoding.Add("gzip");
        var (status, problem) = await PostAsync(content);
        Assert.Equal(400, status);
        Assert.Contains("Content-Encoding", (string)problem!["detail"]!, StringComparison.Ordinal);
    }

    private async Task RefusedAsync(string contentType, string body, string code)
    {
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, Path, body, contentType);
        Assert.Equal((422, code), (status, (string?)problem?["errors"]?[0]?["code"]));
    }

    private async Task<(int Status, JsonNode? Body)> PostAsync(HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
        // A server that has refused stops reading; the client then sees the answer only if it has not sent everything yet.
        request.Headers.ExpectContinue = false;
        using var response = await service.Http.SendAsync(request, HttpCompletionOption.ResponseContentRead, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>A beginning and then the same again and again, compressed on the way where asked.</summary>
    private sealed class RepeatedContent : HttpContent
    {
        private readonly string _start;
        private readonly byte[] _block;
        private readonly long _length;

        public RepeatedContent(string start, string repeated, long length, string? encoding)
        {
            _start = start;
            _length = length;
            _block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, 200_000 / repeated.Length)));
            if (encoding is not null)
            {
                Headers.ContentEncoding.Add(encoding);
            }
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await using var packed = Headers.ContentEncoding.FirstOrDefault() switch
            {
                "gzip" => new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true),
                "br" => new BrotliStream(stream, CompressionLevel.Fastest, leaveOpen: true),
                _ => (Stream?)null,
            };
            var target = packed ?? stream;
            await target.WriteAsync(Encoding.UTF8.GetBytes(_start));
            for (var sent = 0L; sent < _length; sent += _block.Length)
            {
                await target.WriteAsync(_block);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
