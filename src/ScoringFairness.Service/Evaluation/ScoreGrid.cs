using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Evaluation;

/// <summary>
/// The levels of machine scores while rows stream in: on the scale that was sent, or, where it is only known at the end, on
/// the multiples of its step, of which the scale turns out to be a stretch.
/// </summary>
internal sealed class ScoreGrid(EvaluationQuery query)
{
    /// <summary>No scale reaches further than this from 0 on its grid, so that wild scores share a level.</summary>
    private const double Reach = 100_000;
    private readonly double _step = query.ScaleStep ?? 1;
    private readonly ScoreScale? _sent =
        query.ScaleMin is { } min && query.ScaleMax is { } max ? new ScoreScale(min, max, query.ScaleStep ?? 1) : null;

    private double _lowest = double.PositiveInfinity;
    private double _highest = double.NegativeInfinity;

    /// <summary>Whether machine scores lie further apart than any scale reaches, where none was sent.</summary>
    public bool IsExceeded => _highest - _lowest > ScoreScale.MaximumLevels * _step;

    /// <summary>A machine score that stands for the score's level, whatever the scale will be.</summary>
    public double Level(double machine)
    {
        if (_sent is { } scale)
        {
            return scale.ScoreOf(scale.NearestLevel(machine));
        }
        var level = Math.Clamp(Math.Round(machine / _step, MidpointRounding.ToEven), -Reach, Reach) * _step;
        (_lowest, _highest) = (Math.Min(_lowest, level), Math.Max(_highest, level));
        return level;
    }

    /// <summary>Whether a machine score lies off the scale that was sent; one that was not sent spans all scores.</summary>
    public bool IsOff(double machine) => _sent?.IsOff(machine) ?? false;

    /// <summary>The scale, or why there is none.</summary>
    public (ScoreScale? Scale, string? Problem) Scale(double lowest, double highest)
    {
        if (_sent is not null)
        {
            return (_sent, null);
        }
        var origin = lowest / _step;
        var problem = ScoreScale.Problem(lowest, highest, _step)
            ?? (Math.Abs(origin - Math.Round(origin)) > 1e-6 || Math.Abs(origin) > Reach ? "The lowest score is no multiple of the step." : null);
        return problem is null ? (new ScoreScale(lowest, highest, _step), null) : (null, $"{problem} Send scaleMin, scaleMax and scaleStep.");
    }
}
