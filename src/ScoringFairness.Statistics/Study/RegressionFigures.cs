using System.Globalization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Study;

/// <summary>OSA, OSD and CSD with the coefficients of the groups.</summary>
internal static class RegressionFigures
{
    private const string Reason = "The errors do not vary, or not beside the human score, a group is empty, or there are too few responses for the regression.";

    public static IEnumerable<Figure> Of(Scope scope)
    {
        foreach (var (measure, coefficients, regression) in Regressions)
        {
            var fit = regression(scope.Cube, scope.Groups, null);
            var order = ErrorRegression.Order(scope.Cube, scope.Groups);
            yield return new Figure
            {
                Row = scope.Row(measure),
                Known = fit is null ? Estimate.Undefined(Reason) : Whole(fit, scope, effect: 1),
                OverItems = true,
                MeanOfIntervals = true,
            };
            foreach (var (place, coefficient) in (fit?.Coefficients ?? []).Index())
            {
                if (scope.TooSmall(Enumerable.Range(0, scope.Groups.Count).First(group => scope.Groups[group] == coefficient.Label)) is { } few)
                {
                    yield return new Figure { Row = scope.Row(coefficients) with { Group = coefficient.Label }, Known = Estimate.Undefined(few) };
                    continue;
                }
                yield return new Figure
                {
                    Row = scope.Row(coefficients) with { Group = coefficient.Label },
                    Value = cube => regression(cube, scope.Groups, order)?.Coefficients[place].Value ?? double.NaN,
                    Known = One(coefficient, isBase: place == 0, fit!.Coefficients[0].Label, scope.Options.Confidence),
                };
            }
        }
    }

    /// <summary>
    /// Where students gave several responses, the F test becomes that of the effective sample: F divided by the mean design effect of
    /// the groups' coefficients over draws of students (Rao, Scott 1984, Annals of Statistics 12, 46–60, first-order correction).
    /// </summary>
    public static void Correct(Scope scope)
    {
        foreach (var (measure, coefficients, regression) in Regressions)
        {
            if (!scope.Clustered || regression(scope.Cube, scope.Groups, null) is not { } fit)
            {
                continue;
            }
            var effects = scope.Figures.Where(figure => figure.Measure == coefficients)
                .Zip(fit.Coefficients).Skip(1).Where(one => one.First.Bootstrap is not null)
                .Select(one => DesignEffect.Of(one.First.Bootstrap!, one.Second.StandardError * one.Second.StandardError)).ToList();
            scope.Figures.First(figure => figure.Measure == measure).Known = Whole(fit, scope, effects.DefaultIfEmpty(1).Average());
        }
    }

    private static Estimate Whole(RegressionFit fit, Scope scope, double effect)
    {
        var (low, high) = fit.Interval(scope.Options.Confidence, effect);
        return new Estimate
        {
            Value = fit.AdjustedR2Gain,
            Low = low,
            High = high,
            Method = "noncentralF",
            Test = "nestedF",
            Statistic = fit.F / effect,
            Df = fit.Df,
            PValue = fit.PValueAt(effect),
            Note = string.Create(CultureInfo.InvariantCulture,
                $"F({fit.Df}, {fit.ResidualDf}); base group '{fit.Coefficients[0].Label}'. ")
                + "The value is adjusted R², which may be negative; the interval is of the population's R², which may not."
                + Clustered(scope, effect),
        };
    }

    private static Estimate One(RegressionCoefficient coefficient, bool isBase, string baseLabel, double confidence)
    {
        var (low, high) = coefficient.Interval(confidence);
        return new Estimate
        {
            Value = coefficient.Value,
            Low = low,
            High = high,
            StandardError = coefficient.StandardError,
            Method = "t",
            Test = "t",
            Statistic = coefficient.Value / coefficient.StandardError,
            Df = coefficient.Df,
            PValue = coefficient.PValue,
            Note = isBase ? "Intercept: the base group." : $"This group minus the base group '{baseLabel}', as RSMTool has it.",
        };
    }

    /// <summary>What to say of a test that divides by the design effect of students with several responses.</summary>
    public static string Clustered(Scope scope, double effect) => scope.Clustered
        ? string.Create(CultureInfo.InvariantCulture, $" Some students gave several responses: the statistic is divided by their design effect, {effect:0.00}.")
        : "";

    private static IReadOnlyList<Regression> Regressions { get; } =
    [
        new(ErrorMeasures.Osa, ErrorMeasures.OsaCoefficient, ErrorRegression.OverallScoreAccuracy),
        new(ErrorMeasures.Osd, ErrorMeasures.OsdCoefficient, ErrorRegression.OverallScoreDifference),
        new(ErrorMeasures.Csd, ErrorMeasures.CsdCoefficient, ErrorRegression.ConditionalScoreDifference),
    ];

    /// <summary>One of the three: its measures, and its fit to the counts of labelled groups in an order.</summary>
    private sealed record Regression(
        Measure Measure, Measure Coefficients, Func<CountCube, IReadOnlyList<string>, IReadOnlyList<int>?, RegressionFit?> Fit);
}
