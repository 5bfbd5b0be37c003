using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>Weighted cross-entropy with smoothed labels.</summary>
/// <remarks>
/// A response of level y loses −w(y) [(1 − ε) log p(y) + ε/K Σₖ log p(k)]; the batch's loss is the sum over the sum of w. Label
/// smoothing: Szegedy et al. (2016), arXiv 1512.00567, section 7. With a teacher's probabilities q and a temperature T, a share t of that
/// gives way to T² KL(q softened ‖ p softened), where softening takes logarithms divided by T: Hinton, Vinyals, Dean (2015), arXiv
/// 1503.02531, section 2.
/// </remarks>
internal sealed class LevelLoss : ITrainingLoss
{
    private readonly double _smoothing;
    private readonly double[] _weights;
    private readonly double[] _shares;
    private readonly LevelHead _head;
    private readonly Distillation? _distillation;

    /// <summary>A probability that a teacher gives as 0 is at most this: float32 has no smaller ones beside 1.</summary>
    private const float Least = 1e-7f;

    /// <param name="smoothing">ε.</param>
    /// <param name="weights">How levels weigh.</param>
    /// <param name="counts">Training responses of each level.</param>
    /// <param name="head">What the levels are to the head.</param>
    /// <param name="distillation">How teachers' scores are trained on; null: they are not.</param>
    public LevelLoss(
        double smoothing, ClassWeights weights, IReadOnlyList<int> counts, LevelHead head = LevelHead.Classification, Distillation? distillation = null)
    {
        (_smoothing, _head, _distillation) = (smoothing, head, distillation);
        _weights = Weights(weights, counts);
        // Half a response more at each level, so that none is impossible.
        double[] weighed = [.. counts.Select((n, level) => (n + 0.5) * _weights[level])];
        _shares = [.. weighed.Select(n => n / weighed.Sum())];
    }

    /// <inheritdoc/>
    public double Unit => 1;

    /// <summary>The weight of a response of each level.</summary>
    public static double[] Weights(ClassWeights weights, IReadOnlyList<int> counts)
    {
        var used = counts.Count(n => n > 0);
        return [.. counts.Select(n => weights == ClassWeights.None || n == 0 ? 1 : (double)counts.Sum() / (used * n))];
    }

    /// <inheritdoc/>
    public double WeightOf(IEnumerable<int> levels) => levels.Sum(level => _weights[level]);

    /// <inheritdoc/>
    public Tensor Of(
        Tensor outputs, IReadOnlyList<int> levels, double weight, IReadOnlyList<double>? shifts = null, IReadOnlyList<double>? times = null,
        IReadOnlyList<TeacherScore?>? teachers = null)
    {
        using var scope = NewDisposeScope();
        var shares = new float[levels.Count * _weights.Length];
        for (var at = 0; at < levels.Count; at++)
            for (var level = 0; level < _weights.Length; level++)
                shares[at * _weights.Length + level] =
                    (float)(-_weights[levels[at]] * (times?[at] ?? 1) * (1 - TeacherShare(teachers?[at])) / weight
                        * ((level == levels[at] ? 1 - _smoothing : 0) + _smoothing / _weights.Length));
        var human = (outputs.log_softmax(-1) * tensor(shares, [levels.Count, _weights.Length], device: outputs.device)).sum();
        return (teachers is null ? human : human + OfTeachers(outputs, levels, weight, times, teachers)).MoveToOuterDisposeScope();
    }

    /// <summary>The teacher's share of a response's loss; a teacher without probabilities has none.</summary>
    private double TeacherShare(TeacherScore? teacher) => teacher is { Probabilities.Count: > 0 } ? _distillation?.TeacherWeight ?? 0 : 0;

    private Tensor OfTeachers(
        Tensor outputs, IReadOnlyList<int> levels, double weight, IReadOnlyList<double>? times, IReadOnlyList<TeacherScore?> teachers)
    {
        var temperature = _distillation?.Temperature ?? 1;
        var probabilities = teachers.SelectMany(teacher => teacher is { Probabilities.Count: > 0 } told ? told.Probabilities : [.. _weights.Select(_ => 1f)]);
        var teacher = (tensor(probabilities.ToArray(), [levels.Count, _weights.Length], device: outputs.device).clamp_min(Least).log() / temperature)
            .log_softmax(-1);
        var student = (outputs.log_softmax(-1) / temperature).log_softmax(-1);
        var shares = levels.Select((level, at) => (float)(TeacherShare(teachers[at]) * _weights[level] * (times?[at] ?? 1) / weight)).ToArray();
        return temperature * temperature * ((teacher.exp() * (teacher - student)).sum(-1) * tensor(shares, device: outputs.device)).sum();
    }

    /// <inheritdoc/>
    public Tensor Scores(Tensor outputs, IReadOnlyList<double> shifts)
    {
        using var scope = NewDisposeScope();
        var levels = arange(_weights.Length, dtype: outputs.dtype, device: outputs.device);
        return (outputs.softmax(-1) * levels).sum(-1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public double OfScored(float[] output, int level) => -(double)output[level];

    /// <inheritdoc/>
    public int Level(float[] output) => ScoringPass.Score(output, _head).Level;

    /// <inheritdoc/>
    public double OfGuess(int level) => -Math.Log(_shares[level]);
}
