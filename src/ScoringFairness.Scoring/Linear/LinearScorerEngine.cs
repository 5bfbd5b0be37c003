using System.Diagnostics;
using Microsoft.ML.Data;
using ScoringFairness.Scoring.Attribution;
using ScoringFairness.Scoring.Linear.Features;

namespace ScoringFairness.Scoring.Linear;

/// <summary>Trains a ridge regression on text features and cuts its scores into levels: the floor for every other scorer.</summary>
/// <remarks>
/// Trains on the training and the validation responses together: there is no epoch to choose. Fits may run side by side. What it
/// does, and how well on real essays: docs/linear.md.
/// </remarks>
/// <param name="cuts">How its scores are cut into levels.</param>
public sealed class LinearScorerEngine(LevelCutRule cuts = LevelCutRule.Qwk) : IScorerEngine
{
    /// <summary>How much longer it takes to make a vector of a text than to read one in a pass.</summary>
    private const int FeatureWork = 40;

    /// <summary>Times that a training response is gone through before the passes: three to learn the features, one for its vector.</summary>
    private const int FeaturePasses = 4;

    /// <inheritdoc/>
    public FitResult Fit(FitRequest request, Action<FitProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        var started = Stopwatch.GetTimestamp();
        List<LabelledText> texts = [.. request.Training, .. request.Validation];
        var penalty = GapPenalty.Of(request.Mitigation, texts);
        var meter = new FitMeter(
            progress, 1,
            FeatureWork * ((long)FeaturePasses * texts.Count + request.Responses.Count + (request.Attribution?.Responses.Count ?? 0))
                + LinearTraining.Readings(texts.Count, penalty));

        var features = TextFeatures.Learn(texts.Select(text => Watched(text.Text, 1)));
        List<VBuffer<float>> vectors = [.. texts.Select(text => features.Of(Watched(text.Text, 1)))];
        var training = new LinearTraining(
            vectors, texts, request.LevelCount, SplitMix64.Of(request.Seed, FitStream.Order), () => Step(1, 1), request.Mitigation,
            cuts);
        var trained = Stopwatch.GetElapsedTime(started);
        var told = new List<ResponseVector>();
        List<ResponseScore> scores = [.. request.Responses.Select(text => Scored(features.Of(Watched(text, 2))))];
        List<ResponseAttribution> attributions = request.Attribution?.Methods.Contains(AttributionMethod.Weights) != true
            ? []
            : [.. request.Attribution.Responses.Select(at =>
                LinearAttribution.Of(Watched(request.Responses[at], 2), features, training.Line).Of(at, AttributionMethod.Weights))];
        meter.Report(2, null);

        return new()
        {
            Scores = scores,
            Vectors = told,
            Attributions = attributions,
            Epochs = [training.Record()],
            ChosenEpoch = 1,
            Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
            TokensPerSecond = texts.Sum(text => TextShape.Words(text.Text)) / Math.Max(1e-9, trained.TotalSeconds),
            CheckpointDigest = null,
            VocabularySize = features.Count,
            LearntNothing = training.LearntNothing,
            Notes = training.LearntNothing ? [NothingLearnt.Once] : [],
        };

        ResponseScore Scored(in VBuffer<float> vector)
        {
            if (told.Count < request.Vectors) told.Add(Told(vector));
            return training.Score(vector);
        }

        static ResponseVector Told(in VBuffer<float> vector) =>
            new(vector.IsDense ? [.. Enumerable.Range(0, vector.Length)] : [.. vector.GetIndices()], [.. vector.GetValues()]);

        string Watched(string text, int epoch)
        {
            Step(FeatureWork, epoch);
            return text;
        }

        void Step(int work, int epoch)
        {
            cancellation.ThrowIfCancellationRequested();
            meter.Add(work, epoch, null);
        }
    }
}
