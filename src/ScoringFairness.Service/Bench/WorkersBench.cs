using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Bench;

/// <summary>
/// <c>bench workers</c>: training runs a minute of 1, 2 and 4 worker processes of one thread each, which share PostgreSQL and nothing else,
/// as workers on machines of their own do.
/// </summary>
internal static class WorkersBench
{
    private const int Responses = 240;
    private static readonly int[] Crews = [1, 2, 4];

    public static Command Create()
    {
        var repeats = new Option<int>("--repeats")
        {
            Description = "Repeats of the audit, twelve training runs each (default 2).",
            DefaultValueFactory = _ => 2,
        };
        var command = new Command("workers", "Trains the same audit with 1, 2 and 4 worker processes of one thread each, with folders of their own.")
        {
            repeats,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(repeats), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int repeats, CancellationToken cancellation)
    {
        await using var database = await BenchDatabase.CreateAsync(cancellation);
        var address = $"http://127.0.0.1:{BenchProcess.FreePort()}";
        using var client = new BenchClient(new Uri(address));
        using var service = new BenchProcess(database.ConnectionString, $"serve --no-worker --urls {address}");
        await client.WhenAliveAsync(cancellation);
        await client.SendAsync("bench", Responses, cancellation);
        var perMinute = new Dictionary<string, double>();
        foreach (var workers in Crews)
        {
            perMinute[workers.ToString(CultureInfo.InvariantCulture)] = await OfAsync(client, database.ConnectionString, workers, repeats, cancellation);
        }
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            trainingRunsPerMinute = perMinute,
            timesOne = Crews.Skip(1).ToDictionary(
                workers => workers.ToString(CultureInfo.InvariantCulture),
                workers => Math.Round(perMinute[workers.ToString(CultureInfo.InvariantCulture)] / perMinute["1"], 2)),
            cores = Environment.ProcessorCount,
            service.Crashes,
            synthetic = true,
        }));
        return service.Crashes == 0 ? 0 : 1;
    }

    private static async Task<double> OfAsync(BenchClient client, string connectionString, int workers, int repeats, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("scoring-fairness-workers");
        List<BenchProcess> crew = [];
        try
        {
            for (var number = 0; number < workers; number++)
            {
                string Own(string name) => folder.CreateSubdirectory($"{number}-{name}").FullName;
                crew.Add(new BenchProcess(connectionString, "work", parallelFits: 1, new Dictionary<string, string>
                {
                    ["TMPDIR"] = Own("temporary"),
                    ["HF_HOME"] = Own("cache"),
                    ["Training__ModelRoot"] = Own("models"),
                    ["Worker__ThreadsPerFit"] = "1",
                }));
            }
            // The first audit pays for what is compiled then, in every worker.
            await AuditAsync(client, repeats: workers, cancellation);
            var clock = Stopwatch.StartNew();
            var fits = await AuditAsync(client, repeats, cancellation);
            var rate = Math.Round(fits / clock.Elapsed.TotalMinutes, 1);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{workers} workers: {fits} training runs in {clock.Elapsed.TotalSeconds:0.0} s, {rate} a minute"));
            return rate;
        }
        finally
        {
            crew.ForEach(worker => worker.Dispose());
            folder.Delete(recursive: true);
        }
    }

    /// <returns>Its training runs.</returns>
    private static async Task<int> AuditAsync(BenchClient client, int repeats, CancellationToken cancellation)
    {
        var auditId = await client.StartAsync(
            $$"""
            { "items": ["bench"], "attribute": "gender", "folds": 3, "repeats": {{repeats}}, "bootstrap": 100,
              "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 12 } ] }
            """, cancellation);
        JsonNode audit;
        do
        {
            await Task.Delay(200, cancellation);
            audit = await client.AuditAsync(auditId, cancellation);
        }
        while ((string)audit["status"]! is not ("completed" or "failed"));
        return (string)audit["status"]! == "completed"
            ? (int)audit["progress"]!["fitsTotal"]!
            : throw new InvalidOperationException((string?)audit["error"]);
    }
}
