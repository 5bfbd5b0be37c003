using ScoringFairness.Scoring.Bert.Autograd;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Training;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Screening;

/// <summary>Trains a classifier on encoded responses and leaves it with the weights of its best epoch; an epoch is one step.</summary>
/// <remarks>Always on the processor: it takes seconds there.</remarks>
internal sealed class HeadTraining(ScreeningHead head, BertOptions options, FitRequest request, CancellationToken cancellation)
{
    private readonly LevelLoss _loss = new(options.LabelSmoothing, options.ClassWeights, request.Counts());
    private readonly AdamW _optimizer = AdamW.On(TorchDevice.Cpu, head.named_parameters(), options.WeightDecay);
    private readonly EpochChoice _choice = new(head.named_parameters(), options.Epochs);
    private readonly int[] _training = [.. request.Training.Select(text => text.Level)];
    private readonly double[]? _weights = GroupWeights.Of(request.Mitigation, request.Training);
    private readonly List<(int Level, int? Group)> _groups = [.. request.Training.Select(text => (text.Level, text.Group))];
    private readonly RunningGap? _gap = RunningGap.Of(request.Mitigation, [.. request.Training.Select(text => (text.Level, text.Group))]);

    /// <summary>The course of the training.</summary>
    public IReadOnlyList<EpochRecord> Epochs => _choice.Epochs;

    /// <summary>The epoch with the lowest validation loss; without validation texts the last.</summary>
    public int ChosenEpoch => _choice.Chosen;

    /// <summary>Whether it is no better than the frequencies of the levels, on the validation texts; false where these are few.</summary>
    /// <param name="validation">Their features, [M, F].</param>
    public bool LearntNothing(Tensor validation)
    {
        if (request.Validation.Count < NothingLearnt.FewestHeldOut || _training.Distinct().Count() < 2) return false;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var rows = head.call(validation).log_softmax(-1).data<float>().ToArray().Chunk(request.LevelCount);
        return NothingLearnt.By(
            [.. rows.Zip(request.Validation, (row, text) => _loss.OfScored(row, text.Level))],
            [.. request.Validation.Select(text => _loss.OfGuess(text.Level))]);
    }

    /// <summary>Trains.</summary>
    /// <param name="training">Features of the training responses, [N, F].</param>
    /// <param name="validation">Features of those held out to choose the epoch, [M, F].</param>
    /// <param name="progress">Told after each epoch.</param>
    public void Run(Tensor training, Tensor validation, Action<FitProgress>? progress)
    {
        var schedule = new LearningRateSchedule(options.LearningRate, options.Epochs, options.WarmupFraction);
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            var loss = Step(training, schedule.At(epoch - 1));
            _choice.Add(Record(epoch, loss, validation));
            progress?.Invoke(new(epoch, options.Epochs, (double)epoch / options.Epochs, loss));
        }
        _choice.Restore();
    }

    private double Step(Tensor features, double rate)
    {
        using var scope = NewDisposeScope();
        var outputs = head.call(features);
        var weight = _weights is null ? _loss.WeightOf(_training) : _training.Zip(_weights, (level, one) => one * _loss.WeightOf([level])).Sum();
        var loss = _loss.Of(outputs, _training, weight, times: _weights);
        Gradients.Backward(_gap is null ? loss : loss + _gap.Of(_loss.Scores(outputs, []), _groups, _groups.Count));
        _optimizer.Step(rate, options.MaximumGradientNorm);
        return loss.item<float>();
    }

    private EpochRecord Record(int epoch, double trainingLoss, Tensor validation)
    {
        if (request.Validation.Count == 0) return new(epoch, trainingLoss, null, null);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var rows = head.call(validation).log_softmax(-1).data<float>().ToArray().Chunk(request.LevelCount).ToList();
        return new(
            epoch, trainingLoss,
            rows.Zip(request.Validation, (row, text) => -(double)row[text.Level]).Average(),
            rows.Zip(request.Validation).Count(pair => ScoringPass.Score(pair.First, options.Head).Level == pair.Second.Level) / (double)rows.Count);
    }
}
