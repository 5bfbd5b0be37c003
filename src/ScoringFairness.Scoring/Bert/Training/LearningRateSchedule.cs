namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>The learning rate rises linearly to its highest value, then falls linearly to 0.</summary>
internal sealed class LearningRateSchedule(double highest, int steps, double warmupFraction)
{
    private readonly int _warmup = (int)Math.Round(steps * warmupFraction);

    /// <summary>The rate of a step, counted from 0.</summary>
    public double At(int step) =>
        step < _warmup
            ? highest * (step + 1) / _warmup
            : highest * Math.Max(0, steps - step) / Math.Max(1, steps - _warmup);
}
