namespace ScoringFairness.Scoring;

/// <summary>What every engine asks of a request before it begins.</summary>
internal static class FitRequestCheck
{
    /// <summary>Training responses of each level.</summary>
    public static IReadOnlyList<int> Counts(this FitRequest request) =>
        [.. Enumerable.Range(0, request.LevelCount).Select(level => request.Training.Count(text => text.Level == level))];

    /// <summary>Asserts that there is something to train on and that all levels lie on the scale.</summary>
    /// <exception cref="ArgumentException">The request cannot be fitted; no text is quoted.</exception>
    public static void Check(this FitRequest request)
    {
        if (request.LevelCount < 2)
            throw new ArgumentException($"A scale has at least 2 levels, not {request.LevelCount}.", nameof(request));
        if (request.Training.Count == 0)
            throw new ArgumentException("There is no response to train on.", nameof(request));
        foreach (var text in request.Training.Concat(request.Validation))
            if (text.Level < 0 || text.Level >= request.LevelCount)
                throw new ArgumentException($"Level {text.Level} is not on a scale of {request.LevelCount} levels.", nameof(request));
    }
}
