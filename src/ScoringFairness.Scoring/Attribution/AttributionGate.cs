using System.Text.Json.Serialization;

namespace ScoringFairness.Scoring.Attribution;

/// <summary>How a method found words that had been planted in real essays to decide their scores.</summary>
/// <remarks>
/// Planted words' share of attribution over their share of words: 1 where a method looks at them as at any others. <c>bench attribution</c>
/// measures it; docs/causes.md has the command and what else it said.
/// </remarks>
/// <param name="Method">The method.</param>
/// <param name="Scorer">The scorer that it was measured on.</param>
/// <param name="Mark">The mark where the plant decides every score.</param>
/// <param name="Low">Low end of its 95 % interval.</param>
/// <param name="High">High end.</param>
/// <param name="WithoutPlant">The mark where the same words decide nothing.</param>
/// <param name="Control">The highest mark that the same attributions ever had, dealt anew among the words of their essays.</param>
public sealed record AttributionMark(AttributionMethod Method, string Scorer, double Mark, double Low, double High, double WithoutPlant, double Control)
{
    /// <summary>Whether it may speak: it finds what decides scores, looks no more at the same words where they decide nothing, and tells a direction.</summary>
    [JsonIgnore]
    public bool MaySpeak => Method is not (AttributionMethod.Saliency or AttributionMethod.Attention)
        && Low > AttributionGate.Threshold && WithoutPlant < AttributionGate.Threshold && Control < AttributionGate.Threshold;
}

/// <summary>Which methods may speak about real responses.</summary>
public static class AttributionGate
{
    /// <summary>The least mark. No shuffled control comes near it.</summary>
    public const double Threshold = 2;

    private const string Encoder = "package:minilm-l6 without features";

    /// <summary>The marks of the linear scorer's method.</summary>
    public static IReadOnlyList<AttributionMark> Linear { get; } = [new(AttributionMethod.Weights, "linear", 4.26, 4.15, 4.36, 0.43, 1.04)];

    /// <summary>The marks of the methods of a BERT that began with random weights.</summary>
    public static IReadOnlyList<AttributionMark> Scratch { get; } =
    [
        new(AttributionMethod.Saliency, "scratch:tiny", 2.21, 1.97, 2.46, 0.57, 1.24),
        new(AttributionMethod.GradientInput, "scratch:tiny", 2.70, 2.22, 3.15, 0.34, 1.43),
        new(AttributionMethod.IntegratedGradients, "scratch:tiny", 3.82, 3.08, 4.55, 0.39, 1.26),
        new(AttributionMethod.Attention, "scratch:tiny", 4.51, 4.08, 4.95, 0.51, 1.25),
        new(AttributionMethod.Occlusion, "scratch:tiny", 4.42, 3.17, 5.85, 0.48, 1.32),
    ];

    /// <summary>
    /// The marks of the methods of a BERT that was pre-trained, of its encoder alone: where its head sees the linear scorer's place as well, that
    /// part is exact, and hides what a method makes of the encoder.
    /// </summary>
    public static IReadOnlyList<AttributionMark> Pretrained { get; } =
    [
        new(AttributionMethod.Saliency, Encoder, 0.98, 0.92, 1.06, 0.69, 1.23),
        new(AttributionMethod.GradientInput, Encoder, 1.24, 0.90, 1.67, 1.17, 1.43),
        new(AttributionMethod.IntegratedGradients, Encoder, 2.91, 2.58, 3.37, 0.70, 1.38),
        new(AttributionMethod.Attention, Encoder, 0.95, 0.88, 1.03, 0.94, 1.14),
        new(AttributionMethod.Occlusion, Encoder, 2.52, 2.25, 2.86, 0.58, 1.33),
    ];

    /// <summary>What takes longer than so many times as long as to score a response is left to benches: an audit has thousands.</summary>
    private const int MostWork = 60;

    /// <summary>The method that speaks: of those that may, and take no longer than an audit can, the one with the highest mark; null: none may.</summary>
    public static AttributionMark? Speaker(IReadOnlyList<AttributionMark> marks)
    {
        ArgumentNullException.ThrowIfNull(marks);
        return marks.Where(mark => mark.MaySpeak && AttributionWork.Of(mark.Method) <= MostWork).MaxBy(mark => mark.Mark);
    }
}
