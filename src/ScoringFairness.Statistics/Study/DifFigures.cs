using System.Globalization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Study;

/// <summary>Differential functioning by ordinal logistic regression.</summary>
internal static class DifFigures
{
    private const string Reason = "The ordinal logistic model cannot be fitted: the machine gives one level only, or the scores are separated.";
    private const string NoSlopes =
        "The model in which the slope differs between the groups cannot be fitted: a group has one human level only, or the scores are separated.";

    public static IEnumerable<Figure> Of(Scope scope)
    {
        foreach (var focal in scope.Focal)
        {
            var fit = scope.TooSmall(scope.Reference, focal) is null
                ? DifferentialItemFunctioning.Of(scope.Cube, scope.Reference, focal)
                : null;
            foreach (var (measure, estimate) in new (Measure, Func<DifferentialItemFunctioning, Estimate>)[]
            {
                (FunctioningMeasures.DifUniform, dif => Coefficient(dif.Uniform, scope)),
                (FunctioningMeasures.DifNonUniform, dif => dif.NonUniform is { } term ? Coefficient(term, scope) : Estimate.Undefined(NoSlopes)),
                (FunctioningMeasures.DifEffectSize, dif => dif.NonUniform is null ? Estimate.Undefined(NoSlopes) : Size(dif, scope)),
            })
            {
                yield return scope.OfContrast(
                    new Figure
                    {
                        Row = scope.RowOf(measure, scope.Reference, focal),
                        Known = fit is null ? Estimate.Undefined(Reason) : estimate(fit),
                        OverItems = measure != FunctioningMeasures.DifEffectSize,
                    },
                    scope.Reference, focal);
            }
        }
    }

    private static Estimate Coefficient(DifferentialTerm term, Scope scope)
    {
        var half = Distributions.NormalCritical(scope.Options.Confidence) * term.StandardError;
        return new Estimate
        {
            Value = term.Value,
            Low = term.Value - half,
            High = term.Value + half,
            StandardError = term.StandardError,
            Method = "wald",
            Test = "likelihoodRatio",
            Statistic = term.Ratio,
            Df = 1,
            PValue = Distributions.ChiSquareUpper(term.Ratio, 1),
            Note = scope.Clustered ? RegressionFigures.Dependent(scope).Trim() : null,
        };
    }

    private static Estimate Size(DifferentialItemFunctioning dif, Scope scope)
    {
        var perRatio = dif.Ratio > 0 ? dif.PseudoR2Change / dif.Ratio : 0;
        return new Estimate
        {
            Value = dif.PseudoR2Change,
            Low = perRatio * Distributions.ChiSquareNoncentrality(dif.Ratio, 2, (1 + scope.Options.Confidence) / 2),
            High = perRatio * Distributions.ChiSquareNoncentrality(dif.Ratio, 2, (1 - scope.Options.Confidence) / 2),
            Method = "noncentralChiSquare",
            Test = "likelihoodRatio",
            Statistic = dif.Ratio,
            Df = 2,
            PValue = Distributions.ChiSquareUpper(dif.Ratio, 2),
            Note = string.Create(CultureInfo.InvariantCulture, $"Jodoin-Gierl class {dif.Class}.") + RegressionFigures.Dependent(scope),
        };
    }
}
