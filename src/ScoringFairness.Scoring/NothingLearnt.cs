namespace ScoringFairness.Scoring;

/// <summary>Whether a training ended where it could have been without reading a single response.</summary>
internal static class NothingLearnt
{
    /// <summary>A share of the best guess's loss by which a scorer must be better than it.</summary>
    private const double LeastGain = 0.01;

    /// <summary>With less of the best guess's loss nobody needs to look closer.</summary>
    private const double PlainGain = 0.1;

    /// <summary>With fewer responses held out, the loss of the responses trained on tells more.</summary>
    public const int FewestHeldOut = 10;

    /// <summary>Said of a training that learnt nothing, and would not if it were tried again.</summary>
    public const string Once =
        "This scorer has learnt nothing: on responses that it was not trained on it is no better than the frequencies of the levels.";

    /// <summary>Said of a training that learnt nothing, although it was tried with another seed.</summary>
    public const string Twice = Once + " It was trained twice, with two seeds. More epochs, another learning rate or more responses may help.";

    /// <summary>Said of a training that was tried once more and learnt something.</summary>
    public const string AtFirst =
        "The first training learnt nothing: it ended at the frequencies of the levels. These scores are of a second one, with another seed.";

    /// <summary>Whether a mean loss is so much better than that of the best guess without reading that nobody needs to look closer.</summary>
    public static bool IsPlainlyNot(double loss, double ofGuess) => loss < (1 - PlainGain) * ofGuess;

    /// <summary>
    /// Whether responses are scored no better than by the best guess without reading: by less than a hundredth, or than the standard error
    /// of the difference.
    /// </summary>
    /// <param name="losses">The loss of each response.</param>
    /// <param name="ofGuess">Its loss by the guess.</param>
    public static bool By(IReadOnlyList<double> losses, IReadOnlyList<double> ofGuess)
    {
        double[] gains = [.. losses.Zip(ofGuess, (loss, guess) => guess - loss)];
        var mean = gains.Average();
        var error = Math.Sqrt(gains.Average(gain => (gain - mean) * (gain - mean)) / gains.Length);
        return !(mean > LeastGain * ofGuess.Average() && mean > error);
    }

    /// <summary>Whether numbers lie no nearer to levels than the levels' mean does; false where all levels are one.</summary>
    public static bool By(IReadOnlyList<double> places, IReadOnlyList<int> levels)
    {
        var mean = levels.Average();
        return levels.Distinct().Count() > 1
            && By([.. places.Zip(levels, (place, level) => Square(place - level))], [.. levels.Select(level => Square(level - mean))]);
    }

    private static double Square(double error) => error * error;
}
