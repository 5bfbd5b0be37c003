using System.Text;

namespace ScoringFairness.Scoring.Engines;

/// <summary>The lines of a program's output, none longer than a bound.</summary>
internal static class BoundedLines
{
    private const int Longest = 65_536;

    /// <summary>Reads them as they come; empty lines are passed over.</summary>
    /// <exception cref="EngineAnswerException">A line is longer.</exception>
    public static IEnumerable<string> Of(TextReader reader)
    {
        var buffer = new char[4096];
        var line = new StringBuilder();
        for (int read; (read = reader.Read(buffer)) > 0;)
        {
            foreach (var character in buffer.AsMemory(0, read).ToArray())
            {
                if (character != '\n')
                {
                    if (line.Length == Longest) throw new EngineAnswerException($"it wrote a line of more than {Longest} characters");
                    line.Append(character);
                    continue;
                }
                if (Ended() is { Length: > 0 } full) yield return full;
            }
        }
        if (Ended() is { Length: > 0 } last) yield return last;

        string Ended()
        {
            var ended = line.ToString().Trim();
            line.Clear();
            return ended;
        }
    }
}
