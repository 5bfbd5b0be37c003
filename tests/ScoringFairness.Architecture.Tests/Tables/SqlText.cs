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

    // A table, perhaps under another name for the statement; what goes on with the statement is no such name.
    private const string Table =
        @"(?<table>[a-z_]+)(\s+(as\s+)?(?!(as|cross|for|full|group|in|inner|join|left|limit|natural|on|order|right|select|set|using|values|where)\b)\w+)?";

    private const string Words = "from|join|into|update|copy|using|like|lock table|lock|table|truncate|only|references";

    [GeneratedRegex($@"\b({Words})\s+{Table}(\s*,\s*{Table})*")]
    private static partial Regex Naming();
}
