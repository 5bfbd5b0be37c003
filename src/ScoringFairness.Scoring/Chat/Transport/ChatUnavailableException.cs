namespace ScoringFairness.Scoring.Chat.Transport;

/// <summary>An endpoint that could not be used for now; what was answered so far is kept, and the fit may be tried again.</summary>
public sealed class ChatUnavailableException : Exception
{
    /// <summary>Says why; never with a word of a response.</summary>
    public ChatUnavailableException(string message) : base(message)
    {
    }

    /// <summary>Says why; never with a word of a response.</summary>
    public ChatUnavailableException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>An endpoint could not be used.</summary>
    public ChatUnavailableException() : this("The endpoint could not be used.")
    {
    }
}
