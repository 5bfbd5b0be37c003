using System.CommandLine;
using System.Text.Json;

namespace ScoringFairness.Service.Bench;

/// <summary><c>bench load</c>: how long reads take while an audit trains and responses come in.</summary>
internal static class LoadBench
{
    public static Command Create()
    {
        var rate = new Option<int>("--rate") { Description = "Reads a second (default 200).", DefaultValueFactory = _ => 200 };
        var seconds = new Option<int>("--seconds") { Description = "How long (default 30).", DefaultValueFactory = _ => 30 };
        rate.Validators.Add(result => Bound(result, 1, 2000));
        seconds.Validators.Add(result => Bound(result, 1, 600));
        var command = new Command(
            "load",
            "Reads reports and states of audits from a service of its own while an audit trains and responses are sent; "
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
        string[] reads = [$"/v1/audits/{completed}/report", $"/v1/audits/{training}", $"/v1/audits/{completed}/report.html", $"/v1/audits/{training}"];
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var ingest = scene.IngestAsync(end.Token);
        var before = await scene.StatusAsync(training, cancellation);
        var load = new PacedLoad(address);
        await load.RunAsync(reads, "/version", rate, length, cancellation);
        var after = await scene.StatusAsync(training, cancellation);
        await end.CancelAsync();
        var (sent, refused) = await ingest;
        var stored = await scene.StoredAsync(cancellation);
        var trained = before == "training" && after == "training";
        Console.WriteLine(
            $"{load.Reads.Count} reads, {load.Empty.Count} empty ones; {sent} responses sent, {stored} stored; "
            + $"the audit {(trained ? "trained" : "DID NOT TRAIN")} all the while.");
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            p50 = load.Reads.At(0.5),
            p99 = load.Reads.At(0.99),
            p99Empty = load.Empty.At(0.99),
            errors = load.Errors + refused,
            maximum = load.Reads.At(1),
            p50Empty = load.Empty.At(0.5),
            requestsPerSecond = Math.Round(load.Reads.Count / length.TotalSeconds, 1),
            ingested = sent,
            lost = sent - stored,
            trained,
        }));
        return load.Errors + refused == 0 && sent == stored && trained ? 0 : 1;
    }
}
