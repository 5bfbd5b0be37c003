using System.Diagnostics;
using Microsoft.ML.Data;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Linear.Features;

namespace ScoringFairness.Scoring.Linear;

/// <summary>Trains a ridge regression on text features and cuts its scores into levels: the floor for every other scorer.</summary>
/// <remarks>
/// Trains on the training and the validation responses together: there is no epoch to choose. The cuts between levels come
/// from scores of these responses by lines that were not fitted on them (three inner folds). Fits may run side by side.
/// </remarks>
public sealed class LinearScorerEngine : IScorerEngine
{
    private const int InnerFolds = 3;

    /// <summary>How much longer a text takes to become a vector than a vector takes in one pass.</summary>
    private const int FeatureWork = 40;

    /// <inheritdoc/>
    public FitResult Fit(FitRequest request, Action<FitProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        var started = Stopwatch.GetTimestamp();
        List<LabelledText> training = [.. request.Training, .. request.Validation];
        int[] levels = [.. training.Select(text => text.Level)];
        var lines = training.Count < 2 * InnerFolds ? 1 : InnerFolds;
        var meter = new FitMeter(
            progress, 1, FeatureWork * (4L * training.Count + request.Responses.Count) + (long)RidgeRegression.Readings * training.Count * lines);

        var features = TextFeatures.Learn(training.Select(text => Watched(text.Text)));
        List<VBuffer<float>> vectors = [.. training.Select(text => features.Of(Watched(text.Text)))];
        var random = SplitMix64.Of(request.Seed, FitStream.Order);
        var order = Enumerable.Range(0, training.Count).ToArray();
        random.Shuffle<int>(order);
        var seed = random.Below(int.MaxValue);
        var line = Line(order);
        var unseen = lines == 1 ? null : Unseen();
        var scoring = unseen is null
            ? new LinearScoring(LevelCuts.Nearest(request.LevelCount), null, request.LevelCount)
            : new(LevelCutSearch.Best(unseen, levels, request.LevelCount), Math.Sqrt(SquaredError(unseen)), request.LevelCount);
        var trained = Stopwatch.GetElapsedTime(started);
        List<ResponseScore> scores = [.. request.Responses.Select(text => scoring.Of(line.Score(features.Of(Watched(text, scored: true)))))];
        meter.Report(2, null);

        return new()
        {
            Scores = scores,
            Epochs =
            [
                new(1, SquaredError([.. vectors.Select(vector => line.Score(vector))]), unseen is null ? null : SquaredError(unseen),
                    unseen is null ? null : unseen.Zip(levels, (score, level) => scoring.Level(score) == level ? 1.0 : 0).Average()),
            ],
            ChosenEpoch = 1,
            Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
            TokensPerSecond = training.Sum(text => TextShape.Words(text.Text)) / Math.Max(1e-9, trained.TotalSeconds),
            CheckpointDigest = null,
            VocabularySize = features.Count,
        };

        RidgeRegression Line(IReadOnlyList<int> rows) => RidgeRegression.Fit(vectors, levels, rows, seed, () => Step(1, 1));

        double[] Unseen()
        {
            var scored = new double[training.Count];
            // Neighbours of the order by level, so that each inner fold has its share of every level.
            int[] dealt = [.. order.OrderBy(row => levels[row])];
            for (var fold = 0; fold < InnerFolds; fold++)
            {
                bool[] held = new bool[training.Count];
                for (var at = fold; at < dealt.Length; at += InnerFolds) held[dealt[at]] = true;
                var inner = Line([.. order.Where(row => !held[row])]);
                foreach (var row in order.Where(row => held[row])) scored[row] = inner.Score(vectors[row]);
            }
            return scored;
        }

        double SquaredError(IReadOnlyList<double> of) => of.Zip(levels, (score, level) => (score - level) * (score - level)).Average();

        string Watched(string text, bool scored = false)
        {
            Step(FeatureWork, scored ? 2 : 1);
            return text;
        }

        void Step(int work, int epoch)
        {
            cancellation.ThrowIfCancellationRequested();
            meter.Add(work, epoch, null);
        }
    }
}
