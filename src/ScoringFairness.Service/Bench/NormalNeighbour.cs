using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ScoringFairness.Service.Bench;

/// <summary>How long requests of the normal organisation took, each from when it was due.</summary>
internal sealed record NeighbourTimes(RequestTimes Reads, RequestTimes Uploads, RequestTimes Evaluations, int Errors);

/// <summary>
/// An organisation that uses a service as it is meant: it reads, uploads two hundred rows twice a second, and evaluates four hundred
/// every two seconds.
/// </summary>
internal sealed class NormalNeighbour : IDisposable
{
    private const string Upload = "/v1/responses?item=one&createItems=true&scaleMin=0&scaleMax=3";
    private const string Evaluation = "/v1/evaluations?bootstrap=500";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Uri _service;
    private readonly string _key;
    private readonly HttpClient _http;

    public NormalNeighbour(Uri service, string key)
    {
        (_service, _key) = (service, key);
        _http = new HttpClient { BaseAddress = service, Timeout = Patience };
        _http.DefaultRequestHeaders.Add("X-Api-Key", key);
    }

    /// <summary>Waits for the service, and sends responses to read.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        for (var clock = Stopwatch.StartNew(); !await LivesAsync(cancellation);)
        {
            if (clock.Elapsed > Patience)
            {
                throw new TimeoutException("The service does not start.");
            }
            await Task.Delay(200, cancellation);
        }
        await TimeAsync(Upload, Rows(0, 2000), new RequestTimes(), cancellation);
    }

    /// <summary>Uses the service for a while.</summary>
    public async Task<NeighbourTimes> RunAsync(int rate, TimeSpan length, CancellationToken cancellation)
    {
        var load = new PacedLoad(_service, _key);
        var (uploads, evaluations) = (new RequestTimes(), new RequestTimes());
        var errors = await Task.WhenAll(
            EveryAsync(TimeSpan.FromSeconds(0.5), length, number => TimeAsync(Upload, Rows(number * 200, 200), uploads, cancellation), cancellation),
            EveryAsync(TimeSpan.FromSeconds(2), length, _ => TimeAsync(Evaluation, Scored(400), evaluations, cancellation), cancellation),
            ReadAsync(load, rate, length, cancellation));
        return new NeighbourTimes(load.Reads, uploads, evaluations, errors.Sum());
    }

    public void Dispose() => _http.Dispose();

    private static async Task<int> ReadAsync(PacedLoad load, int rate, TimeSpan length, CancellationToken cancellation)
    {
        await load.RunAsync(["/v1/items", "/v1/responses?itemId=one&limit=50", "/v1/audits", "/v1/scorers"], "/version", rate, length, cancellation);
        return load.Errors;
    }

    private static async Task<int> EveryAsync(TimeSpan between, TimeSpan length, Func<int, Task<bool>> request, CancellationToken cancellation)
    {
        var errors = 0;
        using var timer = new PeriodicTimer(between);
        var clock = Stopwatch.StartNew();
        for (var number = 0; clock.Elapsed < length; number++)
        {
            errors += await request(number) ? 0 : 1;
            await timer.WaitForNextTickAsync(cancellation);
        }
        return errors;
    }

    private async Task<bool> TimeAsync(string path, string rows, RequestTimes times, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            using var body = new StringContent(rows, Encoding.UTF8, "text/csv");
            using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), body, cancellation);
            await answer.Content.ReadAsByteArrayAsync(cancellation);
            times.Add(clock.Elapsed.TotalMilliseconds);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> LivesAsync(CancellationToken cancellation)
    {
        try
        {
            return (await _http.GetAsync(new Uri("/health/live", UriKind.Relative), cancellation)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Rows(int from, int count) => "responseId,text,humanScore,group.gender\n" + string.Concat(Enumerable.Range(from, count).Select(
        at => string.Create(CultureInfo.InvariantCulture, $"r{at},answer number {at} of the set,{at / 2 % 4},{(at % 2 == 0 ? "male" : "female")}\n")));

    private static string Scored(int count) => "group,humanScore,machineScore\n" + string.Concat(Enumerable.Range(0, count).Select(
        at => string.Create(CultureInfo.InvariantCulture, $"{(at % 2 == 0 ? "male" : "female")},{at / 2 % 4},{at * 7 / 3 % 4}\n")));
}
