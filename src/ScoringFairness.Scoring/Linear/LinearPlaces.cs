using Microsoft.ML.Data;
using ScoringFairness.Scoring.Linear.Features;

namespace ScoringFairness.Scoring.Linear;

/// <summary>What the linear scorer would give responses, as a number for another scorer to go on from.</summary>
internal sealed class LinearPlaces
{
    private readonly TextFeatures _features;
    private readonly List<VBuffer<float>> _vectors;
    private readonly List<string> _texts;
    private readonly LinearTraining _training;

    /// <summary>Trains it.</summary>
    /// <param name="training">The training responses.</param>
    /// <param name="levelCount">Levels of the scale.</param>
    /// <param name="random">Gives the order of the responses and the inner folds.</param>
    /// <param name="afterRow">Called whenever a response is read; may throw to end the training.</param>
    /// <param name="like">One trained before: on the same texts it has found out what their features are.</param>
    /// <param name="mitigation">The mitigation; null: none.</param>
    public LinearPlaces(
        IReadOnlyList<LabelledText> training, int levelCount, SplitMix64 random, Action afterRow, LinearPlaces? like = null, Mitigation? mitigation = null)
    {
        _texts = [.. training.Select(text => text.Text)];
        (_features, _vectors) = like is not null && like._texts.SequenceEqual(_texts) ? (like._features, like._vectors) : Learn(_texts);
        _training = new(_vectors, training, levelCount, random, afterRow, mitigation);
    }

    private static (TextFeatures, List<VBuffer<float>>) Learn(List<string> texts)
    {
        var features = TextFeatures.Learn(texts);
        return (features, texts.ConvertAll(text => features.Of(text)));
    }

    /// <summary>The training responses' places, on lines that did not see them.</summary>
    public IReadOnlyList<double> OfTraining => _training.Places;

    /// <summary>The line, for other responses.</summary>
    public LinearLine Line => new(_features, _training.Line);
}
