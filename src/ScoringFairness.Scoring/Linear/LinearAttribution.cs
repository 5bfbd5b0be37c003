using ScoringFairness.Scoring.Attribution;
using ScoringFairness.Scoring.Linear.Features;

namespace ScoringFairness.Scoring.Linear;

/// <summary>What each word of a response adds to its place on a line: exact, for the place is a sum over features.</summary>
/// <remarks>
/// A feature's weight times its value is shared out evenly among its places in the text, and there among the words that its characters
/// are of: a pair of words gives half to each, a run of characters to each word as many parts as it has characters of it. What has no
/// word (spaces and marks alone, length and form, the intercept) is the rest.
/// </remarks>
internal static class LinearAttribution
{
    /// <summary>The shares of a text; not to be called by two threads at once.</summary>
    public static WordShares Of(string text, TextFeatures features, RidgeRegression line)
    {
        var shares = new WordShares();
        var words = Ngrams.Words(text);
        foreach (var (start, end) in words) shares.Add(text[start..end].ToLowerInvariant(), 0, 1);
        var added = features.Of(text).Items().ToDictionary(one => one.Key, one => line.Weight(one.Key) * (double)one.Value);
        var occurrences = features.Occurrences(text, words);
        var counts = new Dictionary<int, int>();
        foreach (var (place, _) in occurrences) counts[place] = counts.GetValueOrDefault(place) + 1;
        var ofWords = new double[words.Count];
        foreach (var (place, owners) in occurrences)
        {
            var part = added[place] / counts[place];
            if (owners.Count == 0) shares.AddRest(part);
            foreach (var owner in owners) ofWords[owner] += part / owners.Count;
        }
        foreach (var ((start, end), value) in words.Zip(ofWords)) shares.Add(text[start..end].ToLowerInvariant(), value, 0);
        shares.AddRest(line.Intercept + added.Where(one => !counts.ContainsKey(one.Key)).Sum(one => one.Value));
        return shares;
    }
}
