using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>What a training makes small, and how far a model is that has learnt nothing.</summary>
internal interface ITrainingLoss
{
    /// <summary>What a loss of <see cref="Of"/> is multiplied by where people read it.</summary>
    double Unit { get; }

    /// <summary>The weight of some responses together.</summary>
    double WeightOf(IEnumerable<int> levels);

    /// <summary>The sum of the weighted losses of a part of a batch, divided by the weight of the whole batch.</summary>
    /// <param name="outputs">[B, K].</param>
    /// <param name="levels">The B levels.</param>
    /// <param name="weight">The whole batch's weight.</param>
    /// <param name="shifts">What each target lies above its level, in outputs; of numbers alone. Null: none does.</param>
    /// <param name="times">What each response weighs beside its level; null: all the same.</param>
    /// <param name="teachers">What teachers say of the responses; null: human levels alone are trained on.</param>
    Tensor Of(
        Tensor outputs, IReadOnlyList<int> levels, double weight, IReadOnlyList<double>? shifts = null, IReadOnlyList<double>? times = null,
        IReadOnlyList<TeacherScore?>? teachers = null);

    /// <summary>The scores of outputs in levels, [B], with their gradient.</summary>
    /// <param name="outputs">[B, K].</param>
    /// <param name="shifts">What targets lie above their levels, in outputs; of numbers alone.</param>
    Tensor Scores(Tensor outputs, IReadOnlyList<double> shifts);

    /// <summary>The loss of a response that is scored, as people read it, without weights.</summary>
    /// <param name="output">The model's output; log-probabilities where it is of levels.</param>
    /// <param name="level">The human level.</param>
    double OfScored(float[] output, int level);

    /// <summary>The level that is nearest to an output.</summary>
    int Level(float[] output);

    /// <summary>The loss of a response of a level where it is given what the training responses are like, whatever it says.</summary>
    double OfGuess(int level);
}
