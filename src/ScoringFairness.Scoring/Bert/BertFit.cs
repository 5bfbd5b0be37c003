using System.Diagnostics;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Scoring.Bert.Pretraining;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Bert.Weights;
using ScoringFairness.Scoring.Linear;
using ScoringFairness.Scoring.Linear.Features;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert;

/// <summary>One training of a BERT scorer, and the scores that it gives.</summary>
internal sealed class BertFit(
    BertOptions options, EncodedResponses? encodings, FitRequest request, Action<FitProgress>? progress, CancellationToken cancellation)
{
    /// <summary>Trains and scores.</summary>
    public FitResult Run()
    {
        set_num_threads(options.Threads);
        TensorMemory.Keep();

        using var scope = NewDisposeScope();
        var dropout = new DropoutMasks(SplitMix64.Of(request.Seed, FitStream.Dropout).Next());
        void Note(string words) => progress?.Invoke(new(0, options.Epochs, 0, null) { Note = words });
        var start = BertStart.Prepare(options, request, dropout, Note, cancellation);
        using var model = start.Model;
        var digest = WeightDigest.Of(model);
        model.Place(options.Device);

        var tokens = new FitTokens(
            Encode(request.Training.Select(text => text.Text)), Encode(request.Validation.Select(text => text.Text)), Encode(request.Responses));
        if (options.Features) tokens = WithFeatures(tokens);
        var meter = new FitMeter(progress, options.Epochs, Work(tokens));

        var started = Stopwatch.GetTimestamp();
        ITrainingLoss loss = options.Head == LevelHead.Regression
            ? new RegressionLoss(options.ClassWeights, request.Counts())
            : new LevelLoss(options.LabelSmoothing, options.ClassWeights, request.Counts(), options.Head);
        var gap = RunningGap.Of(request.Mitigation, [.. request.Training.Select(text => (text.Level, text.Group))]);
        // Running means are no part of a kept state: a fit with a penalty begins anew.
        var resume = new ResumePoint(gap is null ? request.ResumeFolder : null, options.ResumeSeconds, ResumePoint.FitOf(options, request, digest));
        var tuning = new FineTuning(model, options, loss, SplitMix64.Of(request.Seed, FitStream.Order), meter, cancellation, resume, gap);
        if (options.PretrainingEpochs == 0) tokens = Frozen(tokens, start.Checkpoint is null ? null : encodings);
        // By the weights that it starts from, so that a fit that goes on from a kept state has the same.
        var ridge = new RidgeStart(
            model, Labelled(tokens), loss, SplitMix64.Of(request.Seed, FitStream.Ridge), cancellation,
            GapPenalty.Of(request.Mitigation, [.. request.Training, .. request.Validation]));
        var before = ridge.Outputs(tokens.Responses);
        if (!tuning.Resume() && options.PretrainingEpochs > 0)
            new FurtherPretraining(start, options, request.Seed, meter, cancellation).Run([.. tokens.Training, .. tokens.Validation]);
        if (options.PretrainingEpochs > 0)
        {
            // Layers that were trained further are no other fit's.
            tokens = Frozen(tokens, null);
        }
        List<LabelledTokens> labelled = [.. ridge.Labelled.Zip([.. tokens.Training, .. tokens.Validation], (one, text) => one with { Text = text })];
        var (training, validation) = (labelled[..tokens.Training.Count], labelled[tokens.Training.Count..]);
        tuning.Run(training, validation);
        var scoring = new ScoringPass(model, model.Config.PadTokenId);
        var outputs = scoring.Outputs(tokens.Responses, done => meter.Add(done, options.Epochs + 1, null), cancellation);
        var places = loss is RegressionLoss regression
            ? new RegressionPlaces(
                regression,
                ChangedOutputs.Of(validation, Numbers(scoring.Outputs(tokens.Validation, _ => { }, cancellation)), [.. ridge.Unseen.Skip(training.Count)]),
                [.. ridge.Unseen.Zip(training, (output, text) => (output, text.Level))], request.LevelCount, options.Cuts)
            : null;
        List<ResponseScore> scores = places is null
            ? [.. outputs.Select(output => ScoringPass.Score(output, options.Head))]
            : [.. places.Score(Numbers(outputs), before!)];
        meter.Report(options.Epochs + 1, null);
        if (request.ExportFolder is { } folder) CheckpointExport.Write(folder, model, start.Tokenizer, options.MaxTokens);

        return new()
        {
            Scores = scores,
            Epochs = tuning.Epochs,
            ChosenEpoch = tuning.ChosenEpoch,
            Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
            TokensPerSecond = tuning.Tokens / Math.Max(1e-9, tuning.TrainingTime.TotalSeconds),
            CheckpointDigest = digest,
            Notes = [.. start.Notes, .. ((string?[])[places?.Note, options.Device.Note]).OfType<string>()],
            VocabularySize = start.Tokenizer.Vocabulary.Count,
            LearntNothing = LearntNothing(tuning, training, validation, loss, scoring, places),
        };

        FitTokens Frozen(FitTokens texts, EncodedResponses? shared) => options.FrozenLayers == 0 ? texts : texts.Through(all =>
            new FrozenEncoding(model, options.FrozenLayers, cancellation).Of(all, shared, $"{start.Checkpoint?.Identity}|{options.Device}", Note));

        List<TokenizedText> Encode(IEnumerable<string> texts) => [.. texts.Select(text =>
        {
            cancellation.ThrowIfCancellationRequested();
            return start.Tokenizer.Encode(text, options.MaxTokens, options.LongTexts);
        })];
    }

    private bool LearntNothing(
        FineTuning tuning, List<LabelledTokens> training, List<LabelledTokens> validation, ITrainingLoss loss, ScoringPass scoring,
        RegressionPlaces? places)
    {
        if (training.Select(text => text.Level).Distinct().Count() < 2) return false;
        var isHeldOut = validation.Count >= NothingLearnt.FewestHeldOut;
        var (texts, chosen) = (isHeldOut ? validation : training, tuning.Epochs[tuning.ChosenEpoch - 1]);
        if (places is not null && isHeldOut) return NothingLearnt.By(places.HeldOut, [.. validation.Select(text => text.Level)]);
        double[] ofGuess = [.. texts.Select(text => loss.OfGuess(text.Level))];
        if (NothingLearnt.IsPlainlyNot(isHeldOut ? chosen.ValidationLoss!.Value : chosen.TrainingLoss, ofGuess.Average())) return false;
        // While it trained it was disturbed by dropout, and worse than it is now.
        var outputs = scoring.Outputs([.. texts.Select(text => text.Text)], _ => { }, cancellation);
        return NothingLearnt.By([.. outputs.Zip(texts, (output, text) => loss.OfScored(output, text.Level))], ofGuess);
    }

    /// <summary>Plain features, and the place that the linear scorer gives: to those trained on or held out by lines that did not see them.</summary>
    private FitTokens WithFeatures(FitTokens tokens)
    {
        var line = new LinearPlaces(
            [.. request.Training, .. request.Validation], request.LevelCount, SplitMix64.Of(request.Seed, FitStream.Linear),
            cancellation.ThrowIfCancellationRequested, request.Mitigation);
        static TokenizedText With(TokenizedText tokens, string text, double place) => tokens with { Features = [.. PlainFeatures.Of(text), (float)place] };
        return new(
            [.. tokens.Training.Zip(request.Training, line.OfTraining).Select(one => With(one.First, one.Second.Text, one.Third))],
            [
                .. tokens.Validation.Zip(request.Validation, line.OfTraining.Skip(request.Training.Count))
                    .Select(one => With(one.First, one.Second.Text, one.Third)),
            ],
            [.. tokens.Responses.Zip(request.Responses, (text, of) => With(text, of, line.Of(of)))]);
    }

    private static double[] Numbers(float[][] outputs) => Array.ConvertAll(outputs, output => (double)output[0]);

    /// <summary>The responses trained on, then those held out of it, with what a mitigation is told of them.</summary>
    private List<LabelledTokens> Labelled(FitTokens tokens)
    {
        List<LabelledText> texts = [.. request.Training, .. request.Validation];
        var weights = GroupWeights.Of(request.Mitigation, texts);
        return
        [
            .. tokens.Training.Concat(tokens.Validation).Zip(texts)
                .Select((one, at) => new LabelledTokens(one.First, one.Second.Level) { Weight = weights?[at] ?? 1, Group = one.Second.Group }),
        ];
    }

    private long Work(FitTokens tokens)
    {
        var (training, validation) = (Tokens(tokens.Training), Tokens(tokens.Validation));
        return FitMeter.TrainingWork * (long)options.PretrainingEpochs * (training + validation)
            + (long)options.Epochs * (FitMeter.TrainingWork * training + validation)
            + Tokens(tokens.Responses);

        static long Tokens(IReadOnlyList<TokenizedText> texts) => texts.Sum(text => (long)text.Tokens);
    }
}
