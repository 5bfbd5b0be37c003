using System.Diagnostics;
using ScoringFairness.Scoring.Bert.Devices;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>Where the time of training steps goes.</summary>
/// <param name="device">Waited for at the end of each part of a step; null: nobody is waited for.</param>
internal sealed class StepTimes(TorchDevice? device = null)
{
    private long _since = Stopwatch.GetTimestamp();

    /// <summary>Making tensors of texts.</summary>
    public TimeSpan Data { get; private set; }

    /// <summary>From ids to the loss.</summary>
    public TimeSpan Forward { get; private set; }

    /// <summary>Gradients.</summary>
    public TimeSpan Backward { get; private set; }

    /// <summary>Clipping and AdamW.</summary>
    public TimeSpan Optimizer { get; private set; }

    /// <summary>All of it.</summary>
    public TimeSpan Total => Data + Forward + Backward + Optimizer;

    /// <summary>Begins a step.</summary>
    public void Begin() => _since = Stopwatch.GetTimestamp();

    /// <summary>Ends a part of a step and begins the next.</summary>
    public void EndData() => Data += Lap();

    /// <inheritdoc cref="EndData"/>
    public void EndForward() => Forward += Lap();

    /// <inheritdoc cref="EndData"/>
    public void EndBackward() => Backward += Lap();

    /// <inheritdoc cref="EndData"/>
    public void EndOptimizer() => Optimizer += Lap();

    private TimeSpan Lap()
    {
        device?.Synchronize();
        var (from, now) = (_since, Stopwatch.GetTimestamp());
        _since = now;
        return Stopwatch.GetElapsedTime(from, now);
    }
}
