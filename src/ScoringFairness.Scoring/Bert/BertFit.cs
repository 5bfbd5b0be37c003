using System.Diagnostics;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Scoring.Bert.Pretraining;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Bert.Weights;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert;

/// <summary>One training of a BERT scorer, and the scores that it gives; of several fits that hold the same texts, one encoder with a head each.</summary>
internal sealed class BertFit(
    BertOptions options, EncodedResponses? encodings, IReadOnlyList<FitRequest> requests, Action<FitProgress>? progress, CancellationToken cancellation)
{
    private readonly FitRows _rows = new(requests);

    /// <summary>Trains and scores.</summary>
    /// <returns>What each fit gave.</returns>
    public IReadOnlyList<FitResult> Run()
    {
        set_num_threads(options.Threads);
        TensorMemory.Keep();

        using var scope = NewDisposeScope();
        var first = requests[0];
        var dropout = new DropoutMasks(SplitMix64.Of(first.Seed, FitStream.Dropout).Next());
        void Note(string words) => progress?.Invoke(new(0, options.Epochs, 0, null) { Note = words });
        var start = BertStart.Prepare(options, first, requests.Count, dropout, Note, cancellation);
        using var model = start.Model;
        var digest = WeightDigest.Of(model);
        model.Place(options.Device);

        var tokens = new FitTokens(Encode(_rows.Training.Select(row => row.Text)), Encode(_rows.Validation.Select(row => row.Text)), Encode(_rows.Responses));
        if (options.Features) tokens = new FeaturesBeside(_rows, requests, cancellation).Of(tokens);
        var meter = new FitMeter(progress, options.Epochs, Work(tokens));

        var started = Stopwatch.GetTimestamp();
        ITrainingLoss[] losses = [.. requests.Select((request, head) => Loss([.. FitRows.LevelsOf(_rows.Training, head)], request.LevelCount))];
        var resume = new ResumePoint(first.ResumeFolder, options.ResumeSeconds, ResumePoint.FitOf(options, requests, digest));
        var tuning = new FineTuning(model, options, losses, SplitMix64.Of(first.Seed, FitStream.Order), meter, cancellation, resume);
        if (options.PretrainingEpochs == 0) tokens = Frozen(tokens, start.Checkpoint is null ? null : encodings);
        // By the weights that it starts from, so that a fit that goes on from a kept state has the same.
        var ridge = new RidgeStart(
            model, Labelled(tokens.Training, _rows.Training), losses, SplitMix64.Of(first.Seed, FitStream.Ridge), cancellation);
        var before = (HeldOut: ridge.Outputs(tokens.Validation), Scored: ridge.Outputs(tokens.Responses));
        var added = ridge.Whole(Labelled(tokens.Validation, _rows.Validation), tokens.Responses);
        if (!tuning.Resume() && options.PretrainingEpochs > 0)
            new FurtherPretraining(start, options, first.Seed, meter, cancellation).Run([.. tokens.Training, .. tokens.Validation]);
        if (options.PretrainingEpochs > 0)
        {
            // Layers that were trained further are no other fit's.
            tokens = Frozen(tokens, null);
        }
        List<LabelledTokens> training = [.. ridge.Labelled.Zip(tokens.Training, (one, text) => one with { Text = text })];
        var validation = Labelled(tokens.Validation, _rows.Validation);
        tuning.Run(training, validation);
        var scoring = new ScoringPass(model, model.Config.PadTokenId);
        var outputs = scoring.Outputs(tokens.Responses, done => meter.Add(done, options.Epochs + 1, null), cancellation);
        var heldOut = losses[0] is RegressionLoss ? scoring.Outputs(tokens.Validation, _ => { }, cancellation) : [];
        meter.Report(options.Epochs + 1, null);
        foreach (var folder in requests.Select(request => request.ExportFolder).OfType<string>())
            CheckpointExport.Write(folder, model, start.Tokenizer, options.MaxTokens);

        var time = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return [.. requests.Select((request, head) =>
        {
            var places = losses[head] is RegressionLoss regression ? Places(regression, head) : null;
            var scores = places is null
                ? outputs.Select(output => ScoringPass.Score(output, options.Head)).ToList()
                : [.. places.Score(Numbers(outputs, head), before.Scored[head], added[head])];
            return new FitResult
            {
                Scores = [.. _rows.ResponsesOf[head].Select(row => scores[row])],
                Epochs = tuning.EpochsOf(head),
                ChosenEpoch = tuning.ChosenEpoch,
                Seconds = time / requests.Count,
                TokensPerSecond = tuning.Tokens / Math.Max(1e-9, tuning.TrainingTime.TotalSeconds),
                CheckpointDigest = digest,
                Notes = [.. start.Notes, .. ((string?[])[Together, places?.Note, options.Device.Note]).OfType<string>()],
                VocabularySize = start.Tokenizer.Vocabulary.Count,
                LearntNothing = LearntNothing(head, places),
            };
        })];

        RegressionPlaces Places(RegressionLoss loss, int head)
        {
            int[] held = [.. validation.Index().Where(text => text.Item.Heads[head] is not null).Select(text => text.Index)];
            var now = Numbers(heldOut, head);
            return new(
                loss,
                new(
                    [.. held.Select(row => now[row])], [.. held.Select(row => before.HeldOut[head][row])],
                    [.. held.Select(row => validation[row].Heads[head]!.Value.Level)]),
                [.. ridge.Unseen[head].OrderBy(one => one.Key).Select(one => (one.Value, training[one.Key].Heads[head]!.Value.Level))],
                requests[head].LevelCount);
        }

        bool LearntNothing(int head, RegressionPlaces? places)
        {
            var loss = losses[head];
            if (FitRows.LevelsOf(_rows.Training, head).Distinct().Count() < 2) return false;
            var held = validation.FindAll(text => text.Heads[head] is not null);
            var isHeldOut = held.Count >= NothingLearnt.FewestHeldOut;
            var texts = isHeldOut ? held : training.FindAll(text => text.Heads[head] is not null);
            var chosen = tuning.EpochsOf(head)[tuning.ChosenEpoch - 1];
            int[] levels = [.. texts.Select(text => text.Heads[head]!.Value.Level)];
            if (places is not null && isHeldOut) return NothingLearnt.By(places.HeldOut, levels);
            double[] ofGuess = Array.ConvertAll(levels, loss.OfGuess);
            if (NothingLearnt.IsPlainlyNot(isHeldOut ? chosen.ValidationLoss!.Value : chosen.TrainingLoss, ofGuess.Average())) return false;
            // While it trained it was disturbed by dropout, and worse than it is now.
            var scored = scoring.Outputs([.. texts.Select(text => text.Text)], _ => { }, cancellation);
            return NothingLearnt.By([.. scored.Zip(levels, (output, level) => loss.OfScored(losses.Length > 1 ? [output[head]] : output, level))], ofGuess);
        }

        FitTokens Frozen(FitTokens texts, EncodedResponses? shared) => options.FrozenLayers == 0 ? texts : texts.Through(all =>
            new FrozenEncoding(model, options.FrozenLayers, cancellation).Of(all, shared, $"{start.Checkpoint?.Identity}|{options.Device}", Note));

        List<TokenizedText> Encode(IEnumerable<string> texts) => [.. texts.Select(text =>
        {
            cancellation.ThrowIfCancellationRequested();
            return start.Tokenizer.Encode(text, options.MaxTokens, options.LongTexts);
        })];
    }

    private string? Together => requests.Count == 1
        ? null
        : $"Trained together with {requests.Count - 1} other {(requests.Count == 2 ? "item that holds" : "items that hold")} the same texts: "
            + "one encoder, a head for each.";

    private ITrainingLoss Loss(IReadOnlyList<int> levels, int levelCount)
    {
        int[] counts = [.. Enumerable.Range(0, levelCount).Select(level => levels.Count(one => one == level))];
        return options.Head == LevelHead.Regression
            ? new RegressionLoss(options.ClassWeights, counts)
            : new LevelLoss(options.LabelSmoothing, options.ClassWeights, counts, options.Head);
    }

    private static double[] Numbers(float[][] outputs, int head) => Array.ConvertAll(outputs, output => (double)output[head]);

    private static List<LabelledTokens> Labelled(IReadOnlyList<TokenizedText> tokens, IReadOnlyList<FitRow> rows) =>
        [.. tokens.Zip(rows, (one, row) => new LabelledTokens(one, row.Heads))];

    private long Work(FitTokens tokens)
    {
        var (training, validation) = (Tokens(tokens.Training), Tokens(tokens.Validation));
        return FitMeter.TrainingWork * (long)options.PretrainingEpochs * (training + validation)
            + (long)options.Epochs * (FitMeter.TrainingWork * training + validation)
            + Tokens(tokens.Responses);

        static long Tokens(IReadOnlyList<TokenizedText> texts) => texts.Sum(text => (long)text.Tokens);
    }
}
