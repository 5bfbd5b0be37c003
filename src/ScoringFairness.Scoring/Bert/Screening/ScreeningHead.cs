using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Model.Blocks;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Bert.Weights;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Screening;

/// <summary>A classifier on encoded responses. [N, F] → logits [N, K].</summary>
internal sealed class ScreeningHead : nn.Module<Tensor, Tensor>
{
    internal readonly Dense classifier;
    internal readonly OrdinalThresholds? ordinal;

    /// <param name="features">Numbers of an encoded response (F).</param>
    /// <param name="request">Names the levels.</param>
    /// <param name="head">What levels are to it.</param>
    public ScreeningHead(int features, FitRequest request, LevelHead head) : base(nameof(ScreeningHead))
    {
        ordinal = head == LevelHead.Ordinal ? new(request.Counts()) : null;
        classifier = new(features, ordinal is null ? request.LevelCount : 1);
        RegisterComponents();
        using var weights = new Generator(SplitMix64.Of(request.Seed, FitStream.Weights).Next());
        RandomWeights.Draw(classifier, 0.01, weights);
    }

    public override Tensor forward(Tensor x)
    {
        var output = classifier.call(x);
        return ordinal is null ? output : ordinal.call(output);
    }
}
