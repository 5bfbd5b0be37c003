using ScoringFairness.Scoring.Attribution;
using ScoringFairness.Scoring.Linear.Features;

namespace ScoringFairness.Scoring.Linear;

/// <summary>The line of a linear scorer: where a response lies on it, in levels.</summary>
internal sealed class LinearLine(TextFeatures features, RidgeRegression line)
{
    /// <summary>A response's place; not to be called by two threads at once.</summary>
    public double Of(string text) => line.Score(features.Of(text));

    /// <summary>What the words of a response add to its place; not to be called by two threads at once.</summary>
    public WordShares SharesOf(string text) => LinearAttribution.Of(text, features, line);

    /// <summary>Writes it. N-grams are written as hashes; no text can be read there.</summary>
    public void Write(BinaryWriter file)
    {
        features.Write(file);
        line.Write(file);
    }

    /// <summary>Reads what was written.</summary>
    /// <exception cref="InvalidDataException">It cannot be that.</exception>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    public static LinearLine Read(BinaryReader file)
    {
        var features = TextFeatures.Read(file);
        return new(features, RidgeRegression.Read(file, features.Count));
    }
}
