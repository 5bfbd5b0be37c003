using System.CommandLine;
using System.Text.Json;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Parity;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Service.Host.Settings;
using ScoringFairness.Service.Host.Torch;
using ScoringFairness.Service.Scorers;

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
            Description = "Holds expected.json, and the model's files (config.json, vocab.txt, model.safetensors) unless a checkpoint is named.",
        };
        var checkpoint = new Option<string?>("--checkpoint")
        {
            Description = "A pre-trained encoder (package:minilm-l6, …) whose tokens and hidden states are compared.",
        };
        var command = new Command("parity", "Compares BERT's forward pass and training steps with another implementation's figures.") { folder, checkpoint };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed.GetValue(folder)!.FullName, parsed.GetValue(checkpoint), cancellation)));
        return command;
    }

    private static int Run(string folder, string? checkpoint, CancellationToken cancellation)
    {
        try
        {
            var device = TorchSetup.OfEnvironment().In(TorchPrecision.Float32);
            if (checkpoint is not null || EncoderParity.IsOfEncoder(folder)) return Encoder(folder, checkpoint, device, cancellation);
            var differences = BertParity.Measure(folder, device, cancellation);
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

    private static int Encoder(string folder, string? checkpoint, TorchDevice device, CancellationToken cancellation)
    {
        var differences = EncoderParity.Measure(folder, checkpoint is null ? null : Options(checkpoint), device, cancellation);
        Console.WriteLine(differences.OtherTokens.Count == 0
            ? $"All {differences.Texts} texts became the same tokens."
            : $"Of {differences.Texts} texts these became other tokens: {string.Join(", ", differences.OtherTokens)}.");
        Console.WriteLine(differences.Forward <= EncoderDifferences.ForwardLimit
            ? $"The hidden states lie within their limit, {EncoderDifferences.ForwardLimit}."
            : $"The hidden states differ: they may by {EncoderDifferences.ForwardLimit}.");
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            forward = Finite(differences.Forward),
            texts = differences.Texts,
            otherTokens = differences.OtherTokens,
        }));
        return differences.Holds ? 0 : 1;
    }

    /// <summary>A checkpoint comes from where the settings of training say.</summary>
    private static BertOptions Options(string checkpoint)
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var training = settings.Read<TrainingSettings>();
        return new() { Checkpoint = checkpoint, ModelRoot = training.ModelRoot, Hub = training.Hub(settings) };
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
