using System.Diagnostics;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>Where the time of training steps goes.</summary>
internal sealed class StepTimes
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
        var (from, now) = (_since, Stopwatch.GetTimestamp());
        _since = now;
        return Stopwatch.GetElapsedTime(from, now);
    }
}
