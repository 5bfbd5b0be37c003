namespace ScoringFairness.Scoring.Attribution;

/// <summary>How long it takes to share a score out.</summary>
public static class AttributionWork
{
    /// <summary>Steps of integrated gradients between no word vectors and the response's.</summary>
    public const int Steps = 20;

    private const int Gradient = 3;
    private const int DifferentWords = 150;

    /// <summary>How many times as long as to score the response.</summary>
    public static int Of(AttributionMethod method) => method switch
    {
        AttributionMethod.Weights or AttributionMethod.Attention => 1,
        AttributionMethod.IntegratedGradients => Gradient * Steps,
        AttributionMethod.Occlusion => DifferentWords,
        _ => Gradient,
    };
}
