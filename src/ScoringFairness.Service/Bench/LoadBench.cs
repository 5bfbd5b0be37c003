using System.CommandLine;
using System.Text.Json;

namespace ScoringFairness.Service.Bench;

/// <summary><c>bench load</c>: how long reads take while an audit trains and responses come in.</summary>
internal static class LoadBench
{
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var rate = new Option<int>("--rate") { Description = "Reads a second (default 200).", DefaultValueFactory = _ => 200 };
        var seconds = new Option<int>("--seconds") { Description = "How long (default 30).", DefaultValueFactory = _ => 30 };
        rate.Validators.Add(result => Bound(result, 1, 2000));
        seconds.Validators.Add(result => Bound(result, 1, 600));
        var command = new Command(
            "load",
            "Reads reports, states of audits and pages from a service of its own while an audit trains and responses are sent; "
                + "beside them an endpoint that does nothing.")
        {
            rate, seconds,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(rate), TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellation));
        return command;

        static void Bound(System.CommandLine.Parsing.OptionResult result, int least, int most)
        {
            if (result.GetValueOrDefault<int>() is var value && (value < least || value > most))
            {
                result.AddError($"{result.Option.Name} takes {least} to {most}.");
            }
        }
    }

    private static async Task<int> RunAsync(int rate, TimeSpan length, CancellationToken cancellation)
    {
        await using var database = await BenchDatabase.CreateAsync(cancellation);
        var address = new Uri($"http://127.0.0.1:{BenchProcess.FreePort()}");
        using var service = new BenchProcess(database.ConnectionString, $"serve --urls {address}", parallelFits: null);
        using var scene = new LoadScene(address);
        var (completed, training) = await scene.PrepareAsync(cancellation);
        Console.WriteLine($"An audit trains; {rate} reads a second for {length.TotalSeconds:0} s, responses beside them.");
        var reads = new Dictionary<string, string>
        {
            ["report as JSON"] = $"/v1/audits/{completed}/report.json",
            ["state of an audit"] = $"/v1/audits/{training}",
            ["report"] = $"/v1/audits/{completed}/report.html",
            ["list of audits"] = "/",
            ["an audit"] = $"/audits/{training}",
            ["new audit"] = "/audits/new",
            ["upload"] = "/upload",
        };
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var ingest = scene.IngestAsync(end.Token);
        var before = await scene.StatusAsync(training, cancellation);
        // Untimed at first: for half a minute after a start .NET compiles anew what has run often, and takes a core for it.
        await new PacedLoad(address).RunAsync([.. reads.Values], "/version", rate, Warm, cancellation);
        var load = new PacedLoad(address);
        await load.RunAsync([.. reads.Values], "/version", rate, length, cancellation);
        var after = await scene.StatusAsync(training, cancellation);
        await end.CancelAsync();
        var (sent, refused) = await ingest;
        var stored = await scene.StoredAsync(cancellation);
        var trained = before == "training" && after == "training";
        Console.WriteLine(
            $"{load.Reads.Count} reads, {load.Empty.Count} empty ones; {sent} responses sent, {stored} stored; "
            + $"the audit {(trained ? "trained" : "DID NOT TRAIN")} all the while.");
        var times = reads.ToDictionary(read => read.Key, read => load.ByPath[read.Value]);
        foreach (var (name, one) in times)
        {
            Console.WriteLine($"{name,-20}{one}");
        }
        Console.WriteLine($"{"nothing",-20}{load.Empty}");
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            p50 = load.Reads.At(0.5),
            p99 = load.Reads.At(0.99),
            p99Empty = load.Empty.At(0.99),
            ratio = Ratio(load.Reads),
            slowest = Ratio(times.Values.MaxBy(one => one.At(0.99))!),
            ratios = times.ToDictionary(one => one.Key, one => Ratio(one.Value)),
            errors = load.Errors + refused,
            maximum = load.Reads.At(1),
            p50Empty = load.Empty.At(0.5),
            requestsPerSecond = Math.Round(load.Reads.Count / length.TotalSeconds, 1),
            ingested = sent,
            lost = sent - stored,
            trained,
        }));
        return load.Errors + refused == 0 && sent == stored && trained ? 0 : 1;

        // At the 99th percentile, of what an endpoint takes that does nothing.
        double? Ratio(RequestTimes of) => of.At(0.99) / load.Empty.At(0.99) is { } ratio ? Math.Round(ratio, 2) : null;
    }
}
