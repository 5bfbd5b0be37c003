namespace ScoringFairness.Scoring.Bert.Devices;

/// <summary>A device, or the libraries for it, that cannot be used: what is wrong, and what to do.</summary>
public sealed class DeviceException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public DeviceException(string message) : base(message)
    {
    }

    /// <summary>Says what is wrong.</summary>
    public DeviceException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>A device cannot be used.</summary>
    public DeviceException() : this("The device cannot be used.")
    {
    }
}
