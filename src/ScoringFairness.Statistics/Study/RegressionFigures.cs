using System.Globalization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Study;

/// <summary>OSA, OSD and CSD with the coefficients of the groups.</summary>
internal static class RegressionFigures
{
    private const string Reason = "The errors do not vary, or not beside the human score, a group is empty, or there are too few responses for the regression.";

    public static IEnumerable<Figure> Of(Scope scope)
    {
        foreach (var (measure, coefficients, regression) in Regressions)
        {
            var fit = regression(scope.Cube, scope.Groups);
            yield return new Figure { Row = scope.Row(measure), Known = fit is null ? Estimate.Undefined(Reason) : Whole(fit, scope), OverItems = true };
            foreach (var (place, coefficient) in (fit?.Coefficients ?? []).Index())
            {
                yield return new Figure
                {
                    Row = scope.Row(coefficients) with { Group = coefficient.Label },
                    Known = One(coefficient, isBase: place == 0, fit!.Coefficients[0].Label, scope.Options.Confidence),
                };
            }
        }
    }

    private static Estimate Whole(RegressionFit fit, Scope scope)
    {
        var (low, high) = fit.Interval(scope.Options.Confidence);
        return new Estimate
        {
            Value = fit.AdjustedR2Gain,
            Low = low,
            High = high,
            Method = "noncentralF",
            Test = "nestedF",
            Statistic = fit.F,
            Df = fit.Df,
            PValue = fit.PValue,
            Note = string.Create(CultureInfo.InvariantCulture,
                $"F({fit.Df}, {fit.ResidualDf}); base group '{fit.Coefficients[0].Label}'. ")
                + "The value is adjusted R², which may be negative; the interval is of the population's R², which may not."
                + Dependent(scope),
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

    /// <summary>What to add where the test knows nothing of students with several responses.</summary>
    public static string Dependent(Scope scope) =>
        scope.Clustered ? " Responses of one student are taken as independent here, so p is too small." : "";

    private static (Measure Measure, Measure Coefficients, Func<CountCube, IReadOnlyList<string>, RegressionFit?> Fit)[] Regressions { get; } =
    [
        (ErrorMeasures.Osa, ErrorMeasures.OsaCoefficient, ErrorRegression.OverallScoreAccuracy),
        (ErrorMeasures.Osd, ErrorMeasures.OsdCoefficient, ErrorRegression.OverallScoreDifference),
        (ErrorMeasures.Csd, ErrorMeasures.CsdCoefficient, ErrorRegression.ConditionalScoreDifference),
    ];
}
