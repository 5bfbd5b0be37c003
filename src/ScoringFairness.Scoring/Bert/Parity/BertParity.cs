using System.Text.RegularExpressions;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Training;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Parity;

/// <summary>How far this implementation's figures lie from another's.</summary>
/// <param name="Forward">Largest absolute difference of hidden states, pooled outputs, logits and probabilities.</param>
/// <param name="Training">Largest absolute difference of losses and gradient norms of the training steps, and of the logits after them.</param>
public sealed record ParityDifferences(double Forward, double Training)
{
    /// <summary>The largest <see cref="Forward"/> that float32 explains.</summary>
    public const double ForwardLimit = 1e-5;

    /// <summary>The largest <see cref="Training"/> that float32 explains, after five steps.</summary>
    public const double TrainingLimit = 1e-4;

    /// <summary>Whether both lie within their limits; what is not a number does not.</summary>
    public bool Holds => Forward <= ForwardLimit && Training <= TrainingLimit;
}

/// <summary>Compares a BERT classifier's figures with those that another implementation computed.</summary>
public static partial class BertParity
{
    private const double LearningRate = 1e-3;

    /// <summary>Computes the figures of a folder's <c>expected.json</c>.</summary>
    /// <remarks>
    /// Training is AdamW at a constant 1e-3, betas .9 and .999, epsilon 1e-8, decoupled decay .01 (biases and LayerNorm
    /// excepted), the gradient's norm clipped to 1, no dropout, the whole batch in each step.
    /// </remarks>
    /// <exception cref="CheckpointException">The folder is not of this form.</exception>
    public static ParityDifferences Measure(string folder, TorchDevice device, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(device);
        using var parity = new ParityFolder(folder, device);
        try
        {
            return new(Forward(parity), Training(parity, cancellation));
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CheckpointException(parity.Path, $"it does not hold a batch and its figures ({exception.Message.TrimEnd('.')})", exception);
        }
    }

    /// <summary>The largest difference in a forward pass of the batch.</summary>
    internal static double Forward(ParityFolder parity)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        parity.Model.eval();
        var batch = parity.Batch();
        var (hidden, pooled) = parity.Model.bert.call(batch.Ids, batch.Mask);
        var logits = parity.Model.Logits(batch);

        var differences = new List<double>
        {
            Difference(parity.Rows("pooled"), pooled),
            Difference(parity.Rows("logits"), logits),
            Difference(parity.Rows("probabilities"), logits.softmax(-1)),
        };
        foreach (var name in parity.Expected.EnumerateObject().Select(property => HiddenStates().Match(property.Name)).Where(match => match.Success))
        {
            var rows = parity.Rows(name.Value);
            differences.Add(Difference(rows, hidden[int.Parse(name.Groups[1].Value, null)].narrow(0, 0, rows.Length)));
        }
        return Largest(differences);
    }

    /// <summary>The largest difference in the training steps; the model is trained by them.</summary>
    internal static double Training(ParityFolder parity, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var training = parity.Expected.GetProperty("training");
        var losses = ParityFolder.Row(training, "loss_before_step");
        var norms = ParityFolder.Row(training, "gradient_norm_before_clip");
        if (losses.Length == 0 || norms.Length != losses.Length) throw new FormatException("losses and norms are not of one number of steps");

        var tuning = new FineTuning(
            parity.Model, new() { WeightDecay = 0.01, MaximumGradientNorm = 1 },
            [new LevelLoss(0, ClassWeights.None, [.. new int[parity.Checkpoint.ClassifierLevels!.Value]])],
            SplitMix64.Of(0, FitStream.Order), new(null, 1, 1), cancellation);
        var texts = parity.Texts.Zip(parity.Levels, (ids, level) => new LabelledTokens(ids, level)).ToList();
        var differences = new List<double>();
        parity.Model.train();
        for (var step = 0; step < losses.Length; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            differences.Add(Math.Abs(losses[step] - tuning.Step(texts, LearningRate).Loss));
            differences.Add(Math.Abs(norms[step] - tuning.LastGradientNorm));
        }

        parity.Model.eval();
        using var noGradient = no_grad();
        var batch = parity.Batch();
        differences.Add(Difference(
            ParityFolder.Rows(training, $"logits_after_{losses.Length}_steps"), parity.Model.Logits(batch)));
        return Largest(differences);
    }

    internal static double Difference(float[][] expected, Tensor actual)
    {
        var values = actual.contiguous().data<float>().ToArray();
        var flat = expected.SelectMany(row => row).ToArray();
        return flat.Length == values.Length && expected.Length == actual.shape[0]
            ? Largest(flat.Zip(values, (e, a) => Math.Abs((double)e - a)))
            : throw new FormatException($"{flat.Length} figures where the model gives {values.Length}");
    }

    /// <summary>What is not a number is no small difference.</summary>
    internal static double Largest(IEnumerable<double> differences) =>
        differences.Aggregate(0.0, (largest, one) => double.IsNaN(one) ? double.PositiveInfinity : Math.Max(largest, one));

    [GeneratedRegex(@"\Alast_hidden_state_row(\d{1,4})(?:_first\d+)?\z")]
    private static partial Regex HiddenStates();
}
