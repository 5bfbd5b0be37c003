namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// By how much students with several responses make a figure's variance larger than that of as many independent responses
/// (Kish 1965, Survey Sampling): the variance over draws of students, divided by the one that the formula knows.
/// </summary>
internal static class DesignEffect
{
    /// <summary>The design effect, never below 1: what is drawn varies, and a gain from it is not to be counted on.</summary>
    /// <param name="draws">The figure over draws of students.</param>
    /// <param name="variance">Its variance if responses were independent; where that is 0 there is nothing to enlarge.</param>
    public static double Of(Draws draws, double variance)
    {
        var drawn = draws.Deviation * draws.Deviation;
        return variance > 0 && double.IsFinite(drawn) ? Math.Max(1, drawn / variance) : 1;
    }
}
