using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Speed;
using ScoringFairness.Service.Host.Torch;

namespace ScoringFairness.Service.Bench;

/// <summary>
/// <c>bench training</c>: tokens per second of training on the device that the settings name, as a share of what the machine's matrix
/// products reach.
/// </summary>
internal static class TrainingBench
{
    private static readonly int[] Lengths = [40, 512];

    public static Command Create()
    {
        var models = new Option<string[]>("--models")
        {
            Description = "Sizes (default tiny, mini, minilm and base).",
            DefaultValueFactory = _ => [.. TrainingSpeed.Models],
            AllowMultipleArgumentsPerToken = true,
        };
        models.AcceptOnlyFromAmong([.. TrainingSpeed.Models]);
        var fits = new Option<int?>("--fits") { Description = "Models that train side by side, as in a worker (default: one for each core; on a GPU one)." };
        var threads = new Option<int>("--threads") { Description = "Torch threads of each (default 1).", DefaultValueFactory = _ => 1 };
        var seconds = new Option<double>("--seconds") { Description = "Time for each size and length (default 20).", DefaultValueFactory = _ => 20 };
        var batch = new Option<int>("--batch") { Description = "Texts of a step (default 16).", DefaultValueFactory = _ => 16 };
        var command = new Command("training", "Trains models of random weights on random tokens of short answers (40) and essays (512).")
        {
            models, fits, threads, seconds, batch,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var device = TorchSetup.OfEnvironment();
            var together = parsed.GetValue(fits) ?? (device.IsGpu ? 1 : Environment.ProcessorCount);
            Run(device, parsed.GetValue(models)!, together, parsed.GetValue(threads), parsed.GetValue(batch), parsed.GetValue(seconds), cancellation);
            return Task.CompletedTask;
        });
        return command;
    }

    private static void Run(TorchDevice device, string[] models, int fits, int threads, int batch, double seconds, CancellationToken cancellation)
    {
        var figures = new SortedDictionary<string, SortedDictionary<string, object>>(StringComparer.Ordinal);
        var best = 0.0;
        Console.WriteLine(
            $"{device}, {fits} fits side by side, {threads} threads each, {batch} texts a step. "
            + "Share of peak: operations of the model's matrix products for real tokens ÷ time ÷ the peak beside it.");
        Console.WriteLine("| model | tokens | tokens/s | GFLOP/s | peak | share | padding | data | forward | backward | optimizer | MiB |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var model in models)
        {
            figures[model] = new(StringComparer.Ordinal);
            foreach (var length in Lengths)
            {
                // Before and after: where other work slows the machine down, it slows both down.
                var before = MatrixPeak.Gflops(device, fits * threads);
                var speed = TrainingSpeed.SideBySide(device, model, length, batch, fits, threads, seconds, cancellation);
                var peak = Math.Max(before, MatrixPeak.Gflops(device, fits * threads));
                best = Math.Max(best, peak);
                using var process = Process.GetCurrentProcess();
                var (data, forward, backward, optimizer) = speed.Shares;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {model} | {length} | {speed.TokensPerSecond:0} | {speed.Gflops:0.0} | {peak:0.0} | {speed.Gflops / peak:0.00} | "
                    + $"{speed.Padding:0.000} | {data:0.00} | {forward:0.00} | {backward:0.00} | {optimizer:0.00} | {process.PeakWorkingSet64 / 1048576} |"));
                figures[model][length.ToString(CultureInfo.InvariantCulture)] = new
                {
                    tokensPerSecond = Math.Round(speed.TokensPerSecond),
                    shareOfPeak = Math.Round(speed.Gflops / peak, 3),
                    padding = Math.Round(speed.Padding, 4),
                    steps = speed.Steps,
                    scoringShare = Math.Round(speed.ScoringShare, 3),
                    shares = new
                    {
                        data = Math.Round(data, 3),
                        forward = Math.Round(forward, 3),
                        backward = Math.Round(backward, 3),
                        optimizer = Math.Round(optimizer, 3),
                    },
                };
            }
        }
        using var own = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            peakGflops = Math.Round(best, 1),
            device = device.ToString(),
            fits,
            threads,
            batch,
            peakMiB = own.PeakWorkingSet64 / 1048576,
            models = figures,
        }));
    }
}
