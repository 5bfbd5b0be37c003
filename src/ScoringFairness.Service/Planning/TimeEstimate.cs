namespace ScoringFairness.Service.Planning;

/// <summary>
/// How long the training runs of an audit would take here: by the seconds that the organisation's last training runs of like scorers took,
/// scaled by responses, passes and length of text. Nobody has measured what has not run here.
/// </summary>
public sealed record TimeEstimate
{
    /// <summary>
    /// Seconds from the first training run to the last, if nothing else waits for the workers; the evaluation comes after it. Null: of some
    /// scorer nothing is measured.
    /// </summary>
    public required double? Seconds { get; init; }

    /// <summary>Training runs that the workers that are there now make at once; 0: none is there.</summary>
    public required int AtOnce { get; init; }

    /// <summary>The scorers that make training runs.</summary>
    public required IReadOnlyList<ScorerTime> Scorers { get; init; }

    /// <summary>What it rests on, or why there is none.</summary>
    public required string Note { get; init; }
}

/// <summary>How long the training runs of one scorer would take.</summary>
/// <param name="Scorer">The scorer.</param>
/// <param name="Fits">Its training runs.</param>
/// <param name="Seconds">Seconds of all of them, one after the other; null: nothing like it is measured.</param>
/// <param name="MeasuredFits">Training runs of like scorers that this rests on.</param>
public sealed record ScorerTime(string Scorer, int Fits, double? Seconds, int MeasuredFits);
