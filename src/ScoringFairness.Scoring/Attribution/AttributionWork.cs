namespace ScoringFairness.Scoring.Attribution;

/// <summary>How long it takes to share a score out.</summary>
public static class AttributionWork
{
    /// <summary>Steps of integrated gradients between no word vectors and the response's.</summary>
    public const int Steps = 20;

    private const int Gradient = 3;
    private const int DifferentWords = 150;
    private const int Quick = 10;
    private const int MostOfSlow = 150;

    /// <summary>The responses of a fit that are asked about: all, or as many, evenly among them, as a method that takes long leaves time for.</summary>
    /// <param name="method">The method.</param>
    /// <param name="responses">Responses that there are.</param>
    public static IReadOnlyList<int> Asked(AttributionMethod method, int responses)
    {
        var asked = Of(method) > Quick ? Math.Min(responses, MostOfSlow) : responses;
        return [.. Enumerable.Range(0, asked).Select(at => (int)((long)at * responses / asked))];
    }

    /// <summary>How many times as long as to score the response.</summary>
    public static int Of(AttributionMethod method) => method switch
    {
        AttributionMethod.Weights or AttributionMethod.Attention => 1,
        AttributionMethod.IntegratedGradients => Gradient * Steps,
        AttributionMethod.Occlusion => DifferentWords,
        _ => Gradient,
    };
}
