using System.Diagnostics;
using ScoringFairness.Scoring.Attribution;
using ScoringFairness.Scoring.Bert.Attributions;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Scoring.Bert.Exports;
using ScoringFairness.Scoring.Bert.Pretraining;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Bert.Weights;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert;

/// <summary>One training of a BERT, from one seed, and what it says of responses held out and of those to score.</summary>
/// <param name="options">How it is trained.</param>
/// <param name="encodings">Where other fits find what frozen layers gave.</param>
/// <param name="requests">The fits that it is a part of.</param>
/// <param name="rows">Their texts.</param>
/// <param name="member">Which of the fits' trainings it is, from 0.</param>
/// <param name="progress">Told where it stands.</param>
/// <param name="cancellation">Looked at in every step.</param>
internal sealed class BertMember(
    BertOptions options, EncodedResponses? encodings, IReadOnlyList<FitRequest> requests, FitRows rows, int member, Action<FitProgress>? progress,
    CancellationToken cancellation)
{
    /// <summary>Trains and scores.</summary>
    public MemberOutputs Run()
    {
        set_num_threads(options.Threads);
        TensorMemory.Keep();

        using var scope = NewDisposeScope();
        // What is no chance, such as the linear scorer's folds, is the fits' own in each.
        var first = member == 0
            ? requests[0]
            : requests[0] with { Seed = unchecked((long)(SplitMix64.Of(requests[0].Seed, FitStream.Ensemble).Next() + (ulong)member)) };
        var dropout = new DropoutMasks(SplitMix64.Of(first.Seed, FitStream.Dropout).Next());
        var folder = first.ResumeFolder is { } kept && options.Ensemble > 1 ? Path.Combine(kept, $"{member}") : first.ResumeFolder;
        void Note(string words) => progress?.Invoke(new(0, options.Epochs, 0, null) { Note = words });
        var start = BertStart.Prepare(options, first, requests.Count, dropout, Note, cancellation);
        using var model = start.Model;
        var digest = WeightDigest.Of(model);
        model.Place(options.Device);

        var tokens = new FitTokens(Encode(rows.Training.Select(row => row.Text)), Encode(rows.Validation.Select(row => row.Text)), Encode(rows.Responses));
        var beside = options.Features ? new FeaturesBeside(rows, requests, cancellation) : null;
        tokens = beside?.Of(tokens) ?? tokens;
        var meter = new FitMeter(progress, options.Epochs, Work(tokens));

        var started = Stopwatch.GetTimestamp();
        ITrainingLoss[] losses = [.. requests.Select((request, head) => Loss([.. FitRows.LevelsOf(rows.Training, head)], request))];
        RunningGap?[] gaps = [.. requests.Select((request, head) => RunningGap.Of(
            request.Mitigation, [.. rows.Training.Select(row => row.Heads[head]).OfType<HeadLevel>().Select(own => (own.Level, own.Group))]))];
        // Running means are no part of a kept state: a fit with a penalty begins anew.
        var resume = new ResumePoint(
            Array.Exists(gaps, gap => gap is not null) ? null : folder, options.ResumeSeconds,
            ResumePoint.FitOf(options, [first, .. requests.Skip(1)], digest));
        var tuning = new FineTuning(model, options, losses, SplitMix64.Of(first.Seed, FitStream.Order), meter, cancellation, resume, gaps);
        if (options.PretrainingEpochs == 0) tokens = Frozen(tokens, start.Checkpoint is null ? null : encodings);
        // By the weights that it starts from, so that a fit that goes on from a kept state has the same.
        var ridge = new RidgeStart(
            model, Labelled(tokens.Training, rows.Training), losses, SplitMix64.Of(first.Seed, FitStream.Ridge), cancellation,
            [.. requests.Select(request => request.Mitigation)]);
        var before = (HeldOut: ridge.Outputs(tokens.Validation), Scored: ridge.Outputs(tokens.Responses));
        var added = ridge.Whole(Labelled(tokens.Validation, rows.Validation), tokens.Responses);
        using var export = new ScorerExport(model, options, ridge, beside?.Lines ?? [], requests.Any(IsRead));
        if (!tuning.Resume() && options.PretrainingEpochs > 0)
            new FurtherPretraining(start, options, first.Seed, meter, cancellation).Run([.. tokens.Training, .. tokens.Validation]);
        if (options.PretrainingEpochs > 0)
        {
            // Layers that were trained further are no other fit's.
            tokens = Frozen(tokens, null);
        }
        List<LabelledTokens> training = [.. ridge.Labelled.Zip(tokens.Training, (one, text) => one with { Text = text })];
        var validation = Labelled(tokens.Validation, rows.Validation);
        tuning.Run(training, validation);
        var scoring = new ScoringPass(model, model.Config.PadTokenId);
        var outputs = scoring.Outputs(tokens.Responses, done => meter.Add(done, options.Epochs + 1, null), cancellation);
        var heldOut = losses[0] is RegressionLoss ? scoring.Outputs(tokens.Validation, _ => { }, cancellation) : [];
        meter.Report(options.Epochs + 1, null);
        var trained = new MemberOutputs
        {
            Losses = losses,
            Scored = outputs,
            HeldOut = heldOut,
            Before = before,
            Added = added,
            Unseen = ridge.Unseen,
            Vectors = requests.Any(request => request.Vectors > 0) ? PooledVectors.Of(model, tokens.Responses, cancellation) : [],
            Epochs = [.. losses.Select((_, head) => tuning.EpochsOf(head))],
            ChosenEpoch = tuning.ChosenEpoch,
            Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
            TokensPerSecond = tuning.Tokens / Math.Max(1e-9, tuning.TrainingTime.TotalSeconds),
            Digest = digest,
            Notes = start.Notes,
            VocabularySize = start.Tokenizer.Vocabulary.Count,
        };
        // The mean of several has no folder of one model.
        foreach (var (head, request) in options.Ensemble == 1 ? requests.Index() : [])
            if (request.ExportFolder is { } to) export.Write(to, start.Tokenizer, head, request.LevelCount, PlacesOf(head));
        trained = trained with { Attributions = [.. requests.Select((request, head) => Attributed(request, head))] };
        meter.Report(options.Epochs + 1, null);
        return trained with { LearntNothing = [.. losses.Select((_, head) => LearntNothing(head, PlacesOf(head)))] };

        // By the scorer as it is read from its files: it has what was trained beside what that began with.
        IReadOnlyList<ResponseAttribution> Attributed(FitRequest request, int head)
        {
            if (!IsAttributed(request)) return [];
            var at = Path.Combine(folder ?? Directory.CreateTempSubdirectory("scoring-fairness-").FullName, "attributed");
            try
            {
                export.Write(at, start.Tokenizer, head, request.LevelCount, PlacesOf(head));
                using var scorer = new BertScorer(at);
                var places = request.Attribution!.Responses;
                return
                [
                    .. scorer.Attribute(
                        [.. places.Select(place => request.Responses[place])], request.Attribution.Methods,
                        (text, method) => meter.Add(
                            (long)AttributionWork.Of(method) * tokens.Responses[rows.ResponsesOf[head][places[text]]].Tokens, options.Epochs + 1, null,
                            "finding which words moved scores"),
                        cancellation).Select(one => one with { Response = places[one.Response] }),
                ];
            }
            finally
            {
                if (Directory.Exists(at)) Directory.Delete(at, recursive: true);
                if (folder is null) Directory.Delete(Path.GetDirectoryName(at)!);
            }
        }

        RegressionPlaces? PlacesOf(int head) => trained.Places(rows, head, requests[head].LevelCount, options.Cuts);

        bool LearntNothing(int head, RegressionPlaces? places)
        {
            var loss = losses[head];
            if (FitRows.LevelsOf(rows.Training, head).Distinct().Count() < 2) return false;
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
            new FrozenEncoding(model, options.FrozenLayers, cancellation, requests[0].IsPlaceWanted).Of(
                all, shared, $"{start.Checkpoint?.Identity}|{options.Device}", Note));

        List<TokenizedText> Encode(IEnumerable<string> texts) => [.. texts.Select(text =>
        {
            cancellation.ThrowIfCancellationRequested();
            return start.Tokenizer.Encode(text, options.MaxTokens, options.LongTexts);
        })];
    }

    private ITrainingLoss Loss(IReadOnlyList<int> levels, FitRequest request)
    {
        int[] counts = [.. Enumerable.Range(0, request.LevelCount).Select(level => levels.Count(one => one == level))];
        return options.Head == LevelHead.Regression
            ? new RegressionLoss(options.ClassWeights, counts, request.Distillation)
            : new LevelLoss(options.LabelSmoothing, options.ClassWeights, counts, options.Head, request.Distillation);
    }

    private static List<LabelledTokens> Labelled(IReadOnlyList<TokenizedText> tokens, IReadOnlyList<FitRow> rows) =>
        [.. tokens.Zip(rows, (one, row) => new LabelledTokens(one, row.Heads))];

    /// <summary>Whether its words are asked about: of the mean of several trainings nobody can tell.</summary>
    private bool IsAttributed(FitRequest request) => options.Ensemble == 1 && request.Attribution?.Methods.Any(BertAttribution.Methods.Contains) == true;

    private bool IsRead(FitRequest request) => request.ExportFolder is not null || IsAttributed(request);

    private long Work(FitTokens tokens)
    {
        var (training, validation) = (Tokens(tokens.Training), Tokens(tokens.Validation));
        var attributed = requests.Index().Where(request => IsAttributed(request.Item)).Sum(request =>
            request.Item.Attribution!.Methods.Sum(AttributionWork.Of)
            * request.Item.Attribution.Responses.Sum(place => (long)tokens.Responses[rows.ResponsesOf[request.Index][place]].Tokens));
        return FitMeter.TrainingWork * (long)options.PretrainingEpochs * (training + validation)
            + (long)options.Epochs * (FitMeter.TrainingWork * training + validation)
            + Tokens(tokens.Responses) + attributed;

        static long Tokens(IReadOnlyList<TokenizedText> texts) => texts.Sum(text => (long)text.Tokens);
    }
}
