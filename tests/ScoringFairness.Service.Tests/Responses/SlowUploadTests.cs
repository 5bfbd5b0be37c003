using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Tests.Responses;

/// <summary>Uploads that come slowly, are many, or are large: they keep nobody else waiting.</summary>
public sealed class SlowUploadTests
{
    private const string Rows = "responseId,text,humanScore\nr1,a text,1\nr2,another text,2\n";

    private readonly Dictionary<string, string> _keys = [];

    [Theory]
    [InlineData("/v1/responses?item=slow&createItems=true&scaleMin=0&scaleMax=3")]
    [InlineData("/v1/evaluations")]
    public async Task Thirty_slow_uploads_of_one_organisation_keep_nobody_waiting_and_are_ended(string path)
    {
        await using var service = await StartAsync("--Uploads:RateSeconds=12");
        using var end = new CancellationTokenSource();
        var slow = Enumerable.Range(0, 30).Select(_ => TrickleAsync(service, "slow", path, end.Token)).ToList();
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        foreach (var organisation in (string[])["slow", "other"])
        {
            Assert.Equal(200, (await UploadAsync(service, organisation, Rows)).Status);
        }
        // They did not wait for those to end.
        Assert.All(slow, one => Assert.False(one.IsCompleted));
        var answers = await Task.WhenAll(slow).WaitAsync(TimeSpan.FromSeconds(40), TestContext.Current.CancellationToken);
        await end.CancelAsync();
        Assert.All(answers, answer =>
        {
            Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
            Assert.True(answer.Contains("Uploads__LeastBytesPerSecond", StringComparison.Ordinal), answer);
        });
    }

    [Fact]
    public async Task An_organisation_with_as_many_uploads_on_their_way_as_may_be_is_told_when_to_come_again_and_others_are_not()
    {
        await using var service = await StartAsync("--Uploads:Arriving=2");
        using var end = new CancellationTokenSource();
        TaskCompletionSource[] arrived = [new(), new()];
        var slow = arrived.Select(one => TrickleAsync(service, "slow", "/v1/evaluations", end.Token, one)).ToList();
        await Task.WhenAll(arrived.Select(one => one.Task)).WaitAsync(TimeSpan.FromSeconds(40), TestContext.Current.CancellationToken);
        var (status, text, retryAfter) = await UploadAsync(service, "slow", Rows);
        Assert.Equal((429, TimeSpan.FromSeconds(5)), (status, retryAfter));
        Assert.Contains("Uploads__Arriving", text, StringComparison.Ordinal);
        Assert.Equal(200, (await UploadAsync(service, "other", Rows)).Status);
        await end.CancelAsync();
        await Task.WhenAll(slow);
        await Patience.UntilAsync(
            async () => (await UploadAsync(service, "slow", Rows)).Status == 200, TimeSpan.FromSeconds(30), "A place is not given back.");
    }

    [Fact]
    public async Task A_large_upload_leaves_no_file_is_stored_whole_and_has_a_size_that_it_may_not_pass()
    {
        var folder = Directory.CreateTempSubdirectory("uploads");
        try
        {
            await using var service = await StartAsync("--Uploads:MostMiB=4", $"--Uploads:Folder={folder.FullName}");
            Assert.Equal(200, (await UploadAsync(service, "other", Large(20_000))).Status);
            var (status, text, _) = await UploadAsync(service, "other", Large(60_000));
            Assert.Equal(413, status);
            Assert.Contains("Uploads__MostMiB", text, StringComparison.Ordinal);
            Assert.Empty(folder.GetFiles());
            Assert.Equal(20_000, await service.Database.ScalarAsync<long>("select count(*) from responses"));
            // What was taken for the upload that was refused is there for others again.
            Assert.Equal(200, (await UploadAsync(service, "other", Large(20_000))).Status);

            folder.Delete();
            (status, text, _) = await UploadAsync(service, "other", Large(20_000));
            Assert.Equal((503, true), (status, text.Contains("no-room", StringComparison.Ordinal)));
        }
        finally
        {
            if (Directory.Exists(folder.FullName))
            {
                folder.Delete(recursive: true);
            }
        }
    }

    /// <summary>A service that two organisations have keys of.</summary>
    private async Task<RunningService> StartAsync(params string[] settings)
    {
        var service = new RunningService { Settings = settings };
        await service.InitializeAsync();
        foreach (var organisation in (string[])["slow", "other"])
        {
            await service.Services.GetRequiredService<KeyStore>().AddOrganisationAsync(organisation, TestContext.Current.CancellationToken);
            var made = await service.Services.GetRequiredService<CreateKey>().RunAsync(
                new Caller(organisation, "test"), new KeyRequest { Name = "test", Roles = [Role.Ingest, Role.Read] }, TestContext.Current.CancellationToken);
            _keys[organisation] = ((Outcome<CreatedKey>.Done)made).Value.Key;
        }
        return service;
    }

    private async Task<(int Status, string Text, TimeSpan? RetryAfter)> UploadAsync(RunningService service, string organisation, string rows)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=3");
        request.Headers.Add(AccessHandler.Header, _keys[organisation]);
        request.Content = new StringContent(rows, Encoding.UTF8, "text/csv");
        using var answer = await service.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer.Headers.RetryAfter?.Delta);
    }

    private static string Large(int rows) => "responseId,text,humanScore\n" + string.Concat(Enumerable.Range(0, rows).Select(
        at => string.Create(CultureInfo.InvariantCulture, $"r{at},a text of quite a few words so that many of them are large,{at % 4}\n")));

    /// <summary>Sends 300 bytes a second until it is answered or called off.</summary>
    /// <returns>The answer.</returns>
    private async Task<string> TrickleAsync(
        RunningService service, string organisation, string path, CancellationToken end, TaskCompletionSource? arrived = null)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(service.Http.BaseAddress!.Host, service.Http.BaseAddress.Port, end);
        var stream = socket.GetStream();
        var head = $"POST {path} HTTP/1.1\r\nHost: x\r\nX-Api-Key: {_keys[organisation]}\r\n"
            // Told to go on, it has its place: the body is read.
            + (arrived is null ? "" : "Expect: 100-continue\r\n")
            + "Content-Type: text/csv\r\nContent-Length: 100000000\r\n\r\nresponseId,group,text,humanScore,machineScore\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), end);
        var answer = ReadAsync(stream, arrived);
        for (var row = 0; !answer.IsCompleted && !end.IsCancellationRequested; row++)
        {
            try
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(
                    CultureInfo.InvariantCulture, $"r{row:D9},a,a text of a student,1,{row % 3}\n")), end);
                await Task.Delay(150, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                break;
            }
        }
        if (end.IsCancellationRequested)
        {
            socket.Client.LingerState = new LingerOption(true, 0);
            socket.Close();
        }
        return await answer;

        static async Task<string> ReadAsync(NetworkStream stream, TaskCompletionSource? arrived)
        {
            var text = new StringBuilder();
            var buffer = new byte[8192];
            try
            {
                while (await stream.ReadAsync(buffer, CancellationToken.None) is > 0 and var read)
                {
                    text.Append(Encoding.UTF8.GetString(buffer, 0, read));
                    arrived?.TrySetResult();
                }
            }
            catch (Exception gone) when (gone is IOException or ObjectDisposedException)
            {
                // The service closed what it had answered, or the client left.
            }
            return text.ToString();
        }
    }
}
