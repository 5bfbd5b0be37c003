namespace ScoringFairness.Service.Host.Rows;

/// <summary>What an upload may be at most: what keeps reading it bounded in time and memory, whatever is sent.</summary>
internal static class RowLimits
{
    /// <summary>Bytes of one row. A text of a million characters fits, each of them escaped in JSON.</summary>
    public const int RowBytes = 32 * 1024 * 1024;

    /// <summary>Characters of one field of a CSV.</summary>
    public const int FieldCharacters = 4_000_000;

    /// <summary>Columns, or properties of a JSON object.</summary>
    public const int Columns = 2000;

    /// <summary>Rows of one upload.</summary>
    public const int Rows = 100_000_000;

    /// <summary>Bad rows after which reading stops.</summary>
    public const int Errors = 1_000_000;
}
