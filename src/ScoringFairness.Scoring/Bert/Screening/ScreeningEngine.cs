using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Linear;
using ScoringFairness.Scoring.Linear.Features;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Screening;

/// <summary>
/// Trains a regression, or a classifier, on responses that a pre-trained encoder encoded once, without training the encoder: what an
/// audit of minutes can say before one of hours.
/// </summary>
/// <remarks>
/// Features are standardised by the training responses. All of them make one step of a classifier, whose epoch is chosen on the
/// validation part.
/// </remarks>
public sealed class ScreeningEngine : IScorerEngine
{
    private const int TextsAtOnce = 32;

    /// <summary>The part of a fit's work that encoding is.</summary>
    private const double EncodingShare = 0.9;

    private readonly BertOptions _options;
    private readonly EncodedResponses _encodings;

    /// <summary>An engine with the options; what is encoded goes into the cache.</summary>
    /// <exception cref="ArgumentException">The options have problems: <see cref="BertOptions.Problems"/>.</exception>
    public ScreeningEngine(BertOptions options, EncodedResponses encodings)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(encodings);
        options.ThrowIfProblems();
        (_options, _encodings) = (options, encodings);
    }

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">The checkpoint cannot be used.</exception>
    /// <exception cref="GaveWayException">Its place was wanted while it encoded; what it had encoded is kept.</exception>
    /// <exception cref="FitException">The GPU has too little memory, or failed.</exception>
    public FitResult Fit(FitRequest request, Action<FitProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return _options.Device.Run(() => Screen(request, progress, cancellation));
    }

    private FitResult Screen(FitRequest request, Action<FitProgress>? progress, CancellationToken cancellation)
    {
        set_num_threads(_options.Threads);
        using var scope = NewDisposeScope();
        var note = (string words) => progress?.Invoke(new(0, _options.Epochs, 0, null) { Note = words });
        var checkpoint = BertStart.CheckpointOf(_options, note, cancellation);
        var encoder = new Lazy<ResponseEncoder>(() => new(_options, checkpoint));
        var digest = _encodings.DigestOf(checkpoint.Identity, () => encoder.Value.Digest);
        string[] texts = [.. request.Training.Concat(request.Validation).Select(text => text.Text), .. request.Responses];
        var vectors = Encode(checkpoint, encoder, texts, progress, request.IsPlaceWanted, cancellation);
        if (encoder.IsValueCreated) encoder.Value.Dispose();

        var started = Stopwatch.GetTimestamp();
        var training = (FitProgress at) => progress?.Invoke(at with { Fraction = EncodingShare + (1 - EncodingShare) * at.Fraction });
        var trained = _options.Head == LevelHead.Regression
            ? Regress(request, texts, vectors, training, cancellation)
            : Classify(request, vectors, training, cancellation);
        return trained with
        {
            Vectors = [.. vectors[^request.Responses.Count..].Take(request.Vectors).Select(vector => new ResponseVector(null, vector))],
            Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
            CheckpointDigest = digest,
            VocabularySize = checkpoint.Tokens.Vocabulary.Count,
            Notes = [.. trained.Notes, .. _options.Device.Note is { } device ? [device] : Array.Empty<string>()],
        };
    }

    /// <summary>There is no epoch to choose, so the validation responses are trained on as well.</summary>
    private FitResult Regress(
        FitRequest request, string[] texts, float[][] vectors, Action<FitProgress> progress, CancellationToken cancellation)
    {
        var count = request.Training.Count + request.Validation.Count;
        var plain = texts.Select(PlainFeatures.Of).ToArray();
        var lines = 0;
        List<LabelledText> all = [.. request.Training, .. request.Validation];
        var gap = GapPenalty.Of(request.Mitigation, all);
        var regression = new ScreeningRegression(
            Features(vectors[..count]), Features(plain[..count]), [.. all.Select(text => text.Level)],
            request.LevelCount, SplitMix64.Of(request.Seed, FitStream.Order),
            () =>
            {
                cancellation.ThrowIfCancellationRequested();
                progress(new(1, 1, (double)++lines / (ScreeningRegression.Lines + ScreeningRegression.LinesOfAGap * (gap?.Count ?? 0)), null));
            },
            GroupWeights.Of(request.Mitigation, all), gap, _options.Cuts);
        return Trained(
            count == texts.Length ? [] : [.. regression.Score(Features(vectors[count..]), Features(plain[count..]))], [regression.Record()], 1,
            "Screening: the encoder was not trained; a regression was, on what its layers gave for each whole response and on plain features.",
            regression.LearntNothing);
    }

    private FitResult Classify(FitRequest request, float[][] vectors, Action<FitProgress> progress, CancellationToken cancellation)
    {
        var training = Features(vectors[..request.Training.Count]);
        var (mean, deviation) = (training.mean([0L], keepdim: true), training.std([0L], false, keepdim: true).clamp_min(1e-6));
        Tensor Standardized(float[][] part) => (Features(part) - mean) / deviation;
        using var head = new ScreeningHead((int)training.shape[1], request, _options.Head);
        var tuning = new HeadTraining(head, _options, request, cancellation);
        var validation = Standardized(vectors[request.Training.Count..^request.Responses.Count]);
        tuning.Run(Standardized(vectors[..request.Training.Count]), validation, progress);
        using var noGradient = no_grad();
        var logProbabilities = head.call(Standardized(vectors[^request.Responses.Count..])).log_softmax(-1).data<float>().ToArray();
        return Trained(
            [.. logProbabilities.Chunk(request.LevelCount).Select(row => ScoringPass.Score(row, _options.Head))], tuning.Epochs, tuning.ChosenEpoch,
            "Screening: the encoder was not trained; a classifier was, on what its layers gave for each response.", tuning.LearntNothing(validation));
    }

    private static FitResult Trained(
        IReadOnlyList<ResponseScore> scores, IReadOnlyList<EpochRecord> epochs, int chosen, string note, bool learntNothing) =>
        new()
        {
            Scores = scores,
            Epochs = epochs,
            ChosenEpoch = chosen,
            Seconds = 0,
            TokensPerSecond = 0,
            CheckpointDigest = null,
            VocabularySize = 0,
            LearntNothing = learntNothing,
            Notes = [note, .. learntNothing ? [NothingLearnt.Once] : Array.Empty<string>()],
        };

    private float[][] Encode(
        Checkpoint checkpoint, Lazy<ResponseEncoder> encoder, string[] texts, Action<FitProgress>? progress, Func<bool>? isPlaceWanted,
        CancellationToken cancellation)
    {
        var identity = $"{checkpoint.Identity}|{_options.MaxTokens}|{_options.LongTexts}|{_options.Device}";
        // Texts of like lengths are encoded together.
        int[] order = [.. Enumerable.Range(0, texts.Length).OrderBy(at => texts[at].Length).ThenBy(at => at)];
        string[] digests = [.. order.Select(at => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(texts[at]))))];
        var done = 0;
        var encoded = _encodings.Get(
            identity, digests,
            places =>
            {
                done = Math.Min(texts.Length, done + places.Count);
                progress?.Invoke(new(0, _options.Epochs, EncodingShare * done / texts.Length, null)
                {
                    Note = $"encoding responses, {done} of at most {texts.Length}",
                });
                return encoder.Value.Encode([.. places.Select(place => texts[order[place]])], cancellation);
            },
            TextsAtOnce, cancellation, isPlaceWanted);
        var vectors = new float[texts.Length][];
        for (var place = 0; place < order.Length; place++) vectors[order[place]] = encoded[place];
        return vectors;
    }

    private static Tensor Features(float[][] vectors) =>
        vectors.Length == 0 ? empty(0, 1) : tensor(vectors.SelectMany(vector => vector).ToArray(), [vectors.Length, vectors[0].Length]);
}
