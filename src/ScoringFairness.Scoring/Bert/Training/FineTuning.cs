using System.Diagnostics;
using ScoringFairness.Scoring.Bert.Autograd;
using ScoringFairness.Scoring.Bert.Model;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>Trains a model on labelled texts and leaves it with the weights of its best epoch.</summary>
internal sealed class FineTuning(
    BertForSequenceClassification model, BertOptions options, ITrainingLoss trainingLoss, SplitMix64 order, FitMeter meter, CancellationToken cancellation,
    ResumePoint? resume = null, RunningGap? gap = null)
{
    private const string BestPrefix = "best.";

    private readonly ScoringPass _scoring = new(model, model.Config.PadTokenId);
    private readonly AdamW _optimizer = AdamW.On(
        model.Device, model.named_parameters(), options.WeightDecay,
        new LayerRates(
            model.Config.NumHiddenLayers, options.LayerDecay, options.FrozenLayers, options.WordRate, options.EncoderRate, options.HeadRate,
            model.Shape.Pooling == Pooling.Cls).Of);
    /// <summary>Of what is trained: the optimizer has told the model what that is.</summary>
    private readonly EpochChoice _choice = new(
        model.named_parameters().Where(one => one.parameter.requires_grad).Select(one => (one.name, one.parameter)), options.Epochs,
        options.TakenEpoch == TakenEpoch.Last);
    private StepTimes _times = new();

    /// <summary>The course of the training so far.</summary>
    public IReadOnlyList<EpochRecord> Epochs => _choice.Epochs;

    /// <summary>The epoch with the lowest validation loss, the earlier of equals; without validation texts the last.</summary>
    public int ChosenEpoch => _choice.Chosen;

    /// <summary>Real tokens trained on.</summary>
    public long Tokens { get; private set; }

    /// <summary>Time spent on training steps.</summary>
    public TimeSpan TrainingTime { get; private set; }

    /// <summary>Takes up a kept state of this fit.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Resume()
    {
        if (resume?.Exists != true) return false;
        _choice.Best.Keep();
        var places = ResumeTensors().ToDictionary(one => one.Name, one => one.Tensor);
        if (resume.Load(places.GetValueOrDefault) is not { } state) return false;
        _choice.TakeUp(state.Epochs, state.ChosenEpoch);
        Tokens = state.Tokens;
        TrainingTime = TimeSpan.FromSeconds(state.Seconds);
        _optimizer.StepsTaken = state.Step;
        order.State = state.Order;
        model.Masks.Drawn = state.Masks;
        meter.Skip(FitMeter.TrainingWork * Tokens, Epochs[^1].Epoch, Epochs[^1].TrainingLoss);
        return true;
    }

    private void Save(TimeSpan epoch) => resume?.Save(
        new()
        {
            Epochs = Epochs,
            ChosenEpoch = ChosenEpoch,
            Step = _optimizer.StepsTaken,
            Tokens = Tokens,
            Seconds = TrainingTime.TotalSeconds,
            Order = order.State,
            Masks = model.Masks.Drawn,
        },
        epoch, [.. ResumeTensors()]);

    /// <summary>All tensors that the next epoch depends on. Frozen weights stay as they are, but not as they were before further pre-training.</summary>
    private IEnumerable<(string Name, Tensor Tensor)> ResumeTensors() =>
    [
        .. _optimizer.State,
        .. _choice.Best.Copies.Select(one => (BestPrefix + one.Name, one.Tensor)),
        .. options.PretrainingEpochs > 0 ? Frozen() : [],
    ];

    private IEnumerable<(string Name, Tensor Tensor)> Frozen() =>
        model.named_parameters().Where(one => !one.parameter.requires_grad).Select(one => ($"frozen.{one.name}", (Tensor)one.parameter));

    /// <summary>Trains. The model ends with the weights of <see cref="ChosenEpoch"/>.</summary>
    public void Run(IReadOnlyList<LabelledTokens> training, IReadOnlyList<LabelledTokens> validation)
    {
        var lengths = training.Select(t => t.Text.Tokens).ToArray();
        LearningRateSchedule? schedule = null;
        var step = _optimizer.StepsTaken;
        for (var epoch = Epochs.Count + 1; epoch <= options.Epochs; epoch++)
        {
            var batches = LengthBatches.ForTraining(lengths, options.BatchSize, order);
            schedule ??= new(options.LearningRate, options.Epochs * batches.Count, options.WarmupFraction);
            var started = Stopwatch.GetTimestamp();
            var (loss, texts) = (0.0, 0);
            model.train();
            foreach (var batch in batches)
            {
                cancellation.ThrowIfCancellationRequested();
                var rate = schedule.At(step++);
                var (batchLoss, tokens) = Step([.. batch.Select(i => training[i])], rate);
                if (!double.IsFinite(batchLoss))
                    throw new FitException(
                        $"The training loss was no longer a number at step {step}: the learning rate {options.LearningRate} may be too high.");
                loss += trainingLoss.Unit * batchLoss * batch.Length;
                texts += batch.Length;
                Tokens += tokens;
                meter.Add(FitMeter.TrainingWork * tokens, epoch, loss / texts);
            }
            TrainingTime += Stopwatch.GetElapsedTime(started);

            _choice.Add(Record(epoch, loss / texts, validation));
            meter.Report(epoch, loss / texts);
            if (epoch < options.Epochs) Save(Stopwatch.GetElapsedTime(started));
        }
        _choice.Restore();
    }

    /// <summary>One step: forward, loss, backward, AdamW.</summary>
    /// <remarks>Long texts go through the model a few at a time, their gradients added up: the step is that of the whole batch.</remarks>
    /// <returns>The batch's mean loss and its real tokens.</returns>
    public (double Loss, int Tokens) Step(IReadOnlyList<LabelledTokens> batch, double learningRate)
    {
        _times.Begin();
        var weight = batch.Sum(text => text.Weight * trainingLoss.WeightOf([text.Level]));
        var (losses, tokens) = (new List<Tensor>(), 0);
        LastComputedTokens = 0;
        using var step = NewDisposeScope();
        foreach (var part in Parts(batch))
        {
            using var scope = NewDisposeScope();
            var input = TokenBatch.Of([.. part.Select(t => t.Text)], model.Config.PadTokenId, model.Device);
            _times.EndData();
            double[] shifts = [.. part.Select(t => t.Shift)];
            var outputs = model.Logits(input);
            var share = trainingLoss.Of(outputs, [.. part.Select(t => t.Level)], weight, shifts, [.. part.Select(t => t.Weight)]);
            _times.EndForward();
            // The loss is in units of its own, a gap in levels.
            Gradients.Backward(gap is null
                ? share
                : share + gap.Of(trainingLoss.Scores(outputs, shifts), [.. part.Select(t => (t.Level, t.Group))], batch.Count) / trainingLoss.Unit);
            _times.EndBackward();
            losses.Add(share.detach().MoveToOuterDisposeScope());
            tokens += input.RealTokens;
            LastComputedTokens += (int)input.Ids.numel();
        }
        _optimizer.Step(learningRate, options.MaximumGradientNorm);
        _times.EndOptimizer();
        // Read at the end: each reading waits for a device.
        return (losses.Sum(loss => (double)loss.item<float>()), tokens);
    }

    /// <summary>Texts that go through the model together: as many as fit, of like lengths.</summary>
    private IEnumerable<IReadOnlyList<LabelledTokens>> Parts(IReadOnlyList<LabelledTokens> batch)
    {
        var part = new List<LabelledTokens>();
        var windows = 0;
        foreach (var text in batch.OrderBy(text => text.Text.Longest))
        {
            if (part.Count > 0 && (windows + text.Text.Windows.Count) * text.Text.Longest > model.Device.TokensTrainedAtOnce)
            {
                yield return part;
                (part, windows) = ([], 0);
            }
            part.Add(text);
            windows += text.Text.Windows.Count;
        }
        yield return part;
    }

    /// <summary>The norm of the last step's gradient, before it was clipped.</summary>
    public double LastGradientNorm => _optimizer.GradientNorm;

    /// <summary>Tokens of the last step, padding counted.</summary>
    public int LastComputedTokens { get; private set; }

    /// <summary>Begins to record where the time goes.</summary>
    public StepTimes StartTimes() => _times = new(model.Device);

    private EpochRecord Record(int epoch, double meanLoss, IReadOnlyList<LabelledTokens> validation)
    {
        if (validation.Count == 0) return new(epoch, meanLoss, null, null);
        var scored = _scoring.Outputs([.. validation.Select(t => t.Text)], tokens => meter.Add(tokens, epoch, meanLoss), cancellation);
        foreach (var (output, text) in scored.Zip(validation)) if (text.Shift != 0) output[0] -= (float)text.Shift;
        var loss = scored.Zip(validation, (output, t) => trainingLoss.OfScored(output, t.Level)).Average();
        var right = scored.Zip(validation).Count(s => trainingLoss.Level(s.First) == s.Second.Level);
        return new(epoch, meanLoss, loss, (double)right / validation.Count);
    }
}
