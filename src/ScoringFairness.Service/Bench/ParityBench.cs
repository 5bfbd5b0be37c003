using System.CommandLine;
using System.Text.Json;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Parity;
using ScoringFairness.Service.Host.Torch;

namespace ScoringFairness.Service.Bench;

/// <summary>
/// <c>bench parity</c>: this BERT's figures beside those that another implementation computed from the same weights, in float32 on the
/// device that the settings name.
/// </summary>
internal static class ParityBench
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder")
        {
            Description = "Holds a BERT classifier (config.json, vocab.txt, model.safetensors) and expected.json.",
        };
        var command = new Command("parity", "Compares BERT's forward pass and training steps with another implementation's figures.") { folder };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed.GetValue(folder)!.FullName, cancellation)));
        return command;
    }

    private static int Run(string folder, CancellationToken cancellation)
    {
        try
        {
            var differences = BertParity.Measure(folder, TorchSetup.OfEnvironment().In(TorchPrecision.Float32), cancellation);
            Console.WriteLine(differences.Holds
                ? $"Both lie within their limits: forward {ParityDifferences.ForwardLimit}, training {ParityDifferences.TrainingLimit}."
                : $"The figures differ: forward may by {ParityDifferences.ForwardLimit}, training by {ParityDifferences.TrainingLimit}.");
            Console.WriteLine(JsonSerializer.Serialize(new { forward = Finite(differences.Forward), training = Finite(differences.Training) }));
            return differences.Holds ? 0 : 1;
        }
        catch (CheckpointException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
