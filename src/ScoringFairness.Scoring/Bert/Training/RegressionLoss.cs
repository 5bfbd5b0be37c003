using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>Weighted squared error of one output with the level as a number, standardised by the training responses.</summary>
/// <remarks>
/// With a teacher of weight t the target is (1 − t) · level + t · the teacher's score: the gradient is that of the two squared errors in
/// these shares. A temperature has no counterpart: where it is high, softened levels come to the squared error of logits themselves (Hinton,
/// Vinyals, Dean 2015, section 2.1).
/// </remarks>
internal sealed class RegressionLoss : ITrainingLoss
{
    private readonly double _mean, _deviation, _guess;
    private readonly double[] _weights;
    private readonly double _teacherWeight;

    /// <param name="weights">How levels weigh.</param>
    /// <param name="counts">Training responses of each level.</param>
    /// <param name="distillation">How teachers' scores are trained on; null: they are not.</param>
    public RegressionLoss(ClassWeights weights, IReadOnlyList<int> counts, Distillation? distillation = null)
    {
        _teacherWeight = distillation?.TeacherWeight ?? 0;
        double n = counts.Sum();
        _weights = LevelLoss.Weights(weights, counts);
        _mean = counts.Select((count, level) => (double)count * level).Sum() / n;
        var variance = counts.Select((count, level) => count * (level - _mean) * (level - _mean)).Sum() / n;
        _deviation = variance > 0 ? Math.Sqrt(variance) : 1;
        _guess = counts.Select((count, level) => count * _weights[level] * level).Sum() / counts.Select((count, level) => count * _weights[level]).Sum();
    }

    /// <inheritdoc/>
    public double Unit => _deviation * _deviation;

    /// <summary>A level as the output that hits it.</summary>
    public double Target(int level) => (level - _mean) / _deviation;

    /// <summary>The output between a level and the teacher's score of the response, where there is one.</summary>
    public double Target(int level, TeacherScore? teacher) =>
        Target(level) + (teacher is null ? 0 : _teacherWeight * (teacher.Place - level) / _deviation);

    /// <summary>Where an output lies between the levels.</summary>
    public double Place(double output) => _mean + _deviation * output;

    /// <inheritdoc/>
    public double WeightOf(IEnumerable<int> levels) => levels.Sum(level => _weights[level]);

    /// <inheritdoc/>
    public Tensor Of(
        Tensor outputs, IReadOnlyList<int> levels, double weight, IReadOnlyList<double>? shifts = null, IReadOnlyList<double>? times = null,
        IReadOnlyList<TeacherScore?>? teachers = null)
    {
        using var scope = NewDisposeScope();
        var targets = tensor(levels.Select((level, at) => (float)(Target(level, teachers?[at]) + (shifts?[at] ?? 0))).ToArray(), device: outputs.device);
        var shares = tensor(levels.Select((level, at) => (float)(_weights[level] * (times?[at] ?? 1) / weight)).ToArray(), device: outputs.device);
        var errors = outputs.squeeze(1) - targets;
        return (errors * errors * shares).sum().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Scores(Tensor outputs, IReadOnlyList<double> shifts)
    {
        using var scope = NewDisposeScope();
        var moved = tensor(shifts.Select(shift => (float)shift).ToArray(), device: outputs.device);
        return (_mean + _deviation * (outputs.squeeze(1) - moved)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public double OfScored(float[] output, int level) => Square(Place(output[0]) - level);

    /// <inheritdoc/>
    public int Level(float[] output) => (int)Math.Clamp(Math.Round(Place(output[0]), MidpointRounding.ToEven), 0, _weights.Length - 1);

    /// <inheritdoc/>
    public double OfGuess(int level) => Square(level - _guess);

    private static double Square(double error) => error * error;
}
