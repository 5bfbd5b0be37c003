using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Study;

/// <summary>A primary figure of the machine less that of the second human.</summary>
internal sealed class SecondHumanPair
{
    /// <summary>The row of the difference.</summary>
    public required MeasureRow Row { get; init; }

    /// <summary>The difference seen.</summary>
    public required double Observed { get; init; }

    /// <summary>The difference with the interval of a formula, or why it is undefined; null where it is drawn.</summary>
    public Estimate? Known { get; private init; }

    /// <summary>The difference of the machine's counts and the second human's.</summary>
    public required Func<CountCube, CountCube, double> Value { get; init; }

    /// <summary>The difference over draws; null where it is known.</summary>
    public Draws? Draws { get; private init; }

    /// <summary>The difference of a measure in a scope.</summary>
    public static SecondHumanPair Of(Scope scope, DoubleRatings ratings, Measure measure, int focal)
    {
        var reference = scope.Reference;
        var (machineScores, secondScores) = (ratings.OfMachine(), ratings.OfSecond());
        // First humans are the same for both, and so are the levels that reach the cell size.
        var levels = measure == FairnessMeasures.EqualizedOdds
            ? EqualizedOdds.Levels(machineScores, reference, focal, Basis.Level, scope.Options.MinCellSize)
            : null;
        var figure = levels is null ? measure.Contrast! : (cube, _, _) => EqualizedOdds.Over(cube, reference, focal, Basis.Level, levels).Mean;
        var known = TooSmall(scope, ratings, reference, focal) is { } reason ? Estimate.Undefined(reason)
            : scope.Clustered ? null
            : PairedContrasts.Known(measure, ratings, reference, focal, scope.Options.Confidence);
        return new SecondHumanPair
        {
            Row = scope.RowOf(measure, reference, focal) with
            {
                ComparedWith = RowCodes.SecondHuman,
                Basis = measure.Main.Basis,
                Aggregation = measure.Main.Aggregation,
                N = ratings.Size(reference) + ratings.Size(focal),
                LevelsUsed = levels,
                LevelsLeftOut = levels is null ? null : [.. Enumerable.Range(0, scope.Cube.Levels).Except(levels)],
                NByGroup = new[] { reference, focal }.ToDictionary(group => scope.Groups[group], ratings.Size),
            },
            Value = (machine, second) => figure(machine, reference, focal) - figure(second, reference, focal),
            Observed = figure(machineScores, reference, focal) - figure(secondScores, reference, focal),
            Known = known,
            Draws = known is null ? new Draws(scope.Options.BootstrapDraws) : null,
        };
    }

    /// <summary>The figure, once it is drawn.</summary>
    public Figure ToFigure(Scope scope) => new() { Row = Row, Known = Known ?? Estimated(scope), OverItems = true };

    private Estimate Estimated(Scope scope)
    {
        if (!double.IsFinite(Observed) || Draws is null)
        {
            return Estimate.Undefined("The figure of the machine or of the second human is undefined on the responses rated twice.");
        }
        return PairedEstimate.Of(
            Observed, Draws, scope.Clustered ? BootstrapMethod.OfStudents : BootstrapMethod.OfCounts, scope.Options.Confidence);
    }

    private static string? TooSmall(Scope scope, DoubleRatings ratings, params ReadOnlySpan<int> groups)
    {
        foreach (var group in groups)
        {
            if (ratings.Size(group) < scope.Options.MinGroupSize)
            {
                return $"Group '{scope.Groups[group]}' has fewer responses that two humans rated than the {scope.Options.MinGroupSize} "
                    + "asked for (minGroupSize).";
            }
        }
        return null;
    }
}
