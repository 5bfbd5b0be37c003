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

    /// <summary>Log odds ratio of a higher score, reference minus focal, at the same human score.</summary>
    public required double Uniform { get; init; }

    /// <summary>Standard error of <see cref="Uniform"/>.</summary>
    public required double UniformError { get; init; }

    /// <summary>Likelihood ratio of model 2 against 1, one degree of freedom.</summary>
    public required double UniformRatio { get; init; }

    /// <summary>How much steeper, in log odds by point, the reference group's machine score rises with the human score.</summary>
    public required double NonUniform { get; init; }

    /// <summary>Standard error of <see cref="NonUniform"/>.</summary>
    public required double NonUniformError { get; init; }

    /// <summary>Likelihood ratio of model 3 against 2, one degree of freedom.</summary>
    public required double NonUniformRatio { get; init; }

    /// <summary>Change of Nagelkerke's R² from model 1 to model 3.</summary>
    public required double PseudoR2Change { get; init; }

    /// <summary>Likelihood ratio of model 3 against 1, two degrees of freedom.</summary>
    public double Ratio => UniformRatio + NonUniformRatio;

    /// <summary>A (negligible or not significant at .05), B (moderate) or C (large).</summary>
    public char Class => Distributions.ChiSquareUpper(Ratio, 2) >= Significance || PseudoR2Change < Moderate ? 'A'
        : PseudoR2Change < Large ? 'B' : 'C';

    /// <summary>Fits the three models; null where one cannot be fitted.</summary>
    public static DifferentialItemFunctioning? Of(CountCube cube, int reference, int focal)
    {
        ArgumentNullException.ThrowIfNull(cube);
        // The human score is taken from its mean, so that the uniform term of model 3 stays apart from the slope.
        var centre = (JointMoments.Of(cube, reference) + JointMoments.Of(cube, focal)).Human.Mean;
        if (Fit(1) is not { } one || Fit(2) is not { } two || Fit(3) is not { } three)
        {
            return null;
        }
        return new DifferentialItemFunctioning
        {
            Uniform = two.Coefficients[1],
            UniformError = two.StandardErrors[1],
            UniformRatio = Math.Max(0, 2 * (two.LogLikelihood - one.LogLikelihood)),
            NonUniform = three.Coefficients[2],
            NonUniformError = three.StandardErrors[2],
            NonUniformRatio = Math.Max(0, 2 * (three.LogLikelihood - two.LogLikelihood)),
            PseudoR2Change = three.PseudoR2 - one.PseudoR2,
        };

        ProportionalOdds? Fit(int predictors) => ProportionalOdds.Fit(
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
