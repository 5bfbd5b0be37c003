using System.Diagnostics;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Pretraining;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Bert.Weights;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert;

/// <summary>Trains a BERT classifier and scores with it.</summary>
/// <remarks>
/// Fits may run side by side, each on its own thread: nothing random is drawn from the process's generator, and every
/// tensor of a fit is gone when it ends.
/// </remarks>
public sealed class BertScorerEngine : IScorerEngine
{
    private readonly BertOptions _options;

    /// <summary>An engine with the options.</summary>
    /// <exception cref="ArgumentException">The options have problems: <see cref="BertOptions.Problems"/>.</exception>
    public BertScorerEngine(BertOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfProblems();
        _options = options;
    }

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">The checkpoint cannot be used.</exception>
    /// <exception cref="FitException">The training diverged; the GPU has too little memory, or failed.</exception>
    public FitResult Fit(FitRequest request, Action<FitProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        if (_options.TakenEpoch == TakenEpoch.Last) request = request with { Training = [.. request.Training, .. request.Validation], Validation = [] };
        cancellation.ThrowIfCancellationRequested();
        return _options.Device.Run(() => Train(request, progress, cancellation));
    }

    private FitResult Train(FitRequest request, Action<FitProgress>? progress, CancellationToken cancellation)
    {
        set_num_threads(_options.Threads);
        TensorMemory.Keep();

        using var scope = NewDisposeScope();
        var dropout = new DropoutMasks(SplitMix64.Of(request.Seed, FitStream.Dropout).Next());
        var start = BertStart.Prepare(
            _options, request, dropout, note => progress?.Invoke(new(0, _options.Epochs, 0, null) { Note = note }), cancellation);
        using var model = start.Model;
        var digest = WeightDigest.Of(model);
        model.Place(_options.Device);

        var training = Encode(request.Training);
        var validation = Encode(request.Validation);
        var responses = request.Responses.Select(EncodeText).ToList();
        var meter = new FitMeter(progress, _options.Epochs, Work());

        var started = Stopwatch.GetTimestamp();
        var loss = new LevelLoss(_options.LabelSmoothing, _options.ClassWeights, request.Counts());
        var resume = new ResumePoint(request.ResumeFolder, _options.ResumeSeconds, ResumePoint.FitOf(_options, request, digest));
        var tuning = new FineTuning(model, _options, loss, SplitMix64.Of(request.Seed, FitStream.Order), meter, cancellation, resume);
        if (!tuning.Resume() && _options.PretrainingEpochs > 0)
            new FurtherPretraining(start, _options, request.Seed, meter, cancellation).Run([.. training.Concat(validation).Select(t => t.Text)]);
        tuning.Run(training, validation);
        var scores = new ScoringPass(model, model.Config.PadTokenId)
            .LogProbabilities(responses, tokens => meter.Add(tokens, _options.Epochs + 1, null), cancellation)
            .Select(scored => ScoringPass.Score(scored, _options.Head))
            .ToList();
        meter.Report(_options.Epochs + 1, null);
        if (request.ExportFolder is { } folder) CheckpointExport.Write(folder, model, start.Tokenizer, _options.MaxTokens);

        return new()
        {
            Scores = scores,
            Epochs = tuning.Epochs,
            ChosenEpoch = tuning.ChosenEpoch,
            Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
            TokensPerSecond = tuning.Tokens / Math.Max(1e-9, tuning.TrainingTime.TotalSeconds),
            CheckpointDigest = digest,
            Notes = [.. start.Notes, .. _options.Device.Note is { } device ? [device] : Array.Empty<string>()],
            VocabularySize = start.Tokenizer.Vocabulary.Count,
        };

        TokenizedText EncodeText(string text)
        {
            cancellation.ThrowIfCancellationRequested();
            return start.Tokenizer.Encode(text, _options.MaxTokens, _options.LongTexts);
        }

        List<LabelledTokens> Encode(IEnumerable<LabelledText> texts) => [.. texts.Select(t => new LabelledTokens(EncodeText(t.Text), t.Level))];

        long Work() =>
            FitMeter.TrainingWork * (long)_options.PretrainingEpochs * (Tokens(training) + Tokens(validation))
            + (long)_options.Epochs * (FitMeter.TrainingWork * Tokens(training) + Tokens(validation))
            + responses.Sum(r => (long)r.Tokens);

        static long Tokens(List<LabelledTokens> texts) => texts.Sum(t => (long)t.Text.Tokens);
    }
}
