using System.Text.RegularExpressions;

namespace ScoringFairness.Architecture.Tests.Tables;

/// <summary>Finds the tables that a piece of SQL names. The house writes SQL in lower case and sentences with a capital.</summary>
internal static partial class SqlText
{
    /// <summary>The names after from, join, into, update, copy, lock and their like, with those that follow after a comma.</summary>
    public static IEnumerable<string> Tables(string text) => StartsAsSentence(text)
        ? []
        : Naming().Matches(text).SelectMany(match => match.Groups["table"].Captures).Select(capture => capture.Value);

    private static bool StartsAsSentence(string text) => char.IsUpper(text.TrimStart().FirstOrDefault());

    [GeneratedRegex(
        @"\b(from|join|into|update|copy|using|like|table|truncate|lock|only|references)\s+(?<table>[a-z_]+)(\s+(as\s+)?(?!on\b|where\b|set\b)\w+)?(\s*,\s*(?<table>[a-z_]+)(\s+(as\s+)?(?!on\b|where\b)\w+)?)*")]
    private static partial Regex Naming();
}
