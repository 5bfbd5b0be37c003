namespace ScoringFairness.Scoring;

/// <summary>A fit that could not be brought to its end, for instance because its loss was no longer a number.</summary>
public sealed class FitException : Exception
{
    /// <summary>Says why the fit failed; never with a word of a response.</summary>
    public FitException(string message) : base(message)
    {
    }

    /// <summary>Says why the fit failed; never with a word of a response.</summary>
    public FitException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>Whether trying again later may help, on another worker perhaps.</summary>
    public bool MayPass { get; internal init; }

    /// <summary>A fit failed.</summary>
    public FitException() : this("The fit failed.")
    {
    }
}
