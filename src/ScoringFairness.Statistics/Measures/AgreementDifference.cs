using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Agreement of machine and human in the reference group minus that in the focal group: > 0 where the machine follows the humans
/// less well in the focal group. Rows by group alone invite a comparison by eye, which knows no interval. Undefined where the
/// agreement of one of the groups is.
/// </summary>
/// <remarks>
/// An agreement coefficient grows with the spread of the scores, so that two groups of unlike spread differ in it at equal errors
/// (Williamson, Xi, Breyer 2012, Educational Measurement 31(1), 2–13).
/// </remarks>
public static class AgreementDifference
{
    /// <summary>The difference of a measure of agreement.</summary>
    /// <param name="measure">The measure, of the moments of human and machine scores.</param>
    /// <param name="cube">The counts.</param>
    /// <param name="reference">The reference group.</param>
    /// <param name="focal">The focal group.</param>
    public static double Of(Func<JointMoments, double> measure, CountCube cube, int reference, int focal)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return measure(JointMoments.Of(cube, reference)) - measure(JointMoments.Of(cube, focal));
    }
}
