namespace ScoringFairness.Statistics.Catalogue;

/// <summary>What a reader wants to know.</summary>
/// <param name="Code">The question's code in answers.</param>
/// <param name="Title">The question in one word.</param>
/// <param name="Words">The question.</param>
public sealed record Question(string Code, string Title, string Words)
{
    /// <summary>Bias.</summary>
    public static Question Bias { get; } = new("bias", "Bias", "Is the scorer less accurate for one group?");

    /// <summary>Disparity.</summary>
    public static Question Disparity { get; } = new("disparity", "Disparity", "Does it change the mean score gap that humans gave?");

    /// <summary>Fairness in the sense of equalized odds.</summary>
    public static Question Fairness { get; } =
        new("fairness", "Fairness", "At the same human score, does each group get each score equally often?") { Heading = "Fairness (equalized odds)" };

    /// <summary>Training.</summary>
    public static Question Training { get; } = new("training", "Training", "Does it matter which groups the scorer was trained on?");

    /// <summary>Agreement.</summary>
    public static Question Agreement { get; } = new("agreement", "Agreement", "How well does the machine agree with the human?");

    /// <summary>Raters.</summary>
    public static Question Raters { get; } =
        new("raters", "Raters", "How well do two human raters agree, and how far does the machine fall behind them?");

    /// <summary>Errors.</summary>
    public static Question Errors { get; } = new("errors", "Errors", "Do groups explain the machine's errors?");

    /// <summary>Functioning.</summary>
    public static Question Functioning { get; } =
        new("functioning", "Differential functioning", "At the same human score, does a model of the machine score need the group?");

    /// <summary>Probabilities.</summary>
    public static Question Probabilities { get; } =
        new("probabilities", "Probabilities", "Are the scorer's probabilities alike for the groups, and are they honest?");

    /// <summary>The question as a heading.</summary>
    public string Heading { get => field ?? Title; init; }
}
