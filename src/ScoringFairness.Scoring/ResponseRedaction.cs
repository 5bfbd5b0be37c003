using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ScoringFairness.Scoring;

/// <summary>Takes the texts of responses out of what an engine said.</summary>
/// <remarks>
/// Letters and digits alone are compared, in lower case, so that quotes, line breaks and escapes hide nothing: a run of 12 that
/// also stands in a response is taken out, and a shorter response where it stands by itself.
/// </remarks>
internal static partial class ResponseRedaction
{
    private const int Run = 12;
    private const int Shortest = 2;
    private const string Removed = "[text removed]";

    /// <summary>The words without the texts, on one line.</summary>
    public static string Redact(string said, IEnumerable<string> texts)
    {
        var words = Escape().Replace(said, match => ((char)int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());
        var places = Enumerable.Range(0, words.Length).Where(at => char.IsLetterOrDigit(words[at])).ToArray();
        var letters = string.Concat(places.Select(at => char.ToLowerInvariant(words[at])));
        var hidden = new bool[words.Length];

        var runs = new Dictionary<string, List<int>>();
        for (var at = 0; at + Run <= letters.Length; at++) Add(runs, letters.Substring(at, Run), at);
        var shorts = new Dictionary<string, List<int>>();
        for (var at = 0; at < letters.Length; at++)
        {
            for (var length = Shortest; length < Run && at + length <= letters.Length; length++)
            {
                if (StandsAlone(at, length)) Add(shorts, letters.Substring(at, length), at);
            }
        }
        var (findRun, findShort) = (runs.GetAlternateLookup<ReadOnlySpan<char>>(), shorts.GetAlternateLookup<ReadOnlySpan<char>>());
        foreach (var text in texts)
        {
            var own = Letters(text).AsSpan();
            if (own.Length < Run && findShort.TryGetValue(own, out var alone)) Hide(alone, own.Length);
            for (var at = 0; at + Run <= own.Length; at++)
            {
                if (findRun.TryGetValue(own.Slice(at, Run), out var found)) Hide(found, Run);
            }
        }
        return Without(words, hidden);

        bool StandsAlone(int at, int length)
        {
            var (first, last) = (places[at], places[at + length - 1]);
            return (first == 0 || !char.IsLetterOrDigit(words[first - 1])) && (last + 1 == words.Length || !char.IsLetterOrDigit(words[last + 1]));
        }

        void Hide(List<int> starts, int length)
        {
            foreach (var start in starts) Array.Fill(hidden, true, places[start], places[start + length - 1] - places[start] + 1);
        }
    }

    private static void Add(Dictionary<string, List<int>> places, string run, int at)
    {
        if (!places.TryGetValue(run, out var starts)) places.Add(run, starts = []);
        starts.Add(at);
    }

    private static string Letters(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character)) letters.Append(char.ToLowerInvariant(character));
        }
        return letters.ToString();
    }

    private static string Without(string words, bool[] hidden)
    {
        var shown = new StringBuilder();
        for (var at = 0; at < words.Length; at++)
        {
            if (!hidden[at]) shown.Append(char.IsControl(words[at]) || char.IsSurrogate(words[at]) ? ' ' : words[at]);
            else if (at == 0 || !hidden[at - 1]) shown.Append(Removed);
        }
        return shown.ToString().Trim();
    }

    [GeneratedRegex(@"\\u([0-9a-fA-F]{4})")]
    private static partial Regex Escape();
}
