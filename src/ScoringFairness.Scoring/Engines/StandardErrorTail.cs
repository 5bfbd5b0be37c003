using System.Text;

namespace ScoringFairness.Scoring.Engines;

/// <summary>The end of what a program writes, however much it writes.</summary>
internal sealed class StandardErrorTail
{
    private const int Most = 2_000;
    private readonly StringBuilder _kept = new();

    /// <summary>Reads to the end.</summary>
    public async Task ReadAsync(TextReader reader)
    {
        var buffer = new char[4096];
        for (int read; (read = await reader.ReadAsync(buffer)) > 0;)
        {
            lock (_kept)
            {
                _kept.Append(buffer, 0, read);
                if (_kept.Length > Most) _kept.Remove(0, _kept.Length - Most);
            }
        }
    }

    /// <summary>What was kept so far.</summary>
    public override string ToString()
    {
        lock (_kept) return _kept.ToString();
    }
}
