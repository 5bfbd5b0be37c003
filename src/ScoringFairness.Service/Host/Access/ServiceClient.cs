namespace ScoringFairness.Service.Host.Access;

/// <summary>How the program's own verbs call a service.</summary>
internal static class ServiceClient
{
    /// <summary>The environment variable that holds the caller's key.</summary>
    public const string KeyVariable = "SCORING_FAIRNESS_KEY";

    /// <summary>A client of a service; it sends the key of <see cref="KeyVariable"/> where there is one.</summary>
    public static HttpClient To(Uri service)
    {
        var http = new HttpClient { BaseAddress = service, Timeout = TimeSpan.FromMinutes(5) };
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
        {
            http.DefaultRequestHeaders.Add(AccessHandler.Header, key);
        }
        return http;
    }
}
