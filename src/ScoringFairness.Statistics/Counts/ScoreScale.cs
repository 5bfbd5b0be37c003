namespace ScoringFairness.Statistics.Counts;

/// <summary>The scores that a human rater may give on an item: <c>Minimum, Minimum + Step, …, Maximum</c>.</summary>
/// <remarks>Levels are counted from 0; a level's score is <c>Minimum + level × Step</c>.</remarks>
public sealed record ScoreScale
{
    /// <summary>The most levels a scale may have.</summary>
    public const int MaximumLevels = 101;

    /// <summary>The largest size of a score: beyond it squares of fourth powers, which figures are made of, are no numbers any more.</summary>
    public const double Largest = 1e9;

    private const double Tolerance = 1e-6;
    private const double Finest = 1e-6;

    /// <summary>Makes a scale.</summary>
    /// <param name="minimum">Lowest score.</param>
    /// <param name="maximum">Highest score; above <paramref name="minimum"/> by a whole number of steps.</param>
    /// <param name="step">Distance of neighbouring scores; positive.</param>
    /// <exception cref="ArgumentException">The three do not make a scale of 2 to <see cref="MaximumLevels"/> levels.</exception>
    public ScoreScale(double minimum, double maximum, double step)
    {
        if (Problem(minimum, maximum, step) is { } problem)
        {
            throw new ArgumentException(problem);
        }
        (Minimum, Maximum, Step) = (minimum, maximum, step);
        LevelCount = (int)Math.Round((maximum - minimum) / step) + 1;
    }

    /// <summary>Lowest score.</summary>
    public double Minimum { get; }

    /// <summary>Highest score.</summary>
    public double Maximum { get; }

    /// <summary>Distance of neighbouring scores.</summary>
    public double Step { get; }

    /// <summary>Number of levels.</summary>
    public int LevelCount { get; }

    /// <summary>What keeps the three numbers from being a scale, or null.</summary>
    public static string? Problem(double minimum, double maximum, double step)
    {
        if (!double.IsFinite(minimum) || !double.IsFinite(maximum) || !double.IsFinite(step))
        {
            return "A scale needs finite numbers for min, max and step.";
        }
        if (Math.Max(Math.Abs(minimum), Math.Abs(maximum)) > Largest || step is > 0 and < Finest)
        {
            return "A scale lies between -1000000000 and 1000000000, and its step is 0.000001 or more.";
        }
        if (step <= 0 || maximum <= minimum)
        {
            return "A scale needs max above min and a positive step.";
        }
        var steps = (maximum - minimum) / step;
        if (Math.Round(steps) < 1)
        {
            return "A scale's max must be above its min by a step at least.";
        }
        if (Math.Abs(steps - Math.Round(steps)) > Tolerance)
        {
            return "A scale's max must be its min plus a whole number of steps.";
        }
        return Math.Round(steps) + 1 > MaximumLevels ? $"A scale may have at most {MaximumLevels} levels." : null;
    }

    /// <summary>The level whose score is exactly <paramref name="score"/>, or null if it is off the scale.</summary>
    public int? LevelOf(double score)
    {
        var level = (score - Minimum) / Step;
        var nearest = Math.Round(level);
        return Math.Abs(level - nearest) <= Tolerance && nearest >= 0 && nearest < LevelCount ? (int)nearest : null;
    }

    /// <summary>
    /// The level of a raw machine score: the nearest, half to even (in multiples of the step, as NumPy and RSMTool
    /// round the score itself), clipped to the scale.
    /// </summary>
    /// <param name="raw">A finite number.</param>
    public int NearestLevel(double raw)
    {
        var origin = Minimum / Step;
        var wholeOrigin = Math.Round(origin);
        var level = Math.Abs(origin - wholeOrigin) <= Tolerance
            ? Math.Round(raw / Step, MidpointRounding.ToEven) - wholeOrigin
            : Math.Round((raw - Minimum) / Step, MidpointRounding.ToEven);
        return (int)Math.Clamp(level, 0, LevelCount - 1);
    }

    /// <summary>The least raw machine score that is on the scale: half a step below its lowest score.</summary>
    public double LeastRaw => Minimum - Step * (0.5 + Tolerance);

    /// <summary>The largest raw machine score that is on the scale: half a step above its highest score.</summary>
    public double LargestRaw => Maximum + Step * (0.5 + Tolerance);

    /// <summary>
    /// Whether a raw machine score lies off the scale: more than half a step beyond its ends, where no rounding leads. Its level is
    /// the end of the scale all the same, so it must be counted and said.
    /// </summary>
    public bool IsOff(double raw) => raw < LeastRaw || raw > LargestRaw;

    /// <summary>The score of a level.</summary>
    public double ScoreOf(int level) => Minimum + level * Step;

    /// <summary>The scores of all levels, from the lowest.</summary>
    public IReadOnlyList<double> Scores => [.. Enumerable.Range(0, LevelCount).Select(ScoreOf)];
}
