using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Study;

/// <summary>Agreement of two human raters, and how far the machine falls behind it.</summary>
internal static class RaterFigures
{
    /// <summary>Human–human agreement: the agreement figures of a cube whose machine is the second rater.</summary>
    /// <param name="scope">First against second rating of the responses that have both.</param>
    /// <param name="whole">The human scores of all responses by group, rated twice or not.</param>
    public static IEnumerable<Figure> Of(Scope scope, CountCube whole)
    {
        var everyone = JointMoments.Of(whole).Human;
        return AgreementFigures.Of(scope)
            .Where(figure => figure.Measure.Raters is not null)
            .Select(figure => new Figure
            {
                Row = figure.Row with { Measure = RaterMeasures.HumanHuman(figure.Measure).Code },
                Value = figure.Known is { Note: not null } ? null : Of(figure, scope, everyone),
                Known = figure.Known,
                AlsoDrawn = true,
                OverItems = true,
                Reason = figure.Reason,
            });
    }

    /// <summary>Has the draws kept that <see cref="Degradation"/> is made of.</summary>
    public static void Keep(Scope scope)
    {
        foreach (var figure in scope.Figures.Where(figure => IsCompared(figure)))
        {
            figure.AlsoDrawn = true;
        }
    }

    /// <summary>Degradation: human–machine minus human–human agreement; signs as method and field have them.</summary>
    /// <param name="scope">The machine's scope.</param>
    /// <param name="raters">The raters' scope.</param>
    public static IEnumerable<Figure> Degradation(Scope scope, Scope raters)
    {
        var humans = raters.Figures.ToDictionary(figure => (figure.Row.Measure, figure.Row.Group));
        foreach (var machine in scope.Figures.Where(figure => IsCompared(figure)))
        {
            var human = humans[(RaterMeasures.HumanHuman(machine.Measure).Code, machine.Row.Group)];
            yield return new Figure
            {
                Row = machine.Row with
                {
                    Measure = RaterMeasures.Degradation(machine.Measure).Code,
                    Denominators = new Dictionary<string, long> { ["humanMachine"] = machine.Row.N!.Value, ["humanHuman"] = human.Row.N!.Value },
                },
                Known = Difference(scope, raters, machine, human),
                OverItems = true,
                Judged = true,
            };
        }
    }

    private static Func<CountCube, double> Of(Figure figure, Scope scope, Moments everyone)
    {
        IReadOnlyList<int> groups = figure.Row.Group is null ? scope.Everyone : [scope.Groups.Index().First(group => group.Item == figure.Row.Group).Index];
        return figure.Measure.Form switch
        {
            MeasureForm.OfMoments { OfRaters: { } ofRaters } => cube => ofRaters(AgreementFigures.Sum(cube, groups)),
            _ when figure.Measure == AgreementMeasures.Dsm => cube => DifferenceOfStandardizedMeans.Of(
                AgreementFigures.Sum(cube, groups), everyone, JointMoments.Of(cube).Machine),
            _ => figure.Value!,
        };
    }

    private static bool IsCompared(Figure figure) => figure.Measure.Raters is { IsSubtracted: true };

    private static Estimate Difference(Scope scope, Scope raters, Figure machine, Figure human)
    {
        if (machine.Value is null || human.Value is null)
        {
            return Estimate.Undefined((machine.Known ?? human.Known)?.Note ?? machine.Reason);
        }
        var value = machine.Value(scope.Cube) - human.Value(raters.Cube);
        if (!double.IsFinite(value) || machine.Bootstrap is null || human.Bootstrap is null)
        {
            return Estimate.Undefined(machine.Reason);
        }
        var draws = Draws.Difference(machine.Bootstrap, human.Bootstrap);
        var (low, high) = draws.Interval(scope.Options.Confidence);
        return new Estimate
        {
            Value = value,
            Low = low,
            High = high,
            StandardError = draws.Deviation,
            Method = scope.Clustered ? BootstrapMethod.OfStudents : BootstrapMethod.OfCounts,
            // Students are drawn for both at once.
            Note = scope.Clustered ? null : "Machine and second rater are drawn apart, which makes the interval wide rather than narrow.",
        };
    }
}
