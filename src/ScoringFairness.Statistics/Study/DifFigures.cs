using System.Globalization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Resampling;

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
            var (fit, reference) = (Fit(scope, focal), scope.Reference);
            foreach (var measure in (Measure[])[FunctioningMeasures.DifUniform, FunctioningMeasures.DifNonUniform, FunctioningMeasures.DifEffectSize])
            {
                yield return scope.OfContrast(
                    new Figure
                    {
                        Row = scope.RowOf(measure, reference, focal),
                        // A fit a draw is dear: it is made only where the design effect is asked for.
                        Value = !scope.Clustered ? null
                            : measure == FunctioningMeasures.DifUniform ? cube => DifferentialItemFunctioning.UniformOf(cube, reference, focal)
                            : measure == FunctioningMeasures.DifNonUniform ? cube => DifferentialItemFunctioning.NonUniformOf(cube, reference, focal)
                            : null,
                        Known = Known(measure, fit, scope, uniform: 1, nonUniform: 1),
                        OverItems = measure != FunctioningMeasures.DifEffectSize,
                    },
                    reference, focal);
            }
        }
    }

    /// <summary>
    /// Where students gave several responses, each likelihood ratio is divided by the design effect of its coefficient over draws of
    /// students (Rao, Scott 1984, Annals of Statistics 12, 46–60).
    /// </summary>
    public static void Correct(Scope scope)
    {
        foreach (var focal in scope.Clustered ? scope.Focal : [])
        {
            if (Fit(scope, focal) is not { } fit)
            {
                continue;
            }
            var contrast = scope.Contrast(scope.Reference, focal);
            var figures = scope.Figures.Where(figure => figure.Row.Contrast == contrast && figure.Measure.Question == Question.Functioning).ToList();
            var uniform = Effect(figures, FunctioningMeasures.DifUniform, fit.Uniform);
            var nonUniform = fit.NonUniform is { } term ? Effect(figures, FunctioningMeasures.DifNonUniform, term) : 1;
            foreach (var figure in figures)
            {
                figure.Known = Known(figure.Measure, fit, scope, uniform, nonUniform);
            }
        }
    }

    private static DifferentialItemFunctioning? Fit(Scope scope, int focal) =>
        scope.TooSmall(scope.Reference, focal) is null ? DifferentialItemFunctioning.Of(scope.Cube, scope.Reference, focal) : null;

    private static double Effect(IEnumerable<Figure> figures, Measure measure, DifferentialTerm term) =>
        figures.First(figure => figure.Measure == measure).Bootstrap is { } draws ? DesignEffect.Of(draws, term.StandardError * term.StandardError) : 1;

    private static Estimate Known(Measure measure, DifferentialItemFunctioning? fit, Scope scope, double uniform, double nonUniform) =>
        fit is null ? Estimate.Undefined(Reason)
        : measure == FunctioningMeasures.DifUniform ? Coefficient(fit.Uniform, scope, uniform)
        : fit.NonUniform is not { } term ? Estimate.Undefined(NoSlopes)
        : measure == FunctioningMeasures.DifNonUniform ? Coefficient(term, scope, nonUniform)
        : Size(fit, scope, fit.Uniform.Ratio / uniform + term.Ratio / nonUniform);

    private static Estimate Coefficient(DifferentialTerm term, Scope scope, double effect)
    {
        var error = Math.Sqrt(effect) * term.StandardError;
        var half = Distributions.NormalCritical(scope.Options.Confidence) * error;
        return new Estimate
        {
            Value = term.Value,
            Low = term.Value - half,
            High = term.Value + half,
            StandardError = error,
            Method = "wald",
            Test = "likelihoodRatio",
            Statistic = term.Ratio / effect,
            Df = 1,
            PValue = Distributions.ChiSquareUpper(term.Ratio / effect, 1),
            Note = scope.Clustered ? RegressionFigures.Clustered(scope, effect).Trim() : null,
        };
    }

    private static Estimate Size(DifferentialItemFunctioning dif, Scope scope, double ratio)
    {
        var perRatio = ratio > 0 ? dif.PseudoR2Change / ratio : 0;
        var p = Distributions.ChiSquareUpper(ratio, 2);
        return new Estimate
        {
            Value = dif.PseudoR2Change,
            Low = perRatio * Distributions.ChiSquareNoncentrality(ratio, 2, (1 + scope.Options.Confidence) / 2),
            High = perRatio * Distributions.ChiSquareNoncentrality(ratio, 2, (1 - scope.Options.Confidence) / 2),
            Method = "noncentralChiSquare",
            Test = "likelihoodRatio",
            Statistic = ratio,
            Df = 2,
            PValue = p,
            Note = string.Create(CultureInfo.InvariantCulture, $"Jodoin-Gierl class {dif.ClassAt(p)}.")
                + RegressionFigures.Clustered(scope, ratio > 0 ? dif.Ratio / ratio : 1),
        };
    }
}
