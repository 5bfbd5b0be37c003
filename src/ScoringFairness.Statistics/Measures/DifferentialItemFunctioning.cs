using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Differential functioning of the scorer between two groups by ordinal logistic regression (Zumbo 1999; Swaminathan, Rogers
/// 1990): machine level on human score (1), and group (2, uniform), and human score × group (3, non-uniform), each against
/// the one before by likelihood ratio; size by the change of Nagelkerke's R², classed A, B, C at .035 and .070 (Jodoin,
/// Gierl 2001, Applied Measurement in Education 14, 329–349).
/// </summary>
public sealed record DifferentialItemFunctioning
{
    private const double Moderate = 0.035;
    private const double Large = 0.070;
    private const double Significance = 0.05;

    /// <summary>Model 2 against 1: the log odds ratio of a higher score, reference minus focal, at the same human score.</summary>
    public required DifferentialTerm Uniform { get; init; }

    /// <summary>
    /// Model 3 against 2: how much steeper, in log odds by point, the reference group's machine score rises with the human score.
    /// Null where model 3 cannot be fitted, as where a group has one human level only.
    /// </summary>
    public required DifferentialTerm? NonUniform { get; init; }

    /// <summary>Change of Nagelkerke's R² from model 1 to model 3; NaN without model 3.</summary>
    public required double PseudoR2Change { get; init; }

    /// <summary>Likelihood ratio of model 3 against 1, two degrees of freedom; NaN without model 3.</summary>
    public double Ratio => Uniform.Ratio + (NonUniform?.Ratio ?? double.NaN);

    /// <summary>A (negligible or not significant at .05), B (moderate) or C (large).</summary>
    public char Class => ClassAt(Distributions.ChiSquareUpper(Ratio, 2));

    /// <summary>The class with a p value that allows for dependent responses.</summary>
    public char ClassAt(double p) => p >= Significance || PseudoR2Change < Moderate ? 'A' : PseudoR2Change < Large ? 'B' : 'C';

    /// <summary>The uniform term alone; NaN where its model cannot be fitted.</summary>
    public static double UniformOf(CountCube cube, int reference, int focal)
    {
        ArgumentNullException.ThrowIfNull(cube);
        return Fit(cube, reference, focal, 2)?.Coefficients[^1] ?? double.NaN;
    }

    /// <summary>The non-uniform term alone; NaN where its model cannot be fitted.</summary>
    public static double NonUniformOf(CountCube cube, int reference, int focal)
    {
        ArgumentNullException.ThrowIfNull(cube);
        return Fit(cube, reference, focal, 3)?.Coefficients[^1] ?? double.NaN;
    }

    /// <summary>Fits the three models; null where the first or the second cannot be fitted.</summary>
    public static DifferentialItemFunctioning? Of(CountCube cube, int reference, int focal)
    {
        ArgumentNullException.ThrowIfNull(cube);
        if (Fit(cube, reference, focal, 1) is not { } one || Fit(cube, reference, focal, 2) is not { } two)
        {
            return null;
        }
        var three = Fit(cube, reference, focal, 3);
        return new DifferentialItemFunctioning
        {
            Uniform = Last(two, one),
            NonUniform = three is null ? null : Last(three, two),
            PseudoR2Change = three is null ? double.NaN : three.PseudoR2 - one.PseudoR2,
        };

        static DifferentialTerm Last(ProportionalOdds model, ProportionalOdds before) => new(
            model.Coefficients[^1], model.StandardErrors[^1], Math.Max(0, 2 * (model.LogLikelihood - before.LogLikelihood)));
    }

    private static ProportionalOdds? Fit(CountCube cube, int reference, int focal, int predictors)
    {
        // The human score is taken from its mean, so that the uniform term of model 3 stays apart from the slope.
        var centre = (JointMoments.Of(cube, reference) + JointMoments.Of(cube, focal)).Human.Mean;
        return ProportionalOdds.Fit(
            [
                .. from side in new[] { (Group: reference, Sign: 0.5), (Group: focal, Sign: -0.5) }
                   from human in Enumerable.Range(0, cube.Levels)
                   let h = cube.Scale.ScoreOf(human) - centre
                   select new OrdinalCell(
                       [.. new[] { h, side.Sign, h * side.Sign }.Take(predictors)],
                       [.. Enumerable.Range(0, cube.Levels).Select(machine => cube[side.Group, human, machine])]),
            ],
            predictors);
    }
}

/// <summary>A term of differential functioning.</summary>
/// <param name="Value">The coefficient.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Ratio">Likelihood ratio against the model without it, one degree of freedom.</param>
public sealed record DifferentialTerm(double Value, double StandardError, double Ratio);
