namespace ScoringFairness.Scoring;

/// <summary>A fit ended where it loses nothing, because another had a better claim to its place; begun again, it goes on from there.</summary>
public sealed class GaveWayException : Exception
{
    /// <summary>A fit gave way.</summary>
    public GaveWayException() : this("The fit gave its place to another.")
    {
    }

    /// <summary>Says why.</summary>
    public GaveWayException(string message) : base(message)
    {
    }

    /// <summary>Says why.</summary>
    public GaveWayException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
