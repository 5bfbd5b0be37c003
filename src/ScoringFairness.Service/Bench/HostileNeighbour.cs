using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ScoringFairness.Service.Bench;

/// <summary>An organisation that takes what it can get: slow uploads, evaluations that grow, pages of large texts, all at once and again and again.</summary>
internal sealed class HostileNeighbour : IDisposable
{
    private const int SlowUploads = 24;
    private const int LargeTexts = 64;
    private const int AtOnce = 4;
    private readonly Uri _service;
    private readonly string _key;
    private readonly HttpClient _http;
    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);

    public HostileNeighbour(Uri service, string key)
    {
        (_service, _key) = (service, key);
        _http = new HttpClient { BaseAddress = service, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Add("X-Api-Key", key);
    }

    /// <summary>How it was answered, by what it asked for and the status.</summary>
    public IReadOnlyDictionary<string, int> Answers => _answers.OrderBy(one => one.Key, StringComparer.Ordinal).ToDictionary();

    /// <summary>Sends texts of a million characters.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        var rows = new StringBuilder("responseId,text,humanScore\n");
        for (var at = 0; at < LargeTexts; at++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"r{at},{string.Concat(Enumerable.Repeat($"word{at} ", 1_000_000 / 7))},1\n");
        }
        await PostAsync("prepare", "/v1/responses?item=large&createItems=true&scaleMin=0&scaleMax=3", rows.ToString(), cancellation);
        _answers.Clear();
    }

    /// <summary>Does all it can until it is asked to end.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        var labels = "scorer,itemId,group,humanScore,machineScore\n" + string.Concat(Enumerable.Range(0, 4000).Select(
            at => string.Create(CultureInfo.InvariantCulture, $"{at % 200},{at / 7 % 200},{at / 3 % 90},{at % 2},{at / 2 % 2}\n")));
        var draws = "group,humanScore,machineScore\n" + string.Concat(Enumerable.Range(0, 4000).Select(
            at => string.Create(CultureInfo.InvariantCulture, $"{at % 2},{at / 2 % 6},{at * 7 / 3 % 6}\n")));
        await Task.WhenAll(
        [
            .. Enumerable.Range(0, SlowUploads).Select(_ => AgainAsync(() => TrickleAsync(end), end)),
            .. Enumerable.Range(0, AtOnce).Select(_ => AgainAsync(() => PostAsync("labels", "/v1/evaluations", labels, end), end)),
            .. Enumerable.Range(0, AtOnce).Select(_ => AgainAsync(() => PostAsync("draws", "/v1/evaluations?bootstrap=100000", draws, end), end)),
            .. Enumerable.Range(0, AtOnce).Select(_ => AgainAsync(() => GetAsync("pages", "/v1/responses?itemId=large&limit=1000", end), end)),
        ]);
    }

    public void Dispose() => _http.Dispose();

    private async Task AgainAsync(Func<Task> harm, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                await harm();
                await Task.Delay(TimeSpan.FromMilliseconds(50), end);
            }
            catch (Exception over) when (over is OperationCanceledException or HttpRequestException or IOException or SocketException)
            {
                _answers.AddOrUpdate(end.IsCancellationRequested ? "called off" : "broken off", 1, (_, before) => before + 1);
            }
        }
    }

    private async Task PostAsync(string what, string path, string rows, CancellationToken end)
    {
        using var body = new StringContent(rows, Encoding.UTF8, "text/csv");
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), body, end);
        await CountAsync(what, answer, end);
    }

    private async Task GetAsync(string what, string path, CancellationToken end)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, end);
        await CountAsync(what, answer, end);
    }

    private async Task CountAsync(string what, HttpResponseMessage answer, CancellationToken end)
    {
        await answer.Content.CopyToAsync(Stream.Null, end);
        _answers.AddOrUpdate($"{what} {(int)answer.StatusCode}", 1, (_, before) => before + 1);
    }

    /// <summary>Sends an upload at 300 bytes a second until it is answered.</summary>
    private async Task TrickleAsync(CancellationToken end)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_service.Host, _service.Port, end);
        var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                "POST /v1/responses?item=slow&createItems=true&scaleMin=0&scaleMax=3 HTTP/1.1\r\nHost: x\r\n"
                + $"X-Api-Key: {_key}\r\nContent-Type: text/csv\r\nContent-Length: 100000000\r\n\r\nresponseId,text,humanScore\n"),
            end);
        var buffer = new byte[16];
        var answer = stream.ReadAsync(buffer, end).AsTask();
        for (var row = 0; !answer.IsCompleted; row++)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"r{row:D12},slow text,1\n")), end);
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(80), end));
        }
        var status = Encoding.ASCII.GetString(buffer, 0, await answer).Split(' ').ElementAtOrDefault(1);
        _answers.AddOrUpdate($"slow upload {status}", 1, (_, before) => before + 1);
    }
}
