using System.CommandLine;
using System.Text.Json;
using ScoringFairness.Service.Host;

namespace ScoringFairness.Service.Bench;

/// <summary><c>bench neighbour</c>: what an organisation that means harm does to another on the same service.</summary>
internal static class NeighbourBench
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    public static Command Create(ServiceFactory prepare)
    {
        var seconds = new Option<int>("--seconds")
        {
            Description = "How long alone, and how long beside the hostile one (default 30).",
            DefaultValueFactory = _ => 30,
        };
        var rate = new Option<int>("--rate") { Description = "Reads a second of the normal organisation (default 50).", DefaultValueFactory = _ => 50 };
        seconds.Validators.Add(result => Bound(result, 5, 600));
        rate.Validators.Add(result => Bound(result, 1, 1000));
        var command = new Command(
            "neighbour",
            "An organisation reads, uploads and evaluates on a service of its own: alone, and beside one that sends slow uploads, evaluations that would "
                + "take all memory and time, and reads pages of large texts.")
        {
            seconds, rate,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(rate), TimeSpan.FromSeconds(parsed.GetValue(seconds)), prepare, cancellation));
        return command;

        static void Bound(System.CommandLine.Parsing.OptionResult result, int least, int most)
        {
            if (result.GetValueOrDefault<int>() is var value && (value < least || value > most))
            {
                result.AddError($"{result.Option.Name} takes {least} to {most}.");
            }
        }
    }

    private static async Task<int> RunAsync(int rate, TimeSpan length, ServiceFactory prepare, CancellationToken cancellation)
    {
        await using var database = await BenchDatabase.CreateAsync(cancellation);
        var keys = await BenchKeys.MakeAsync(prepare, database.ConnectionString, ["normal", "hostile"], cancellation);
        var address = new Uri($"http://127.0.0.1:{BenchProcess.FreePort()}");
        using var service = new BenchProcess(database.ConnectionString, $"serve --no-worker --urls {address}", parallelFits: null);
        using var hostile = new HostileNeighbour(address, keys["hostile"]);
        using var normal = new NormalNeighbour(address, keys["normal"]);
        await normal.PrepareAsync(cancellation);
        await hostile.PrepareAsync(cancellation);
        // The first requests of every kind pay for what is compiled then.
        await normal.RunAsync(rate, TimeSpan.FromSeconds(3), cancellation);

        var before = service.PeakMiB;
        var alone = await normal.RunAsync(rate, length, cancellation);
        var peakAlone = service.PeakMiB;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var harm = hostile.RunAsync(end.Token);
        await Task.Delay(Pause, cancellation);
        var beside = await normal.RunAsync(rate, length, cancellation);
        await end.CancelAsync();
        await harm;
        Console.WriteLine($"Alone:  reads {alone.Reads}; uploads {alone.Uploads}; evaluations {alone.Evaluations}; {alone.Errors} errors.");
        Console.WriteLine($"Beside: reads {beside.Reads}; uploads {beside.Uploads}; evaluations {beside.Evaluations}; {beside.Errors} errors.");
        Console.WriteLine($"The hostile one was answered {string.Join(", ", hostile.Answers.Select(one => $"{one.Key} {one.Value} times"))}.");
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            p99Alone = alone.Reads.At(0.99),
            p99Beside = beside.Reads.At(0.99),
            uploadP99Alone = alone.Uploads.At(0.99),
            uploadP99Beside = beside.Uploads.At(0.99),
            evaluationP99Alone = alone.Evaluations.At(0.99),
            evaluationP99Beside = beside.Evaluations.At(0.99),
            errors = alone.Errors + beside.Errors,
            startMiB = before,
            peakMiBAlone = peakAlone,
            peakMiBBeside = service.PeakMiB,
            hostile = hostile.Answers,
            crashes = service.Crashes,
        }));
        return alone.Errors + beside.Errors + service.Crashes == 0 ? 0 : 1;
    }
}
