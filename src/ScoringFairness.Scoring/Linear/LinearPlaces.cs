using Microsoft.ML.Data;
using ScoringFairness.Scoring.Linear.Features;

namespace ScoringFairness.Scoring.Linear;

/// <summary>What the linear scorer would give responses, as a number for another scorer to go on from.</summary>
internal sealed class LinearPlaces
{
    private readonly TextFeatures _features;
    private readonly LinearTraining _training;

    /// <summary>Trains it.</summary>
    /// <param name="training">The training responses.</param>
    /// <param name="levelCount">Levels of the scale.</param>
    /// <param name="random">Gives the order of the responses and the inner folds.</param>
    /// <param name="afterRow">Called whenever a response is read; may throw to end the training.</param>
    /// <param name="mitigation">The mitigation; null: none.</param>
    public LinearPlaces(IReadOnlyList<LabelledText> training, int levelCount, SplitMix64 random, Action afterRow, Mitigation? mitigation = null)
    {
        _features = TextFeatures.Learn(training.Select(text => text.Text));
        List<VBuffer<float>> vectors = [.. training.Select(text => _features.Of(text.Text))];
        _training = new(vectors, training, levelCount, random, afterRow, mitigation);
    }

    /// <summary>The training responses' places, on lines that did not see them.</summary>
    public IReadOnlyList<double> OfTraining => _training.Places;

    /// <summary>Another response's place.</summary>
    public double Of(string text) => _training.Place(_features.Of(text));
}
