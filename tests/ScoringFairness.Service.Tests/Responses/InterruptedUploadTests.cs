using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ScoringFairness.Service.Tests.Responses;

/// <summary>Uploads that meet others, break off, or outlive the server.</summary>
public sealed class InterruptedUploadTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Scale = "createItems=true&scaleMin=0&scaleMax=3";

    private const string Copying =
        "select count(*) from pg_stat_activity where datname = current_database() and query ilike 'copy incoming%' and state = 'active'";

    [Fact]
    public async Task Four_clients_with_overlapping_files_of_responses_and_scores_end_with_exactly_the_union()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async client =>
        {
            for (var round = 0; round < 3; round++)
            {
                var (status, answer) = await service.Http.SendAsync(
                    HttpMethod.Post, $"/v1/responses?{Scale}", File(client, "text,humanScore", "a text,1"), "text/csv");
                Assert.True(status == 200, answer?.ToJsonString());
                (status, answer) = await service.Http.SendAsync(HttpMethod.Post, "/v1/scores?scorer=m", File(client, "score", "2"), "text/csv");
                Assert.True(status == 200, answer?.ToJsonString());
            }
        }));
        Assert.Equal(1500, await service.Database.ScalarAsync<long>("select count(*) from responses where item_id like 'q%'"));
        Assert.Equal(1500, await service.Database.ScalarAsync<long>("select count(*) from machine_scores where item_id like 'q%'"));

        // Every client has the items in another order.
        static string File(int client, string names, string values) => $"itemId,responseId,{names}\n" + string.Concat(
            Enumerable.Range(client * 300, 600).OrderBy(number => (number * 7919 + client * 104729) % 1009)
                .Select(number => $"q{number % 5},r{number},{values}\n"));
    }

    [Theory]
    [InlineData("Content-Length: 100000000")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task A_client_that_breaks_off_in_its_rows_leaves_nothing(string framing)
    {
        var rows = Rows(20_000);
        var body = framing.StartsWith('T') ? Chunk(rows) : rows;
        using (var socket = await SendAsync(framing, body))
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            Assert.Equal(0, await service.Database.ScalarAsync<long>(Copying));
            socket.Client.LingerState = new LingerOption(true, 0);
        }
        await ExpectNothingAsync();
    }

    [Fact]
    public async Task A_client_that_leaves_while_its_rows_are_stored_leaves_nothing()
    {
        using (var socket = await SendAsync("Transfer-Encoding: chunked", Chunk(Rows(600_000)) + "0\r\n\r\n"))
        {
            socket.Client.LingerState = new LingerOption(true, 0);
            await WaitAsync(Copying, some: true);
        }
        await WaitAsync(Copying, some: false);
        await ExpectNothingAsync();
    }

    [Fact]
    public async Task A_hundred_thousand_rows_are_seen_at_once_or_not_at_all()
    {
        var rows = "responseId,text,humanScore\n" + string.Concat(Enumerable.Range(0, 100_000).Select(number => $"r{number},a text of some words,1\n"));
        var upload = service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=atomic&{Scale}", rows, "text/csv");
        var seen = new HashSet<long>();
        while (!upload.IsCompleted)
        {
            seen.Add(await service.Database.ScalarAsync<long>("select count(*) from responses where item_id = 'atomic'"));
        }
        Assert.Equal(200, (await upload).Status);
        Assert.Contains(0, seen);
        Assert.Subset(new HashSet<long> { 0, 100_000 }, seen);
    }

    [Fact]
    public async Task A_server_killed_in_the_midst_of_an_upload_leaves_nothing_half_stored()
    {
        await using var database = await TestDatabase.CreateAsync();
        using (var server = await ServiceProcess.StartAsync(database))
        {
            using var endless = new EndlessRows();
            endless.Headers.ContentType = new("text/csv");
            var upload = server.Http.PostAsync($"/v1/responses?item=killed&{Scale}", endless, TestContext.Current.CancellationToken);
            await endless.Sent.WaitAsync(TestContext.Current.CancellationToken);
            server.Kill();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => upload);
        }
        using var again = await ServiceProcess.StartAsync(database);
        Assert.Empty((await again.Http.ReadAsync("/v1/responses?itemId=killed"))["items"]!.AsArray());
        Assert.Equal(404, (await again.Http.SendAsync(HttpMethod.Get, "/v1/items/killed")).Status);
        var (status, _) = await again.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item=killed&{Scale}", "responseId,text,humanScore\nr0,a text,1\n", "text/csv");
        Assert.Equal(200, status);
    }

    private async Task<TcpClient> SendAsync(string framing, string body)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(service.Http.BaseAddress!.Host, service.Http.BaseAddress.Port, TestContext.Current.CancellationToken);
        await socket.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"POST /v1/responses?item=half&{Scale} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n{framing}\r\n\r\n{body}"),
            TestContext.Current.CancellationToken);
        return socket;
    }

    private async Task ExpectNothingAsync()
    {
        await WaitAsync("select count(*) from pg_locks where mode = 'RowExclusiveLock' and relation = 'responses'::regclass", some: false);
        Assert.Equal(0, await service.Database.ScalarAsync<long>("select count(*) from responses where item_id = 'half'"));
        Assert.Equal(0, await service.Database.ScalarAsync<long>("select count(*) from items where item_id = 'half'"));
    }

    private static string Rows(int count) =>
        "responseId,text,humanScore\n" + string.Concat(Enumerable.Range(0, count).Select(number => $"r{number},a text,1\n"));

    private static string Chunk(string rows) => rows.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n" + rows + "\r\n";

    private async Task WaitAsync(string sql, bool some)
    {
        for (var tries = 0; tries < 400; tries++)
        {
            if (await service.Database.ScalarAsync<long>(sql) > 0 == some)
            {
                return;
            }
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }
        Assert.Fail($"Expected {(some ? "some" : "no")} upload under way.");
    }

    /// <summary>Rows without end; says when a good many have gone.</summary>
    private sealed class EndlessRows : HttpContent
    {
        private readonly TaskCompletionSource _sent = new();

        public Task Sent => _sent.Task;

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync("responseId,text,humanScore\n"u8.ToArray());
            for (var number = 0; ; number++)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"r{number},a text,1\n"));
                if (number == 50_000)
                {
                    _sent.SetResult();
                }
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
