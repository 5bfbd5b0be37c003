using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>Every line of the log has its time, and those of a request or a job the trace by which an answer 500 is found in it.</summary>
public sealed partial class LogLineTests
{
    [Fact]
    public async Task Redirected_each_line_is_one_object_with_its_time_and_that_of_a_failure_has_the_trace_of_its_answer()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var service = await ServiceProcess.StartAsync(database);
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(40), "text/csv");
        await service.Http.AuditAsync(
            """{ "items": ["q"], "attribute": "gender", "folds": 2, "bootstrap": 100, "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }""");
        var trace = await FailAsync(service.Http, database);
        var lines = await LinesAsync(service, trace);
        Assert.All(lines, line => Assert.True(
            DateTimeOffset.TryParseExact(
                (string?)Parsed(line)["Timestamp"], "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _), line));
        var failure = Assert.Single(lines, line => (string?)Parsed(line)["LogLevel"] == "Error");
        Assert.Equal(trace, (string?)Parsed(failure)["TraceId"]);
        Assert.Contains("schedules", (string?)Parsed(failure)["Exception"], StringComparison.Ordinal);
        Assert.All(
            lines.Where(line => ((string?)Parsed(line)["Message"])!.StartsWith("Audit ", StringComparison.Ordinal)),
            line => Assert.Matches(Trace(), (string?)Parsed(line)["TraceId"]));
    }

    [Fact]
    public async Task Each_request_has_a_line_with_its_route_and_trace_and_none_with_its_path()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var service = await ServiceProcess.StartWithoutWorkerAsync(database);
        Assert.Equal(404, (await service.Http.SendAsync(HttpMethod.Get, "/v1/responses/essay/pupil-7")).Status);
        Assert.Equal(404, (await service.Http.SendAsync(HttpMethod.Get, "/nowhere/pupil-7")).Status);
        await service.Http.SendAsync(new HttpMethod("PUPIL-7"), "/v1/items");
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Get, "/health/live")).Status);
        var trace = await FailAsync(service.Http, database);
        var lines = await LinesAsync(service, trace);
        Assert.All(
            (string[])
            [
                @"^GET /v1/responses/\{itemId\}/\{responseId\}: 404 in \d+\.\d ms$", @"^GET \(no route\): 404 in \d+\.\d ms$",
                @"^\(other\) .+: 405 in \d+\.\d ms$", @"^GET /v1/schedules: 500 in \d+\.\d ms$",
            ],
            form => Assert.Matches(Trace(), (string?)Parsed(Assert.Single(lines, line => Regex.IsMatch((string)Parsed(line)["Message"]!, form)))["TraceId"]));
        Assert.Equal(trace, (string?)Parsed(lines.Single(line => line.Contains("schedules: 500", StringComparison.Ordinal)))["TraceId"]);
        Assert.DoesNotContain("pupil-7", service.Log, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("/health", service.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("simple", "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (info|warn|fail): ")]
    [InlineData("systemd", "^<\\d>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z ")]
    public async Task In_the_forms_for_people_and_for_systemd_as_well(string form, string start)
    {
        await using var database = await TestDatabase.CreateAsync();
        using var service = await ServiceProcess.StartWithoutWorkerAsync(database, ("Logging__Console__FormatterName", form));
        var trace = await FailAsync(service.Http, database);
        var lines = await LinesAsync(service, trace);
        Assert.All(lines, line => Assert.Matches(start, line));
        var failure = lines.Where(line => line.Contains("schedules", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, failure.Count);
        Assert.All(failure, line => Assert.EndsWith($"[trace {trace}]", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_of_the_time_of_the_operators_own_is_kept()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var service = await ServiceProcess.StartWithoutWorkerAsync(
            database, ("Logging__Console__FormatterOptions__TimestampFormat", "HH:mm"), ("Logging__Console__FormatterOptions__UseUtcTimestamp", "false"));
        Assert.Matches("\"Timestamp\":\"\\d\\d:\\d\\d\"", service.Log.Split('\n')[0]);
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_midst_of_its_body_leaves_no_stack()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var service = await ServiceProcess.StartWithoutWorkerAsync(database);
        var body = "{\"items\":\"all\",\"attribute\":\"gender\"}"u8.ToArray();
        for (var turn = 0; turn < 60; turn++)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.LingerState = new LingerOption(enable: turn % 3 > 0, 0);
            await socket.ConnectAsync(service.Http.BaseAddress!.Host, service.Http.BaseAddress.Port, TestContext.Current.CancellationToken);
            var length = body.Length + (turn % 2 * 50);
            await socket.SendAsync(
                System.Text.Encoding.ASCII.GetBytes(
                    string.Create(CultureInfo.InvariantCulture,
                        $"POST /v1/audits HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n")),
                TestContext.Current.CancellationToken);
            await socket.SendAsync(body, TestContext.Current.CancellationToken);
            await Task.Delay(turn % 7, TestContext.Current.CancellationToken);
        }
        // A failure of the service itself is logged after all of these.
        Assert.Single(await LinesAsync(service, await FailAsync(service.Http, database)), line => line.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task On_a_terminal_no_line_is_an_object()
    {
        if (!File.Exists("/usr/bin/script"))
        {
            Assert.Skip("There is no `script` here, which makes a terminal.");
        }
        await using var database = await TestDatabase.CreateAsync();
        var start = new ProcessStartInfo("script", ["-qec", $"dotnet {ServiceProcess.Program} serve --no-worker --urls http://127.0.0.1:0", "/dev/null"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment["ConnectionStrings__Database"] = database.ConnectionString;
        using var terminal = Process.Start(start)!;
        var lines = new List<string>();
        while (await terminal.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && lines.Count < 50)
        {
            lines.Add(line);
            if (line.Contains("Application started", StringComparison.Ordinal))
            {
                break;
            }
        }
        terminal.Kill(entireProcessTree: true);
        Assert.Contains(lines, line => line.Contains("Now listening on", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith('{'));
        Assert.All(lines.Where(line => line.Trim().Length > 0), line => Assert.Matches("^\\S*\\d{4}-\\d\\d-\\d\\dT", line));
    }

    /// <summary>Makes the service fail as nothing of it should: a table is gone.</summary>
    /// <returns>The trace id of the answer.</returns>
    private static async Task<string> FailAsync(HttpClient http, TestDatabase database)
    {
        await database.ScalarAsync<object>("drop table schedules cascade");
        var (status, problem) = await http.SendAsync(HttpMethod.Get, "/v1/schedules");
        Assert.Equal(500, status);
        var trace = (string?)problem!["traceId"];
        Assert.Matches(Trace(), trace);
        Assert.Contains(trace!, (string?)problem["detail"], StringComparison.Ordinal);
        return trace!;
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(ServiceProcess service, string trace)
    {
        // The log is written by a thread of its own, and the request's own line after its answer.
        for (var tries = 0; tries < 100 && !IsWhole(service.Log); tries++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        return [.. service.Log.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];

        bool IsWhole(string log) => log.Contains(trace, StringComparison.Ordinal) && log.Contains("schedules: 500 in", StringComparison.Ordinal);
    }

    private static JsonNode Parsed(string line) => JsonNode.Parse(line)!;

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex Trace();
}
