using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Study;

/// <summary>Agreement of machine and human, overall and by group, as the assessment field reports it.</summary>
internal static class AgreementFigures
{
    public static IEnumerable<Figure> Of(Scope scope)
    {
        foreach (var figure in Of(scope, scope.Everyone, scope.Row))
        {
            yield return figure;
        }
        foreach (var group in scope.Everyone)
        {
            foreach (var figure in Of(scope, [group], measure => scope.RowOf(measure, group)))
            {
                yield return scope.OfGroup(figure, group);
            }
            yield return scope.OfGroup(
                new Figure
                {
                    Row = scope.RowOf(MeasureCodes.Dsm, group),
                    Value = cube => JointMoments.Of(cube) is var all
                        ? DifferenceOfStandardizedMeans.Of(JointMoments.Of(cube, group), all.Human, all.Machine)
                        : double.NaN,
                    OverItems = true,
                    Judged = true,
                    Reason = "The human or the machine scores do not vary.",
                },
                group);
        }
    }

    private static IEnumerable<Figure> Of(Scope scope, IReadOnlyList<int> groups, Func<string, MeasureRow> row)
    {
        foreach (var (measure, value) in OfMoments)
        {
            yield return new Figure
            {
                Row = row(measure),
                Value = cube => value(Sum(cube, groups)),
                OverItems = true,
                Judged = measure is MeasureCodes.Qwk or MeasureCodes.Correlation or MeasureCodes.Smd,
                Reason = "The scores do not vary, or there are fewer than two.",
            };
        }
        yield return new Figure
        {
            Row = row(MeasureCodes.Kappa),
            Value = cube => Kappa.Of(cube, groups),
            OverItems = true,
        };
        foreach (var (measure, rate) in OfRates)
        {
            var all = Rates(scope.Cube, rate);
            yield return new Figure
            {
                Row = row(measure),
                Value = cube => Rates(cube, rate).Value,
                Known = Proportions.Wilson(all.Hits, all.N, scope.Options.Confidence),
                OverItems = true,
            };
        }

        Rate Rates(CountCube cube, Func<CountCube, int, Rate> rate)
        {
            var sum = default(Rate);
            for (var at = 0; at < groups.Count; at++)
            {
                sum += rate(cube, groups[at]);
            }
            return sum;
        }
    }

    /// <summary>The moments of some groups together.</summary>
    public static JointMoments Sum(CountCube cube, IReadOnlyList<int> groups)
    {
        var sum = default(JointMoments);
        for (var at = 0; at < groups.Count; at++)
        {
            sum += JointMoments.Of(cube, groups[at]);
        }
        return sum;
    }

    private static (string Measure, Func<JointMoments, double> Value)[] OfMoments { get; } =
    [
        (MeasureCodes.Qwk, QuadraticWeightedKappa.Of), (MeasureCodes.Correlation, Correlation.Of),
        (MeasureCodes.Rmse, RootMeanSquaredError.Of), (MeasureCodes.R2, CoefficientOfDetermination.Of),
        (MeasureCodes.Smd, StandardizedMeanDifference.Of),
    ];

    private static (string Measure, Func<CountCube, int, Rate> Rate)[] OfRates { get; } =
        [(MeasureCodes.ExactAgreement, Accuracy.Of), (MeasureCodes.AdjacentAgreement, AdjacentAgreement.Of)];
}
