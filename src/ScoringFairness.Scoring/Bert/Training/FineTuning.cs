using System.Diagnostics;
using ScoringFairness.Scoring.Bert.Autograd;
using ScoringFairness.Scoring.Bert.Model;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>Trains a model on labelled texts and leaves it with the weights of its best epoch.</summary>
/// <remarks>Of several heads each has a loss; the mean of them, each in its own units, is made small, and an epoch chosen by it.</remarks>
internal sealed class FineTuning(
    BertForSequenceClassification model, BertOptions options, IReadOnlyList<ITrainingLoss> losses, SplitMix64 order, FitMeter meter,
    CancellationToken cancellation, ResumePoint? resume = null, IReadOnlyList<RunningGap?>? gaps = null)
{
    private const string BestPrefix = "best.";

    private readonly EpochRecords _records = new(model, losses);
    private readonly AdamW _optimizer = AdamW.On(
        model.Device, model.named_parameters(), options.WeightDecay,
        new LayerRates(
            model.Config.NumHiddenLayers, options.LayerDecay, options.FrozenLayers, options.WordRate, options.EncoderRate, options.HeadRate,
            model.Shape.Pooling == Pooling.Cls).Of);
    /// <summary>Of what is trained: the optimizer has told the model what that is.</summary>
    private readonly EpochChoice _choice = new(
        model.named_parameters().Where(one => one.parameter.requires_grad).Select(one => (one.name, one.parameter)), options.Epochs,
        options.TakenEpoch == TakenEpoch.Last);
    private readonly List<EpochRecord[]> _ofHeads = [];
    private StepTimes _times = new();

    /// <summary>The course of the training so far; of several heads their mean.</summary>
    public IReadOnlyList<EpochRecord> Epochs => _choice.Epochs;

    /// <summary>The course of a head.</summary>
    public IReadOnlyList<EpochRecord> EpochsOf(int head) => [.. _ofHeads.Select(epoch => epoch[head])];

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
        _ofHeads.AddRange(state.OfHeads);
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
            OfHeads = _ofHeads,
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
            var (sums, texts) = (new double[losses.Count], new int[losses.Count]);
            model.train();
            foreach (var batch in batches)
            {
                cancellation.ThrowIfCancellationRequested();
                var rate = schedule.At(step++);
                var (batchLoss, tokens) = Step([.. batch.Select(i => training[i])], rate);
                if (!double.IsFinite(batchLoss))
                    throw new FitException(
                        $"The training loss was no longer a number at step {step}: the learning rate {options.LearningRate} may be too high.");
                for (var head = 0; head < losses.Count; head++)
                {
                    var own = batch.Count(i => training[i].Heads[head] is not null);
                    sums[head] += losses[head].Unit * LastLosses[head] * own;
                    texts[head] += own;
                }
                Tokens += tokens;
                meter.Add(FitMeter.TrainingWork * tokens, epoch, _records.Together(Means()));
            }
            TrainingTime += Stopwatch.GetElapsedTime(started);

            EpochRecord[] ofHeads = _records.Of(epoch, Means(), validation, meter, cancellation);
            _ofHeads.Add(ofHeads);
            _choice.Add(_records.Together(ofHeads));
            meter.Report(epoch, _choice.Epochs[^1].TrainingLoss);
            // One of several trainings is not trained again when a later one is interrupted.
            if (epoch < options.Epochs || options.Ensemble > 1) Save(Stopwatch.GetElapsedTime(started));

            double[] Means() => [.. sums.Zip(texts, (sum, count) => sum / Math.Max(1, count))];
        }
        _choice.Restore();
    }

    /// <summary>One step: forward, loss, backward, AdamW.</summary>
    /// <remarks>Long texts go through the model a few at a time, their gradients added up: the step is that of the whole batch.</remarks>
    /// <returns>The batch's mean loss and its real tokens.</returns>
    public (double Loss, int Tokens) Step(IReadOnlyList<LabelledTokens> batch, double learningRate)
    {
        _times.Begin();
        double[] weights = [.. losses.Select((loss, head) => Own(batch, head).Sum(text => text.Of.Weight * loss.WeightOf([text.Of.Level])))];
        var (parts, tokens) = (new List<Tensor>(), 0);
        LastComputedTokens = 0;
        using var step = NewDisposeScope();
        foreach (var part in Parts(batch))
        {
            using var scope = NewDisposeScope();
            var input = TokenBatch.Of([.. part.Select(t => t.Text)], model.Config.PadTokenId, model.Device);
            _times.EndData();
            var outputs = model.Logits(input);
            var both = weights.Select((weight, head) => Share(head, outputs, part, weight, batch.Count)).ToList();
            Tensor[] shares = [.. both.Select(share => share.Loss)];
            _times.EndForward();
            Gradients.Backward(shares.Length == 1 ? shares[0] : stack(shares).mean());
            _times.EndBackward();
            parts.Add(stack([.. both.Select(share => share.Told)]).detach().MoveToOuterDisposeScope());
            tokens += input.RealTokens;
            LastComputedTokens += (int)input.Ids.numel();
        }
        _optimizer.Step(learningRate, options.MaximumGradientNorm);
        _times.EndOptimizer();
        // Read at the end: each reading waits for a device.
        var sums = new double[losses.Count];
        foreach (var part in parts)
            foreach (var (head, value) in part.cpu().data<float>().Index()) sums[head] += value;
        LastLosses = sums;
        return (sums.Average(), tokens);
    }

    /// <summary>
    /// What a part of a batch adds to a head's loss, and to the loss that is told; a text of which it has no level adds nothing. A student's is
    /// told as it stands to human levels, so that it can be set beside that of the same scorer without a teacher.
    /// </summary>
    private (Tensor Loss, Tensor Told) Share(int head, Tensor outputs, IReadOnlyList<LabelledTokens> part, double weight, int batch)
    {
        (long Row, HeadLevel Of)[] own = [.. Own(part, head)];
        if (own.Length == 0) return (outputs.sum() * 0, zeros(1, device: outputs.device).sum());
        if (losses.Count > 1) outputs = outputs.narrow(1, head, 1);
        if (own.Length < part.Count) outputs = outputs.index_select(0, tensor([.. own.Select(text => text.Row)], device: outputs.device));
        double[] shifts = [.. own.Select(text => text.Of.Shift)];
        int[] levels = [.. own.Select(text => text.Of.Level)];
        double[] times = [.. own.Select(text => text.Of.Weight)];
        var human = losses[head].Of(outputs, levels, weight, shifts, times);
        if (Array.Exists(own, text => text.Of.Teacher is not null))
            return (losses[head].Of(outputs, levels, weight, shifts, times, [.. own.Select(text => text.Of.Teacher)]), human);
        // The loss is in units of its own, a gap in levels.
        var share = gaps?[head] is { } gap
            ? human + gap.Of(losses[head].Scores(outputs, shifts), [.. own.Select(text => (text.Of.Level, text.Of.Group))], batch) / losses[head].Unit
            : human;
        return (share, share);
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

    /// <summary>The texts that have a level for a head.</summary>
    private static IEnumerable<(long Row, HeadLevel Of)> Own(IReadOnlyList<LabelledTokens> texts, int head) =>
        texts.Index().Where(text => text.Item.Heads[head] is not null).Select(text => ((long)text.Index, text.Item.Heads[head]!.Value));

    /// <summary>The norm of the last step's gradient, before it was clipped.</summary>
    public double LastGradientNorm => _optimizer.GradientNorm;

    /// <summary>Tokens of the last step, padding counted.</summary>
    public int LastComputedTokens { get; private set; }

    /// <summary>The last step's mean loss of each head.</summary>
    private double[] LastLosses { get; set; } = [];

    /// <summary>Begins to record where the time goes.</summary>
    public StepTimes StartTimes() => _times = new(model.Device);
}
