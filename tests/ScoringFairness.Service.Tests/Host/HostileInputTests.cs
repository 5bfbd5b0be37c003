using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
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
        var (status, problem) = await SendWithoutEndAsync(contentType, start, repeated, encoding);
        Assert.True(status == expected, $"{status} {problem}");
        Assert.StartsWith("urn:scoring-fairness:problem:", (string)problem!["type"]!, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(5), $"It took {clock.Elapsed}.");
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
        await RefusedAsync(
            "application/json",
            $"[{{\"responseId\":\"a\",\"humanScores\":[{string.Join(',', Enumerable.Repeat("1", 100_000))}]}}]", "malformed");
        Assert.Equal(400, (await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", nest)).Status);
        Assert.Equal(400, (await service.Http.SendAsync(HttpMethod.Put, "/v1/items/x", new string('[', 10_000))).Status);
    }

    [Theory]
    [InlineData("[{\"responseId\":\"a\",\"text\":\"x\",\"humanScore\":1e400}]", "notANumber")]
    [InlineData("[{\"responseId\":\"a\",\"text\":\"x\",\"humanScore\":\"NaN\"}]", "missing")]
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
        var row = new JsonObject
        {
            ["responseId"] = id,
            ["itemId"] = id,
            ["studentId"] = id,
            ["text"] = "x",
            ["humanScore"] = 1,
            ["groups"] = new JsonObject { [id] = id },
        };
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
    public async Task A_body_that_is_not_sent_as_its_headers_say_is_a_problem()
    {
        const string Request = "POST /v1/audits HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n";
        using var socket = new TcpClient();
        await socket.ConnectAsync(service.Http.BaseAddress!.Host, service.Http.BaseAddress.Port, TestContext.Current.CancellationToken);
        await using var network = socket.GetStream();
        await network.WriteAsync(Encoding.ASCII.GetBytes(Request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(network);
        var answer = new StringBuilder();
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.Contains("\"detail\"", StringComparison.Ordinal))
        {
            answer.AppendLine(line);
        }
        Assert.StartsWith("HTTP/1.1 400 Bad Request", answer.ToString(), StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/problem+json", answer.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Api-Key")]
    [InlineData("Idempotency-Key")]
    [InlineData("Accept")]
    [InlineData("X-Anything")]
    public async Task A_header_in_another_encoding_is_a_problem_that_names_it(string name)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(service.Http.BaseAddress!.Host, service.Http.BaseAddress.Port, TestContext.Current.CancellationToken);
        await using var network = socket.GetStream();
        await network.WriteAsync(
            Encoding.Latin1.GetBytes($"GET /v1/items HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{name}: caf\u00e9\r\n\r\n"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(network);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("HTTP/1.1 400 Bad Request", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains($"\"detail\":\"{name}: holds bytes that are no text; send ASCII, or UTF-8", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_in_utf_8_is_read_as_it_is()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path)
        {
            Content = new StringContent("responseId,text,humanScore\nutf8,x,1\n", Encoding.UTF8, "text/csv"),
        };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", "caf\u00e9 \u65e5\u672c");
        using var http = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 })
        {
            BaseAddress = service.Http.BaseAddress,
        };
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(1, await service.Database.ScalarAsync<long>("select count(*) from uploads where idempotency_key = 'caf\u00e9 \u65e5\u672c'"));
        await service.Http.SendAsync(HttpMethod.Delete, "/v1/items/hostile");
    }

    [Fact]
    public async Task A_body_that_is_not_compressed_as_it_says_is_refused()
    {
        using var content = new ByteArrayContent("responseId,text,humanScore\na,x,1\n"u8.ToArray());
        content.Headers.ContentType = new("text/csv");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await service.Http.PostAsync(Path, content, TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("Content-Encoding", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip, br")]
    public async Task An_encoding_that_is_not_read_is_told_with_those_that_are(string encoding)
    {
        using var content = new ByteArrayContent("responseId,text,humanScore\na,x,1\n"u8.ToArray());
        content.Headers.ContentType = new("text/csv");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        using var response = await service.Http.PostAsync(Path, content, TestContext.Current.CancellationToken);
        Assert.Equal(415, (int)response.StatusCode);
        Assert.Contains(
            $"Content-Encoding is '{encoding}'; send one of gzip, deflate, br",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private async Task RefusedAsync(string contentType, string body, string code)
    {
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, Path, body, contentType);
        Assert.Equal((422, code), (status, (string?)problem?["errors"]?[0]?["code"]));
    }

    /// <summary>
    /// Sends a beginning and then the same again and again, and reads the answer meanwhile, as curl does: .NET's client would
    /// look for an answer only once everything is sent.
    /// </summary>
    private async Task<(int Status, JsonNode? Body)> SendWithoutEndAsync(string contentType, string start, string repeated, string? encoding)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(service.Http.BaseAddress!.Host, service.Http.BaseAddress.Port, TestContext.Current.CancellationToken);
        var network = socket.GetStream();
        await network.WriteAsync(
            Encoding.ASCII.GetBytes($"POST {Path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {contentType}\r\nContent-Length: {10 * Gigabyte}\r\n"
                + (encoding is null ? "\r\n" : $"Content-Encoding: {encoding}\r\n\r\n")),
            TestContext.Current.CancellationToken);
        var sending = Task.Run(() => SendAsync(network, start, repeated, encoding), TestContext.Current.CancellationToken);
        var answer = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (!IsComplete(answer.ToString()))
        {
            var read = await network.ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.True(read > 0, $"The server hung up: {answer}");
            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        socket.Close();
        await sending;
        var parts = answer.ToString().Split("\r\n\r\n", 2);
        return (
            int.Parse(parts[0].Split(' ')[1], CultureInfo.InvariantCulture),
            JsonNode.Parse(parts[1][parts[1].IndexOf('{')..(parts[1].LastIndexOf('}') + 1)]));

        static bool IsComplete(string answer) => answer.Contains("\r\n\r\n", StringComparison.Ordinal) && answer.TrimEnd('0', '\r', '\n').EndsWith('}');
    }

    private static async Task SendAsync(Stream network, string start, string repeated, string? encoding)
    {
        var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, 200_000 / repeated.Length)));
        try
        {
            var packed = encoding switch
            {
                "gzip" => new GZipStream(network, CompressionLevel.Fastest, leaveOpen: true),
                "br" => new BrotliStream(network, CompressionLevel.Fastest, leaveOpen: true),
                _ => network,
            };
            await packed.WriteAsync(Encoding.UTF8.GetBytes(start));
            for (var sent = 0L; sent < 10 * Gigabyte; sent += block.Length)
            {
                await packed.WriteAsync(block);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The server has had enough; that is what is asked of it.
        }
    }
}
