using System.Text.Json.Nodes;

namespace ScoringFairness.Scoring.Chat.Prompts;

/// <summary>The probability of each level, read off the place where an answer names one.</summary>
internal static class LabelProbabilities
{
    /// <summary>Shares that the levels have of the alternatives at the token that names the level; they sum to 1.</summary>
    /// <param name="tokens">The answer's tokens with their log-probabilities; null where the endpoint gave none.</param>
    /// <param name="labels">The levels.</param>
    /// <param name="at">Where the level's name begins in the answer.</param>
    /// <returns>Empty where they cannot be told: no log-probabilities, or a name of several tokens.</returns>
    public static IReadOnlyList<float> Of(JsonArray? tokens, LevelLabels labels, int at)
    {
        var begin = 0;
        foreach (var token in tokens ?? [])
        {
            var text = (string?)token?["token"] ?? "";
            if (at < begin || at >= begin + text.Length)
            {
                begin += text.Length;
                continue;
            }
            var before = text[..(at - begin)];
            var shares = new double[labels.All.Count];
            foreach (var alternative in token!["top_logprobs"] as JsonArray ?? [])
            {
                Add(shares, labels, before, (string?)alternative?["token"], (double?)alternative?["logprob"]);
            }
            if (shares.Sum() == 0)
            {
                return [];
            }
            var sum = shares.Sum();
            return labels.LevelOf(Name(text[before.Length..])) is null ? [] : [.. shares.Select(share => (float)(share / sum))];
        }
        return [];
    }

    private static void Add(double[] shares, LevelLabels labels, string before, string? token, double? logarithm)
    {
        if (token is not null && logarithm is { } told && double.IsFinite(told) && token.StartsWith(before, StringComparison.Ordinal)
            && labels.LevelOf(Name(token[before.Length..])) is { } level)
        {
            shares[level] += Math.Exp(Math.Min(0, told));
        }
    }

    /// <summary>A token may take the quotation mark behind the name along.</summary>
    private static string Name(string token) => token.TrimEnd('"', '}', ' ', '\n');
}
